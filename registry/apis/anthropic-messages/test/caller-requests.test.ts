/**
 * Requests of callers who speak the dialect: read with everything they say, or refused by place and with the reason
 * (ERR-08, MAP-05, MAP-06, MAP-07, MAP-12).
 */
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { requestOf } from "./testing.ts";

const mark = { cache_control: { type: "ephemeral" } };
const text = (words: string, more: JsonObject = {}) => ({ type: "text", text: words, ...more });
const user = (...content: Json[]) => ({ role: "user", content });
const assistant = (...content: Json[]) => ({ role: "assistant", content });
const hello = { role: "user", content: "Hi." };
const tide = { type: "function", function: { name: "tide" } };
const bodyOf = (fields: object): Json =>
  ({ model: "m", max_tokens: 9, messages: [hello], ...fields }) as Json;
const decode = (fields: object) => anthropicMessages.decodeRequest(bodyOf(fields), {});
/** What a request with these fields says beside the least that it can say. */
function read(fields: object): JsonObject {
  const { model: _model, max_tokens: _limit, messages: _messages, ...rest } = requestOf(bodyOf(fields));
  return rest as JsonObject;
}
const messagesOf = (fields: object) => requestOf(bodyOf(fields)).messages;
const conversation = (...messages: Json[]) => messagesOf({ messages: [hello, ...messages] }).slice(1);

describe("a request is refused by place", () => {
  test.each<[string, object, string]>([
    ["a missing limit", { max_tokens: undefined }, "max_tokens"],
    ["a role of nobody's", { messages: [{ role: "pilot", content: "Hi." }] }, "messages[0].role"],
    [
      "an image without a source",
      { messages: [user(text(""), { type: "image" })] },
      "messages[0].content[1].source",
    ],
    ["a budget too small", { thinking: { type: "enabled", budget_tokens: 3 } }, "thinking.budget_tokens"],
    ["a tool of OpenAI's form", { tools: [tide] }, "tools[0].type"],
    ["a tool without a schema", { tools: [{ name: "tide" }] }, "tools[0].input_schema"],
  ])("where it is wrong: %s", (_name, fields, param) =>
    expect(decode(fields)).toMatchObject({ ok: false, param, unsupported: false }),
  );

  const url = (address: string) => ({ type: "image", source: { type: "url", url: address } });
  const IMAGES = "an image is an https URL or base64 data of a type image/…";

  test.each<[string, JsonObject, string, string]>([
    ["an image of another scheme", user(url("ftp://a")), "[0].source", IMAGES],
    [
      "an image that only names a scheme",
      user(text("Look."), url("ftp://a/https://b")),
      "[1].source",
      IMAGES,
    ],
    [
      "an image of another type",
      user({ type: "image", source: { type: "base64", media_type: "text/html", data: "AAAA" } }),
      "[0].source",
      IMAGES,
    ],
    [
      "a result in the assistant's turn",
      assistant(text("Low."), { type: "tool_result", tool_use_id: "a" }),
      "[1]",
      "blocks of type tool_result are taken only as a native body",
    ],
    [
      "thinking in the system's turn",
      { role: "system", content: [text("Rules."), { type: "redacted_thinking", data: "c2VhbGVk" }] },
      "[1]",
      "blocks of type redacted_thinking are taken only as a native body",
    ],
  ])("where only a native body has a place: %s", (_name, message, where, why) => {
    const param = `messages[1].content${where}`;
    expect(decode({ messages: [hello, message] })).toEqual({
      ok: false,
      param,
      message: `${param}: ${why}`,
      unsupported: true,
    });
  });
});

describe("what only this API has words for stays as it came, beside what is understood", () => {
  const fileImage = { type: "image", source: { type: "file", file_id: "file_1" } };
  const blocksDocument = { type: "document", source: { type: "content", content: [] } };
  const found = { type: "search_result", source: "x", title: "y", content: [] };
  const reference = { type: "tool_reference", tool_name: "tide" };
  const result = (...content: JsonObject[]) => ({ type: "tool_result", tool_use_id: "a", content });

  test.each<[what: string, block: JsonObject, place: string, type: string, blocks: JsonObject[]]>([
    ["an image by file id", fileImage, "[0].source", "image", [fileImage]],
    ["a document of blocks", blocksDocument, "[0].source", "document", [blocksDocument]],
    ["a search result", found, "[0]", "search_result", [found]],
    [
      "a search result within a result",
      result(text("Low."), found),
      "[0].content[1]",
      "search_result",
      [text("Low."), found],
    ],
    ["a reference to a tool", result(reference), "[0].content[0]", "tool_reference", [reference]],
  ])("%s", (_what, block, place, type, blocks) => {
    const decoded = decode({ messages: [hello, user(block)] });
    const message = decoded.ok ? decoded.request.messages[1] : undefined;
    expect(message).toMatchObject({
      only_on: { api: "anthropic-messages", place: `messages[1].content${place}`, type, blocks },
    });
  });
});

describe("a request becomes a canonical one", () => {
  test("with everything that it says", () => {
    const decoded = decode({
      system: [text("Rules.", mark), text("Manners.")],
      messages: [hello],
      tools: [{ name: "tide", input_schema: { type: "object" } }],
      tool_choice: { type: "any", disable_parallel_tool_use: true },
      thinking: { type: "enabled", budget_tokens: 3000 },
      stop_sequences: ["END"],
      metadata: { user_id: "sailor" },
      top_k: 0,
      stream: false,
      service_tier: "standard_only",
      mcp_servers: [],
    });
    expect(decoded).toEqual({
      ok: true,
      request: {
        model: "m",
        max_tokens: 9,
        messages: [{ role: "system", content: [text("Rules.", mark), text("Manners.")] }, hello],
        tools: [{ type: "function", function: { name: "tide", parameters: { type: "object" } } }],
        tool_choice: "required",
        parallel_tool_calls: false,
        thinking: { type: "enabled", budget_tokens: 3000 },
        reasoning_effort: "medium",
        stop: ["END"],
        user: "sailor",
        top_k: 0,
        stream: false,
        service_tier: "default",
        mcp_servers: [],
      },
    });
  });

  test("and says nothing by nulls and by emptiness", () => {
    const nothing = {
      system: null,
      stop_sequences: null,
      tools: null,
      tool_choice: null,
      output_config: null,
      output_format: null,
      metadata: { user_id: null },
      service_tier: null,
      cache_control: null,
    };
    const bare = { ok: true, request: { model: "m", max_tokens: 9, messages: [hello] } };
    for (const fields of [{}, nothing, { ...nothing, system: "" }, { ...nothing, system: [] }])
      expect(decode(fields)).toStrictEqual(bare);
    expect(messagesOf({ system: "Rules." })).toEqual([{ role: "system", content: "Rules." }, hello]);
  });

  test("whose model the path may name, and without a prototype of the caller's", () => {
    const body = JSON.parse(
      '{"max_tokens":1,"messages":[{"role":"user","content":"Hi."}],"__proto__":{"n":3}}',
    ) as Json;
    const decoded = anthropicMessages.decodeRequest(body, { model: "from-path" });
    expect(decoded).toMatchObject({ ok: true, request: { model: "from-path" } });
    expect(decoded.ok && decoded.request.n).toBeFalsy();
    expect(anthropicMessages.decodeRequest("Hi.", { model: "from-path" }).ok).toBe(false);
  });
});

describe("the mark on a whole request", () => {
  test("is on its last message", () => {
    expect(messagesOf({ ...mark, messages: [hello, assistant(text("Ho.")), hello] })).toEqual([
      hello,
      { role: "assistant", content: "Ho." },
      { ...hello, ...mark },
    ]);
  });

  test("leaves that of the last message where there is none", () => {
    const result = { type: "tool_result", tool_use_id: "a", content: "Low.", ...mark };
    expect(conversation(user(result))).toEqual([
      { role: "tool", tool_call_id: "a", content: "Low.", ...mark },
    ]);
  });
});

describe("how to think", () => {
  test.each<[string, object, JsonObject]>([
    [
      "a small budget",
      { thinking: { type: "enabled", budget_tokens: 1024 } },
      { reasoning_effort: "minimal" },
    ],
    [
      "a great budget",
      { thinking: { type: "enabled", budget_tokens: 64_000 } },
      { reasoning_effort: "xhigh" },
    ],
    ["an effort", { output_config: { effort: "max" } }, { reasoning_effort: "max" }],
    [
      "an effort beside a budget",
      { thinking: { type: "enabled", budget_tokens: 1024 }, output_config: { effort: "high" } },
      { reasoning_effort: "high" },
    ],
    ["adaptively", { thinking: { type: "adaptive" } }, {}],
    ["not at all", { thinking: { type: "disabled" } }, {}],
  ])("is told by %s", (_what, fields, expected) =>
    expect(read(fields)).toEqual({
      ...("thinking" in fields ? { thinking: fields.thinking } : {}),
      ...expected,
    }),
  );
});

describe("the form of the answer", () => {
  const format = (title: string) => ({ type: "json_schema", schema: { type: "object", title } });
  const expected = (title: string) => ({
    response_format: {
      type: "json_schema",
      json_schema: { name: "response", strict: true, schema: { type: "object", title } },
    },
  });

  test.each<[string, object]>([
    ["today", { output_config: { format: format("tides") } }],
    ["earlier", { output_format: format("tides") }],
    ["both", { output_config: { format: format("tides") }, output_format: format("moons") }],
  ])("stands where it stands: %s", (_what, fields) => expect(read(fields)).toEqual(expected("tides")));
});

describe("tools", () => {
  const schema = { type: "object", properties: {} };
  const bare = { type: "function", function: { name: "tide", parameters: schema } };

  test.each<[string, JsonObject, JsonObject]>([
    ["without a type", { name: "tide", input_schema: schema }, bare],
    ["with a type that is null", { type: null, name: "tide", input_schema: schema }, bare],
    ["that are called custom", { type: "custom", name: "tide", input_schema: schema }, bare],
    [
      "that say nothing by nulls",
      {
        name: "tide",
        input_schema: schema,
        description: null,
        strict: null,
        cache_control: null,
        defer_loading: null,
        allowed_callers: null,
      },
      bare,
    ],
    [
      "that say everything",
      {
        name: "tide",
        description: "When is low water?",
        input_schema: schema,
        strict: false,
        ...mark,
        defer_loading: true,
        allowed_callers: ["direct"],
        eager_input_streaming: false,
        input_examples: [{ at: "noon" }],
      },
      {
        type: "function",
        ...mark,
        defer_loading: true,
        allowed_callers: ["direct"],
        eager_input_streaming: false,
        input_examples: [{ at: "noon" }],
        function: { name: "tide", description: "When is low water?", parameters: schema, strict: false },
      },
    ],
    [
      "that the provider runs itself",
      { type: "web_search_20250305", name: "web_search", max_uses: 2 },
      { type: "web_search_20250305", name: "web_search", max_uses: 2 },
    ],
  ])("%s", (_what, tool, expected) => expect(read({ tools: [tool] }).tools).toStrictEqual([expected]));

  test.each<[string, JsonObject, JsonObject]>([
    ["auto", { type: "auto" }, { tool_choice: "auto" }],
    ["any", { type: "any", disable_parallel_tool_use: null }, { tool_choice: "required" }],
    ["none", { type: "none" }, { tool_choice: "none" }],
    ["a named one", { type: "tool", name: "tide" }, { tool_choice: tide }],
    [
      "many at a time",
      { type: "auto", disable_parallel_tool_use: false },
      { tool_choice: "auto", parallel_tool_calls: true },
    ],
    [
      "a named one, once",
      { type: "tool", name: "tide", disable_parallel_tool_use: true },
      { tool_choice: tide, parallel_tool_calls: false },
    ],
  ])("choice: %s", (_what, tool_choice, expected) => expect(read({ tool_choice })).toStrictEqual(expected));

  test("tiers have the canonical name, or their own", () => {
    expect(read({ service_tier: "standard_only" })).toEqual({ service_tier: "default" });
    expect(read({ service_tier: "auto" })).toEqual({ service_tier: "auto" });
  });
});
