/** What callers of the Responses API send, in canonical form (API-01, MAP-05…07, ERR-08). */
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../../json.ts";
import { openaiResponses } from "../index.ts";
import { messagesOf, refusalOf, requestOf } from "./testing.ts";

const call = (call_id: string, name = "tide", args = "{}"): JsonObject => ({
  type: "function_call",
  id: `fc_${call_id}`,
  call_id,
  name,
  arguments: args,
});
const result = (call_id: string, output: Json = "low"): JsonObject => ({
  type: "function_call_output",
  call_id,
  output,
});
const toolCall = (id: string, name = "tide", args = "{}") => ({
  id,
  type: "function",
  function: { name, arguments: args },
});

describe("the conversation", () => {
  test("is one user turn where the input is a text, after the instructions", () => {
    expect(messagesOf("Where?", { instructions: "Be brief." })).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Where?" },
    ]);
  });

  test("takes messages without type, id and status, of every role, in their order", () => {
    expect(
      messagesOf([
        { role: "user", content: "Where?" },
        { role: "assistant", content: [{ type: "output_text", text: "Here.", annotations: [] }] },
        { role: "developer", content: "Be brief." },
        { type: "message", id: "msg_1", status: "completed", role: "user", content: "And now?" },
      ]),
    ).toEqual([
      { role: "user", content: "Where?" },
      { role: "assistant", content: "Here." },
      { role: "developer", content: "Be brief." },
      { role: "user", content: "And now?" },
    ]);
  });

  test("holds all calls between two turns of others in one assistant message, by their call_id", () => {
    expect(
      messagesOf([
        { role: "user", content: "Where?" },
        { role: "assistant", content: "Let me look." },
        call("c1"),
        call("c2", "wind", '{"at":1}'),
        result("c1"),
        result("c2", [{ type: "input_text", text: "calm" }]),
      ]),
    ).toEqual([
      { role: "user", content: "Where?" },
      {
        role: "assistant",
        content: "Let me look.",
        tool_calls: [toolCall("c1"), toolCall("c2", "wind", '{"at":1}')],
      },
      { role: "tool", tool_call_id: "c1", content: "low" },
      { role: "tool", tool_call_id: "c2", content: "calm" },
    ]);
  });

  test("pairs a result with the nearest open call, where ids begin anew in every answer", () => {
    const turns = messagesOf([call("call_1"), result("call_1"), call("call_1", "wind"), result("call_1")]);
    expect(turns.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant", "tool"]);
  });

  test("keeps images and files in a result as parts, and never as text", () => {
    const output = [
      { type: "input_image", image_url: "data:image/png;base64,AA==", detail: "low" },
      { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,AA==" },
    ];
    expect(messagesOf([call("c1"), result("c1", output)])[1]?.content).toEqual([
      { type: "image_url", image_url: { url: "data:image/png;base64,AA==", detail: "low" } },
      { type: "file", file: { file_data: "data:application/pdf;base64,AA==", filename: "a.pdf" } },
    ]);
  });

  test("turns a free text for a tool into the one argument of a function", () => {
    const input = [
      { type: "custom_tool_call", call_id: "c1", name: "patch", input: 'a "b"' },
      { type: "custom_tool_call_output", call_id: "c1", output: "done" },
    ];
    const tools = [{ type: "custom", name: "patch", description: "Patches.", format: { type: "text" } }];
    const request = requestOf({ input, tools });
    expect(request.messages).toEqual([
      { role: "assistant", content: null, tool_calls: [toolCall("c1", "patch", '{"input":"a \\"b\\""}')] },
      { role: "tool", tool_call_id: "c1", content: "done" },
    ]);
    expect(request.tools).toEqual([
      {
        type: "function",
        function: {
          name: "patch",
          description: "Patches.",
          parameters: {
            type: "object",
            properties: { input: { type: "string" } },
            required: ["input"],
            additionalProperties: false,
          },
        },
      },
    ]);
  });

  test("shows what a foreign provider thought and leaves out what it encrypted for itself", () => {
    const thought = { type: "reasoning", id: "rs_1", encrypted_content: "gAAAA", summary: [] };
    const shown = [{ type: "summary_text", text: "Moon." }];
    expect(messagesOf([thought, { ...thought, summary: shown }, call("c1"), result("c1")])[0]).toEqual({
      role: "assistant",
      content: null,
      reasoning_content: "Moon.",
      tool_calls: [toolCall("c1")],
    });
  });
});

describe("the parameters", () => {
  test("have the names of chat completions", () => {
    const {
      messages: _,
      model: __,
      ...rest
    } = requestOf({
      max_output_tokens: 99,
      temperature: 0,
      top_p: 0.5,
      stream: true,
      parallel_tool_calls: false,
      reasoning: { effort: "minimal", summary: "auto" },
      text: { verbosity: "low" },
      top_logprobs: 2,
      include: ["reasoning.encrypted_content", "message.output_text.logprobs"],
      metadata: { a: "b" },
      user: "u",
      service_tier: "default",
      prompt_cache_key: "k",
      store: true,
      truncation: "disabled",
      background: false,
      previous_response_id: null,
    });
    expect(rest).toEqual({
      max_completion_tokens: 99,
      temperature: 0,
      top_p: 0.5,
      stream: true,
      parallel_tool_calls: false,
      reasoning_effort: "minimal",
      verbosity: "low",
      logprobs: true,
      top_logprobs: 2,
      metadata: { a: "b" },
      user: "u",
      service_tier: "default",
      prompt_cache_key: "k",
    });
  });

  test("take max_tokens for max_output_tokens, which wins", () => {
    expect(requestOf({ max_tokens: 7 }).max_completion_tokens).toBe(7);
    expect(requestOf({ max_tokens: 7, max_output_tokens: 9 }).max_completion_tokens).toBe(9);
  });

  test("name what has no place elsewhere, so that it is reported as dropped", () => {
    const request = requestOf({ reasoning: { mode: "pro" }, include: ["web_search_call.results"] });
    expect(request).toMatchObject({ "reasoning.mode": "pro", "include.web_search_call.results": true });
  });

  test("hold the schema of the answer under its name, and bare JSON without one", () => {
    const format = { type: "json_schema", name: "tide", schema: { type: "object" }, strict: true };
    expect(requestOf({ text: { format } }).response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "tide", schema: { type: "object" }, strict: true },
    });
    expect(requestOf({ text: { format: { type: "json_object" } } }).response_format).toEqual({
      type: "json_object",
    });
    expect(requestOf({ text: { format: { type: "text" } } })).not.toHaveProperty("response_format");
  });
});

describe("a function without a word about strictness", () => {
  const declared = (parameters: JsonObject, more: JsonObject = {}) =>
    requestOf({ tools: [{ type: "function", name: "f", parameters, ...more }] }).tools?.[0]?.function;
  const inner = { type: "object", properties: { b: { type: "string" } }, required: ["b"] };
  const total = {
    type: "object",
    properties: { a: { type: "array", items: inner } },
    required: ["a"],
  };

  test("is strict, with a closed schema all the way down, where every property is required", () => {
    const closed = { ...inner, additionalProperties: false };
    expect(declared(total)).toEqual({
      name: "f",
      parameters: {
        ...total,
        properties: { a: { type: "array", items: closed } },
        additionalProperties: false,
      },
      strict: true,
    });
  });

  test.each<[string, JsonObject]>([
    ["has an optional property", { ...total, required: [] }],
    ["has one further down", { ...total, properties: { a: { ...inner, required: [] } } }],
    ["takes any property", { ...total, additionalProperties: true }],
  ])("is left alone where its schema %s", (_what, parameters) => {
    expect(declared(parameters)).toEqual({ name: "f", parameters });
  });

  test("keeps the caller's word where there is one", () => {
    expect(declared(total, { strict: false })).toEqual({ name: "f", parameters: total, strict: false });
    expect(declared({ ...total, required: [] }, { strict: true })).toMatchObject({ strict: true });
  });
});

describe("the choice among tools", () => {
  const tools = ["a", "b"].map((name) => ({ type: "function", name, strict: false }));
  const chosen = (tool_choice: Json) => {
    const request = requestOf({ tools, tool_choice });
    return [request.tool_choice, request.tools?.map((tool) => (tool.function as JsonObject).name)];
  };

  test.each<[Json, Json]>([
    ["auto", "auto"],
    ["required", "required"],
    ["none", "none"],
    [
      { type: "function", name: "b" },
      { type: "function", function: { name: "b" } },
    ],
  ])("%j is %j", (given, expected) => {
    expect(chosen(given)).toEqual([expected, ["a", "b"]]);
  });

  test("offers only those tools that may be called", () => {
    const allowed = { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "b" }] };
    expect(chosen(allowed)).toEqual(["required", ["b"]]);
  });
});

describe("a request is refused, and the place named, for", () => {
  const part = (content: JsonObject) => ({ input: [{ role: "user", content: [content] }] });

  test.each<[string, JsonObject, string]>([
    ["an earlier answer", { previous_response_id: "resp_1" }, "previous_response_id"],
    ["a conversation", { conversation: { id: "conv_1" } }, "conversation"],
    ["a stored prompt", { prompt: { id: "pmpt_1" } }, "prompt"],
    ["work in the background", { background: true }, "background"],
    ["a cut of the input", { truncation: "auto" }, "truncation"],
    ["context management", { context_management: [{ type: "compaction" }] }, "context_management"],
    ["a reference", { input: [{ type: "item_reference", id: "msg_1" }] }, "input[0]"],
    ["a reference without its type", { input: [{ id: "rs_1" }] }, "input[0]"],
    ["a hosted tool's history", { input: [{ type: "web_search_call", id: "ws_1" }] }, "input[0].type"],
    ["an item that nobody knows", { input: [{ type: "dream" }] }, "input[0].type"],
    ["a hosted tool", { tools: [{ type: "web_search" }] }, "tools[0].type"],
    ["the choice of one", { tool_choice: { type: "web_search" } }, "tool_choice.type"],
    ["a part that nobody knows", part({ type: "input_smell" }), "input[0].content[0].type"],
    ["an image by id", part({ type: "input_image", file_id: "file_1" }), "input[0].content[0].file_id"],
    ["an image that is none", part({ type: "input_image" }), "input[0].content[0].image_url"],
    ["a file by id", part({ type: "input_file", file_id: "file_1" }), "input[0].content[0].file_id"],
    ["a file that is none", part({ type: "input_file" }), "input[0].content[0]"],
    ["a result without a call", { input: [result("c1")] }, "input[0].call_id"],
    ["a second result", { input: [call("c1"), result("c1"), result("c1")] }, "input[2].call_id"],
    ["a call without a result", { input: [call("c1")] }, "input[0].call_id"],
    ["the messages of chat completions", { messages: [] }, "messages"],
    ["their response format", { response_format: { type: "text" } }, "response_format"],
    ["stop sequences", { stop: ["x"] }, "stop"],
  ])("%s, which only another could take", (_what, body, param) => {
    const refusal = refusalOf(body);
    expect(refusal).toMatchObject({ param, unsupported: true });
    expect(refusal.message.startsWith(`${param}: `)).toBe(true);
  });

  test.each<[string, JsonObject, string]>([
    ["an empty input", { input: [] }, "input"],
    ["no input", { input: null }, "input"],
    ["a role that nobody has", { input: [{ role: "robot", content: "x" }] }, "input[0].role"],
    ["a text without text", part({ type: "input_text" }), "input[0].content[0].text"],
    ["a call without an id", { input: [{ ...call("c1"), call_id: "" }] }, "input[0].call_id"],
    [
      "a picture from nowhere",
      part({ type: "input_image", image_url: "ftp://x" }),
      "input[0].content[0].image_url",
    ],
    ["no tokens at all", { max_output_tokens: 0 }, "max_output_tokens"],
    ["a tool without a name", { tools: [{ type: "function" }] }, "tools[0].name"],
    [
      "a schema of chat's form",
      { text: { format: { type: "json_schema", json_schema: {} } } },
      "text.format.name",
    ],
    ["a number for a model", { model: 7 }, "model"],
  ])("%s, which nobody could", (_what, body, param) => {
    expect(refusalOf(body)).toMatchObject({ param, unsupported: false });
  });
});

describe("what rests on state that the provider keeps", () => {
  const stateOf = (more: JsonObject) => {
    const read = openaiResponses.decodeRequest({ model: "m", input: "Ebb?", ...more }, {});
    return read.ok ? [] : (read.state ?? []).map(({ kind, param }) => [kind, param]);
  };

  test.each<[name: string, more: JsonObject, kinds: string[][]]>([
    ["nothing", { background: false, previous_response_id: null, truncation: "auto" }, []],
    [
      "an earlier answer",
      { previous_response_id: "resp_1" },
      [["previous_response_id", "previous_response_id"]],
    ],
    ["a stored prompt alone", { prompt: { id: "pmpt_1" }, input: null }, [["prompt", "prompt"]]],
    ["a job in the background", { background: true }, [["background", "background"]]],
    [
      "references to items, typed or not",
      { input: [{ role: "user", content: "Ebb?" }, { type: "item_reference", id: "rs_1" }, { id: "rs_2" }] },
      [
        ["item_reference", "input[1]"],
        ["item_reference", "input[2]"],
      ],
    ],
  ])("names %s", (_name, more, kinds) => {
    expect(stateOf(more)).toEqual(kinds);
  });
});
