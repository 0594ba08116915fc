/**
 * Requests by hand: what the provider refuses is not sent, what it signs comes back, what has no place is named
 * (MAP-06, MAP-07, MAP-08, MAP-09, MAP-11, MAP-12).
 */
import { describe, expect, test } from "vitest";
import { type ChatRequest, ChatRequestSchema } from "../../chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { UnsupportedInput } from "../dialect.ts";
import { encoding } from "./fixtures.ts";
import { anthropicMessages } from "./index.ts";

const chat = (fields: object): ChatRequest =>
  ChatRequestSchema.parse({ model: "m", messages: [{ role: "user", content: "Hi." }], ...fields });
const encode = (fields: object, more: Partial<Endpoint> = {}) =>
  anthropicMessages.encodeRequest(chat(fields), encoding(more));
const turns = (body: JsonObject): JsonObject[] =>
  Array.isArray(body.messages) ? body.messages.filter(isObject) : [];
const tide = { type: "function", function: { name: "tide" } };

function refusal(fields: object, more: Partial<Endpoint> = {}): string {
  try {
    encode(fields, more);
  } catch (error) {
    if (error instanceof UnsupportedInput) return error.param;
    throw error;
  }
  return "nothing refused";
}

describe("limits and sampling", () => {
  test("the limit is required: the caller's, the newer name first, else the endpoint's (MAP-04)", () => {
    expect(encode({}).body.max_tokens).toBe(64_000);
    expect(encode({ max_tokens: 7 }).body.max_tokens).toBe(7);
    expect(encode({ max_tokens: 7, max_completion_tokens: 9 }).body.max_tokens).toBe(9);
  });

  test.each([
    [0, 0],
    [0.7, 0.7],
    [1.7, 1],
  ])("temperature %d is sent as %d", (given, sent) =>
    expect(encode({ temperature: given }).body.temperature).toBe(sent),
  );

  test("temperature wins over top_p, which newer models refuse beside it", () => {
    const { body, dropped } = encode({ temperature: 0, top_p: 0.5 });
    expect([body.temperature, body.top_p, dropped]).toEqual([0, undefined, ["top_p"]]);
    expect(encode({ top_p: 0.5 }).body.top_p).toBe(0.5);
  });

  test("stop sequences of nothing but white space are left out and listed", () => {
    const { body, dropped } = encode({ stop: ["END", "\n"] });
    expect([body.stop_sequences, dropped]).toEqual([["END"], ["stop"]]);
    expect(encode({ stop: "END" }).body.stop_sequences).toEqual(["END"]);
  });

  test("service tiers have Anthropic's names, or are listed", () => {
    expect(encode({ service_tier: "default" }).body.service_tier).toBe("standard_only");
    expect(encode({ service_tier: "flex" })).toMatchObject({ dropped: ["service_tier"] });
  });
});

describe("thinking", () => {
  test.each([
    ["low", 64_000, 2048],
    ["high", 64_000, 24_576],
    ["high", 4000, 2000],
    ["low", 1500, 1024],
  ])("%s with %d tokens to answer in is a budget of %d", (reasoning_effort, max_tokens, budget_tokens) =>
    expect(encode({ reasoning_effort, max_tokens }).body.thinking).toEqual({
      type: "enabled",
      budget_tokens,
    }),
  );

  test("is left out and listed where the limit has no room for the least budget", () =>
    expect(encode({ reasoning_effort: "low", max_tokens: 1024 })).toMatchObject({
      dropped: ["reasoning_effort"],
    }));

  test("is adaptive with an effort where the model wants that", () => {
    const { body } = encode({ reasoning_effort: "minimal" }, { reasoning: "adaptive" });
    expect([body.thinking, body.output_config]).toEqual([{ type: "adaptive" }, { effort: "low" }]);
    expect(encode({ reasoning_effort: "none" }, { reasoning: "adaptive" }).body.thinking).toEqual({
      type: "disabled",
    });
  });

  test("of the caller's own wins", () => {
    const thinking = { type: "enabled", budget_tokens: 3000 };
    const { body } = encode({ thinking, reasoning_effort: "high" });
    expect([body.thinking, body.output_config]).toEqual([thinking, undefined]);
  });

  test("forbids sampling controls, which are listed", () => {
    const { body, dropped } = encode({ reasoning_effort: "low", temperature: 0, top_k: 4, top_p: 0.5 });
    expect(Object.keys(body)).not.toContain("temperature");
    expect(dropped).toEqual(["temperature", "top_k", "top_p"]);
    expect(encode({ reasoning_effort: "low", temperature: 1 }).body.temperature).toBe(1);
  });

  test("gives way to a forced tool, and to a history without the signed thinking that had to stand in it", () => {
    const forced = { reasoning_effort: "low", tools: [tide], tool_choice: "required" };
    expect(encode(forced)).toMatchObject({ dropped: ["reasoning_effort"] });
    const messages = [
      { role: "user", content: "Now?" },
      {
        role: "assistant",
        content: null,
        tool_calls: [{ id: "a", ...tide, function: { name: "tide", arguments: "" } }],
      },
      { role: "tool", tool_call_id: "a", content: "Low." },
    ];
    expect(encode({ messages, reasoning_effort: "low" })).toMatchObject({ dropped: ["reasoning_effort"] });
    const adaptive = encode({ messages, reasoning_effort: "low" }, { reasoning: "adaptive" });
    expect(adaptive.body.thinking).toEqual({ type: "adaptive" });
  });

  test("an effort that nobody knows is refused by name", () => {
    expect(refusal({ reasoning_effort: "tidal" })).toBe("reasoning_effort");
    expect(refusal({ reasoning_effort: "tidal" }, { reasoning: "adaptive" })).toBe("reasoning_effort");
  });

  test("that was signed is replayed first and unchanged; unsigned thinking is not", () => {
    const reasoning_details = [
      { type: "reasoning.text", text: "Unsigned." },
      { type: "reasoning.text", text: "Signed.", signature: "c2ln" },
      { type: "reasoning.encrypted", data: "c2VhbGVk" },
    ];
    const messages = [
      { role: "user", content: "Hi." },
      { role: "assistant", content: "Ho.", reasoning_details },
      { role: "user", content: "Go on." },
    ];
    expect(turns(encode({ messages }).body)[1]?.content).toEqual([
      { type: "thinking", thinking: "Signed.", signature: "c2ln" },
      { type: "redacted_thinking", data: "c2VhbGVk" },
      { type: "text", text: "Ho." },
    ]);
  });
});

describe("tools", () => {
  test.each<[string, object, Json]>([
    ["none", { tool_choice: "none", parallel_tool_calls: false }, { type: "none" }],
    ["required", { tool_choice: "required" }, { type: "any" }],
    ["a named one", { tool_choice: tide }, { type: "tool", name: "tide" }],
    ["one at a time", { parallel_tool_calls: false }, { type: "auto", disable_parallel_tool_use: true }],
  ])("choice: %s", (_name, fields, expected) =>
    expect(encode({ tools: [tide], ...fields }).body.tool_choice).toEqual(expected),
  );

  test("are sent bare in a form that is accepted (MAP-11)", () => {
    const bare = {
      type: "function",
      function: { name: "a.b", description: "", parameters: { properties: {} } },
    };
    expect(encode({ tools: [bare] }).body.tools).toEqual([
      { name: "a_b", input_schema: { type: "object", properties: {} } },
    ]);
  });

  test("that the provider runs itself pass as they are", () => {
    const search = { type: "web_search_20250305", name: "web_search", max_uses: 2 };
    expect(encode({ tools: [search] }).body.tools).toEqual([search]);
  });

  test("have call ids in accepted characters, alike in calls and results", () => {
    const call = (id: string) => ({ id, type: "function", function: { name: "tide", arguments: "{}" } });
    const messages = [
      { role: "user", content: "Hi." },
      { role: "assistant", content: "", tool_calls: [call("fn.tide:0"), call("fn_tide_0")] },
      { role: "tool", tool_call_id: "fn.tide:0", content: "Low." },
      { role: "tool", tool_call_id: "fn_tide_0", content: [{ type: "text", text: "High." }], is_error: true },
    ];
    const [, said, results] = turns(encode({ messages }).body);
    expect(said?.content).toMatchObject([{ id: "fn_tide_0_2" }, { id: "fn_tide_0" }]);
    expect(results?.content).toEqual([
      { type: "tool_result", tool_use_id: "fn_tide_0_2", content: "Low." },
      { type: "tool_result", tool_use_id: "fn_tide_0", content: "High.", is_error: true },
    ]);
  });

  test("with arguments that are no object are refused by place", () => {
    const tool_calls = [{ id: "a", type: "function", function: { name: "tide", arguments: "[1]" } }];
    const messages = [
      { role: "user", content: "Hi." },
      { role: "assistant", tool_calls },
    ];
    expect(refusal({ messages })).toBe("messages[1].tool_calls[0].function.arguments");
  });
});

describe("content", () => {
  const user = (part: object) => ({ messages: [{ role: "user", content: [part] }] });

  test.each<[string, object, Json]>([
    [
      "an https image",
      { type: "image_url", image_url: { url: "https://a.example/b.png" } },
      { type: "image", source: { type: "url", url: "https://a.example/b.png" } },
    ],
    [
      "a PDF",
      { type: "file", file: { filename: "log.pdf", file_data: "data:application/pdf;base64,AAAA" } },
      {
        type: "document",
        source: { type: "base64", media_type: "application/pdf", data: "AAAA" },
        title: "log.pdf",
      },
    ],
    [
      "a text",
      { type: "file", file: { file_data: "data:text/plain;base64,aMO2aGU=" } },
      { type: "document", source: { type: "text", media_type: "text/plain", data: "höhe" } },
    ],
  ])("%s becomes a block", (_name, part, block) =>
    expect(turns(encode(user(part)).body)[0]?.content).toEqual([block]),
  );

  test.each<[string, object]>([
    ["an audio", { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } }],
    ["a vector image", { type: "image_url", image_url: { url: "data:image/svg+xml;base64,AAAA" } }],
    ["a spreadsheet", { type: "file", file: { file_data: "data:text/csv;base64,AAAA" } }],
  ])("%s is refused by place", (_name, part) => expect(refusal(user(part))).toBe("messages[0].content[0]"));

  test("a JSON schema goes to output_config, bare JSON mode has no place", () => {
    const schema = { type: "object", properties: {} };
    const asked = { type: "json_schema", json_schema: { name: "x", schema } };
    expect(encode({ response_format: asked }).body.output_config).toEqual({
      format: { type: "json_schema", schema },
    });
    expect(refusal({ response_format: { type: "json_object" } })).toBe("response_format");
    expect(encode({ response_format: asked }, { supportedParameters: [] }).dropped).toEqual([
      "response_format",
    ]);
  });

  test("instructions without a conversation are refused", () =>
    expect(refusal({ messages: [{ role: "system", content: "Rules." }] })).toBe("messages"));

  test("cache marks stay on their blocks, and go where the host takes none (MAP-12)", () => {
    const cache_control = { type: "ephemeral" };
    const marked = {
      messages: [{ role: "user", content: "Go.", cache_control }],
      tools: [{ ...tide, cache_control }],
    };
    expect(JSON.stringify(encode(marked).body).split("cache_control").length - 1).toBe(2);
    const { endpoint, traits } = encoding();
    const plain = { endpoint, traits: { ...traits, cacheControl: false } };
    expect(JSON.stringify(anthropicMessages.encodeRequest(chat(marked), plain).body)).not.toContain(
      "cache_control",
    );
  });
});
