import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { UnsupportedInput } from "../../codec.ts";
import { cohereV2 } from "../index.ts";
import { requests } from "./generated.ts";
import { ask, encode } from "./testing.ts";

const SEED = { seed: 20261121, numRuns: 150 };
describe("requests", () => {
  test("keep their meaning on the way there and back (MAP-05…08)", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const { body, dropped } = encode(request);
        const back = cohereV2.decodeRequest(body, {});
        if (!back.ok) throw new Error(back.message);
        expect(dropped).toEqual([]);
        const again = encode(back.request);
        // Names that no wire takes came back respelled; a second round changes nothing.
        expect(again.body).toEqual(body);
        expect(back.request.messages.map(({ role }) => role)).toEqual(
          request.messages.map(({ role }) => (role === "developer" ? "system" : role)),
        );
        for (const key of ["temperature", "top_p", "seed", "stop", "response_format"] as const)
          expect(back.request[key]).toEqual(request[key]);
        for (const [i, message] of request.messages.entries()) {
          const kept = back.request.messages[i];
          // Cohere refuses messages that are empty.
          const said = message.content === "" ? " " : (message.content ?? null);
          expect(kept?.content ?? null).toEqual(said);
          expect(kept?.reasoning_content).toEqual(message.reasoning_content);
        }
      }),
      SEED,
    );
  });

  test("are never changed (MAP-13)", () => {
    fc.assert(
      fc.property(requests, (request) => {
        const before = JSON.stringify(request);
        encode(request);
        expect(JSON.stringify(request)).toBe(before);
      }),
      SEED,
    );
  });

  test("choose tools by Cohere's two words, and one function by offering it alone", () => {
    const tools = ["a", "b"].map((name) => ({ type: "function", function: { name } }));
    const sent = (tool_choice: JsonObject | string) => encode(ask({ tools, tool_choice })).body;
    expect(sent("auto").tool_choice).toBeUndefined();
    expect(sent("none").tool_choice).toBe("NONE");
    expect(sent("required").tool_choice).toBe("REQUIRED");
    const named = sent({ type: "function", function: { name: "b" } });
    expect(named.tool_choice).toBe("REQUIRED");
    expect(named.tools).toEqual([
      { type: "function", function: { name: "b", parameters: { type: "object", properties: {} } } },
    ]);
  });

  test.each([
    [{ top_p: 1 }, { p: 0.99 }],
    [{ top_p: 0 }, { p: 0.01 }],
    [
      { top_k: 0, seed: 0, temperature: 0 },
      { k: 0, seed: 0, temperature: 0 },
    ],
    [{ stop: "END" }, { stop_sequences: ["END"] }],
    [{ max_tokens: 5, max_completion_tokens: 9 }, { max_tokens: 9 }],
    [{ reasoning_effort: "none" }, { thinking: { type: "disabled" } }],
    [{ reasoning_effort: "low" }, { thinking: { type: "enabled", token_budget: 2048 } }],
    [
      { thinking: { type: "enabled", budget_tokens: 300 }, reasoning_effort: "high" },
      { thinking: { type: "enabled", token_budget: 300 } },
    ],
    [{ response_format: { type: "json_object" } }, { response_format: { type: "json_object" } }],
  ])("%j becomes %j", (given, expected) => {
    const { model: _model, messages: _messages, ...rest } = encode(ask(given)).body;
    expect(rest).toEqual(expected);
  });

  test("with both penalties keep one and list the other; with strict tools say so for all", () => {
    const both = encode(ask({ frequency_penalty: 0.5, presence_penalty: 0.5 }));
    expect(both.dropped).toEqual(["presence_penalty"]);
    expect(both.body.presence_penalty).toBeUndefined();
    expect(encode(ask({ frequency_penalty: 0, presence_penalty: 0.5 })).body).toMatchObject({
      frequency_penalty: 0,
      presence_penalty: 0.5,
    });
    const tools = [{ type: "function", function: { name: "a", strict: true } }];
    expect(encode(ask({ tools })).body.strict_tools).toBe(true);
  });

  test.each<[JsonObject, JsonObject]>([
    [{ temperature: null, top_p: null, stop: null }, {}],
    [{ top_p: 0.5 }, { p: 0.5 }],
    [{ stop: ["A", "B"] }, { stop_sequences: ["A", "B"] }],
    [{ stream: false }, { stream: false }],
    [{ stream: true, stream_options: { include_usage: true } }, { stream: true }],
    [
      { logprobs: true, frequency_penalty: 0.1 },
      { logprobs: true, frequency_penalty: 0.1 },
    ],
    [{ thinking: { type: "disabled" } }, { thinking: { type: "disabled" } }],
    [{ thinking: { type: "enabled", token_budget: 7 } }, { thinking: { type: "enabled", token_budget: 7 } }],
    [{ thinking: { type: "adaptive" } }, { thinking: { type: "enabled" } }],
    [{ thinking: null, reasoning_effort: "unheard-of" }, { thinking: { type: "enabled" } }],
    [{ response_format: { type: "text" } }, { response_format: { type: "text" } }],
    [
      { response_format: { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } } },
      { response_format: { type: "json_object", json_schema: { type: "object" } } },
    ],
    [
      { response_format: { type: "json_schema", json_schema: { name: "x" } } },
      { response_format: { type: "json_object" } },
    ],
    [{ tools: [] }, {}],
    [{ tool_choice: "required" }, {}],
    [{ tide_level: 2 }, {}],
  ])("%j becomes %j too", (given, expected) => {
    const { model, messages, ...rest } = encode(ask(given)).body;
    expect(rest).toStrictEqual(expected);
    expect([model, messages]).toEqual(["command-test", [{ role: "user", content: "Tide?" }]]);
  });

  test("list what has no place, though the endpoint lists it; nothing is no parameter", () => {
    expect(encode(ask({ n: 2, logit_bias: null, strict: true })).dropped).toEqual(["n"]);
    expect(encode(ask({ frequency_penalty: 0.5, presence_penalty: 0 })).dropped).toEqual([]);
  });

  test("have tools with a schema, and a description only where there is one (MAP-11)", () => {
    const fn = (more: JsonObject) => ({ type: "function", function: { name: "tide", ...more } });
    const sent = (...tools: JsonObject[]) => encode(ask({ tools })).body;
    const parameters = { type: "object", properties: { port: { type: "string" } } };
    expect(
      sent(fn({ description: "", strict: true }), fn({ description: "When.", parameters })),
    ).toMatchObject({
      tools: [
        { type: "function", function: { name: "tide", parameters: { type: "object", properties: {} } } },
        { type: "function", function: { name: "tide", description: "When.", parameters } },
      ],
    });
    for (const description of ["", null])
      expect(sent(fn({ description })).tools).not.toMatchObject([{ function: { description } }]);
    // Strict is a word for all tools or for none.
    expect(sent(fn({ strict: true }), fn({}))).not.toHaveProperty("strict_tools");
    expect(sent(fn({}))).not.toHaveProperty("tool_choice");
  });

  test.each<[JsonObject, string, string]>([
    [{ tools: [{ type: "web_search" }] }, "tools[0]", "Cohere runs no tool of type web_search"],
    [
      {
        tools: [
          { type: "function", function: { name: "a" } },
          { type: "mcp", function: {} },
        ],
      },
      "tools[1]",
      "Cohere runs no tool of type mcp",
    ],
    [
      {
        tools: [{ type: "function", function: { name: "a" } }],
        tool_choice: { type: "function", function: { name: "b" } },
      },
      "tool_choice",
      "no tool is named b",
    ],
  ])("with %j are refused at %s (MAP-07)", (more, param, message) => {
    expect(() => encode(ask(more))).toThrow(expect.objectContaining({ param, message }));
  });

  test.each([
    [{ type: "input_audio", input_audio: { data: "AA==", format: "wav" } }],
    [{ type: "file", file: { file_data: "AA==" } }],
  ])("with %j are refused by place (MAP-07)", (part) => {
    const request = ask({ messages: [{ role: "user", content: [{ type: "text", text: "x" }, part] }] });
    try {
      encode(request);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof UnsupportedInput)) throw error;
      expect(error.param).toBe("messages[0].content[1]");
    }
  });

  test("of callers are read with plans, documents and thinking, and refused by place", () => {
    const call = { id: "t1", type: "function", function: { name: "tide", arguments: "{}" } };
    const document = { type: "document", document: { data: { metres: 3 } } };
    const read = cohereV2.decodeRequest(
      {
        model: "m",
        messages: [
          { role: "user", content: "Tide?" },
          { role: "assistant", tool_plan: "I will look.", tool_calls: [call] },
          { role: "tool", tool_call_id: "t1", content: [document] },
        ],
        tool_choice: "REQUIRED",
        stop_sequences: ["END"],
        safety_mode: "NONE",
      },
      {},
    );
    expect(read).toMatchObject({
      ok: true,
      request: {
        messages: [{}, { content: "I will look." }, { content: '{"metres":3}' }],
        tool_choice: "required",
        stop: ["END"],
        safety_mode: "NONE",
      },
    });
    const wrong = { model: "m", messages: [{ role: "user", content: [{ type: "video", video: "x" }] }] };
    expect(cohereV2.decodeRequest(wrong, {})).toMatchObject({
      ok: false,
      param: "messages[0].content[0].type",
      unsupported: true,
    });
    const searching = { model: "m", messages: [{ role: "user", content: "x" }], documents: ["a"] };
    expect(cohereV2.decodeRequest(searching, {})).toMatchObject({
      ok: false,
      param: "documents",
      unsupported: true,
    });
    expect(cohereV2.decodeRequest({ model: "m", messages: [] }, {})).toMatchObject({
      ok: false,
      param: "messages",
      unsupported: false,
    });
  });
});
