/**
 * Answers of a provider: what they say, what is kept of what only Anthropic has, and what is no answer
 * (RES-01, RES-02, RES-04, RES-05).
 */
import { describe, expect, test } from "vitest";
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { chat, decoding, plainRequest, rendering } from "./testing.ts";

const body = (fields: JsonObject): JsonObject => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "claude",
  content: [{ type: "text", text: "Out." }],
  stop_reason: "end_turn",
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: 2 },
  ...fields,
});

function decoded(fields: JsonObject, request: ChatRequest = plainRequest) {
  const answer = anthropicMessages.decodeResponse(body(fields), decoding(request));
  if (!answer.ok) throw new Error(answer.problem);
  return answer;
}
const choiceOf = (fields: JsonObject, request?: ChatRequest) =>
  decoded(fields, request).completion.choices[0];
const messageOf = (content: Json[], request?: ChatRequest) => choiceOf({ content }, request)?.message;

const PAGE = {
  type: "web_search_result_location",
  url: "https://t.example",
  title: "Tides",
  encrypted_index: "x",
  cited_text: "six",
};
const LOG = { type: "char_location", document_index: 0, cited_text: "six" };
const CALLER = { type: "code_execution_20250825", tool_id: "srvtoolu_1" };
const annotation = (start_index: number, end_index: number, title = "Tides") => ({
  type: "url_citation",
  url_citation: { url: "https://t.example", title, start_index, end_index },
});
const call = (id: string, name: string, args: string) => ({
  id,
  type: "function",
  function: { name, arguments: args },
});

test("an answer is a completion with one choice", () => {
  expect(decoded({ container: { id: "c" }, context_management: null, buoy: "lit" })).toEqual({
    ok: true,
    completion: {
      id: "msg_1",
      object: "chat.completion",
      created: 1_796_000_000,
      model: "claude",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: "Out.", refusal: null },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      container: { id: "c" },
    },
    usage: { kind: "known", usage: { input: 3, output: 2 }, raw: { input_tokens: 3, output_tokens: 2 } },
    reportedCost: null,
  });
});

test("an answer without id, model and usage has the gateway's, the endpoint's and none", () => {
  expect(decoded({ id: null, model: "", usage: null })).toMatchObject({
    completion: { id: "msg_fallback", model: "claude-made-up" },
    usage: { kind: "unknown" },
  });
});

describe("the finish", () => {
  test.each([
    ["end_turn", "stop", undefined],
    ["max_tokens", "length", undefined],
    ["model_context_window_exceeded", "length", "model_context_window_exceeded"],
    ["refusal", "content_filter", undefined],
    ["pause_turn", "stop", "pause_turn"],
    ["compaction", "stop", "compaction"],
    ["ebb_tide", "stop", "ebb_tide"],
    ["constructor", "stop", "constructor"],
  ])("%s is %s", (stop_reason, finish_reason, native_finish_reason) => {
    const { finish_reason: seen, ...rest } = choiceOf({ stop_reason }) ?? {};
    expect([seen, (rest as JsonObject).native_finish_reason]).toEqual([finish_reason, native_finish_reason]);
  });

  test("may be left out where the answer calls tools", () => {
    const content = [{ type: "tool_use", id: "a", name: "tide", input: {} }];
    expect(choiceOf({ content, stop_reason: null })).toEqual({
      index: 0,
      logprobs: null,
      finish_reason: "tool_calls",
      message: { role: "assistant", content: null, refusal: null, tool_calls: [call("a", "tide", "{}")] },
    });
    expect(choiceOf({ content, stop_reason: "end_turn" })).toMatchObject({ finish_reason: "tool_calls" });
  });

  test("says why the model refused, and at which sequence it stopped", () => {
    const stop_details = { explanation: "Unsafe." };
    expect(choiceOf({ content: [], stop_reason: "refusal", stop_details })?.message).toEqual({
      role: "assistant",
      content: null,
      refusal: "Unsafe.",
    });
    const stopped = { stop_reason: "stop_sequence", stop_sequence: "END" };
    expect(choiceOf(stopped)).toMatchObject({ stop_sequence: "END" });
    expect(choiceOf({})).not.toHaveProperty("stop_sequence");
  });
});

describe("blocks", () => {
  test.each<[string, Json[], JsonObject]>([
    [
      "of text are one text",
      [
        { type: "text", text: "Low " },
        { type: "text", text: "at six." },
      ],
      { content: "Low at six." },
    ],
    ["of text may be empty", [{ type: "text", text: "" }], { content: "" }],
    ["of text may lack it", [{ type: "text" }], { content: "" }],
    [
      "of thinking are shown, and kept where they are signed",
      [
        { type: "thinking", thinking: "The moon ", signature: "c2ln" },
        { type: "thinking", thinking: "is high.", signature: null },
        { type: "thinking", signature: "c3Vu" },
        { type: "redacted_thinking", data: "c2VhbGVk" },
        { type: "redacted_thinking", data: 7 },
        { type: "text", text: "Ebb." },
      ],
      {
        content: "Ebb.",
        reasoning_content: "The moon is high.",
        reasoning_details: [
          { type: "reasoning.text", text: "The moon ", signature: "c2ln" },
          { type: "reasoning.text", text: "", signature: "c3Vu" },
          { type: "reasoning.encrypted", data: "c2VhbGVk" },
        ],
        // Which of the words are signed the flat view does not say.
        item_order: [
          { type: "reasoning", index: 0 },
          { type: "reasoning", start: 9, end: 17 },
          { type: "reasoning", index: 1 },
          { type: "reasoning", index: 2 },
          { type: "text", start: 0, end: 4 },
        ],
      },
    ],
    [
      "of thinking that nobody signed are shown only",
      [{ type: "thinking", thinking: "Hm.", signature: "" }],
      { content: null, reasoning_content: "Hm." },
    ],
    [
      "of calls have their arguments as text, and an id in any case",
      [
        { type: "tool_use", id: "a", name: "tide", input: { at: "noon" } },
        { type: "tool_use", id: "b", name: "tide", input: '{"at":1}', caller: { type: "direct" } },
        { type: "tool_use", name: "tide", input: "" },
        { type: "tool_use", name: "tide" },
      ],
      {
        content: null,
        tool_calls: [
          call("a", "tide", '{"at":"noon"}'),
          call("b", "tide", '{"at":1}'),
          call("toolu_msg_1_2", "tide", "{}"),
          call("toolu_msg_1_3", "tide", "{}"),
        ],
      },
    ],
    [
      "of calls that code made say where their result belongs",
      [{ type: "tool_use", id: "a", name: "tide", input: {}, caller: CALLER }],
      {
        content: null,
        tool_calls: [{ ...call("a", "tide", "{}"), extra_content: { anthropic: { caller: CALLER } } }],
        anthropic_content: [{ type: "tool_use", id: "a", name: "tide", input: {}, caller: CALLER }],
      },
    ],
    [
      "that cite pages annotate their passage",
      [
        { type: "text", text: "Low " },
        { type: "text", text: "at six.", citations: [PAGE, { ...PAGE, title: null }] },
      ],
      { content: "Low at six.", annotations: [annotation(4, 11), annotation(4, 11, "https://t.example")] },
    ],
    [
      "that cite documents are kept",
      [{ type: "text", text: "At six.", citations: [LOG, PAGE] }],
      {
        content: "At six.",
        annotations: [annotation(0, 7)],
        anthropic_content: [{ type: "text", text: "At six.", citations: [LOG, PAGE] }],
      },
    ],
    [
      "whose citations are no citations are kept",
      [{ type: "text", text: "At six.", citations: [null, "log"] }],
      {
        content: "At six.",
        anthropic_content: [{ type: "text", text: "At six.", citations: [null, "log"] }],
      },
    ],
  ])("%s", (_what, content, message) =>
    expect(messageOf(content)).toEqual({ role: "assistant", refusal: null, ...message }),
  );

  test("that are kept have the caller's names for the caller's tools, and for no others", () => {
    const request = chat({ tools: [{ type: "function", function: { name: "harbour.bell" } }] });
    const bell = { type: "tool_use", id: "a", name: "harbour_bell", input: {} };
    const search = { type: "server_tool_use", id: "s", name: "harbour_bell", input: {} };
    expect(messageOf([bell, search], request)).toMatchObject({
      tool_calls: [call("a", "harbour.bell", "{}")],
      anthropic_content: [{ ...bell, name: "harbour.bell" }, search],
    });
  });

  test("that only Anthropic has are kept with all others, and given back", () => {
    const content = [
      { type: "text", text: "Look. " },
      { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { query: "tide" } },
      { type: "web_search_tool_result", tool_use_id: "srvtoolu_1", content: [] },
      { type: "text", text: "Low at six.", citations: [PAGE] },
    ];
    const { completion, usage } = decoded({ content, stop_reason: "pause_turn" });
    expect(completion.choices[0]?.message).toEqual({
      role: "assistant",
      content: "Look. Low at six.",
      refusal: null,
      annotations: [annotation(6, 17)],
      anthropic_content: content,
    });
    const back = anthropicMessages.encodeResponse(completion, usage, rendering());
    expect(back).toMatchObject({ content, stop_reason: "pause_turn" });
  });
});

test.each<[string, Json, string]>([
  ["no object", null, "the answer is not a JSON object"],
  ["no content", body({ content: null }), "the answer has no content"],
  ["a block that is none", body({ content: ["Out."] }), "a content block of the answer is not an object"],
  ["no stop reason", body({ stop_reason: null }), "the answer has no stop_reason"],
  [
    "a nameless call",
    body({
      content: [
        { type: "tool_use", id: "a", name: "tide", input: {} },
        { type: "tool_use", id: "b", input: {} },
      ],
    }),
    "tool call 1 has no name",
  ],
])("an answer with %s is none, and it is said why (RES-05)", (_name, given, problem) =>
  expect(anthropicMessages.decodeResponse(given, decoding())).toEqual({ ok: false, problem }),
);
