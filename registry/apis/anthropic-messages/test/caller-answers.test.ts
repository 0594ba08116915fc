/**
 * Whole answers for callers who speak the dialect, whoever gave them (RES-02, RES-03, RES-04, USE-05).
 */
import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatCompletion, FinishReason } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { decoding, rendering } from "./testing.ts";

const head = { id: "msg_1", object: "chat.completion" as const, created: 1, model: "claude" };
const UNKNOWN: UsageReading = { kind: "unknown" };

function written(
  message: Partial<AssistantMessage>,
  choice: JsonObject & { finish_reason?: FinishReason } = {},
  more: JsonObject = {},
  usage: UsageReading = UNKNOWN,
): JsonObject {
  const said: AssistantMessage = { role: "assistant", content: null, ...message };
  const completion: ChatCompletion = {
    ...head,
    ...more,
    choices: [{ index: 0, message: said, logprobs: null, finish_reason: "stop", ...choice }],
  };
  const usageExtras = (raw: unknown) => raw as JsonObject;
  return anthropicMessages.encodeResponse(completion, usage, { ...rendering(), usageExtras });
}

test("an answer is a message", () => {
  const usage: UsageReading = {
    kind: "known",
    raw: { service_tier: "standard", output_tokens: 99 },
    usage: { input: 3, cacheRead: 7, cacheWrite5m: 11, cacheWrite1h: 13, output: 5, reasoning: 2, search: 1 },
  };
  expect(
    written({ content: "Ebb." }, {}, { container: { id: "c" }, context_management: { edits: [] } }, usage),
  ).toEqual({
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude",
    content: [{ type: "text", text: "Ebb." }],
    stop_reason: "end_turn",
    stop_sequence: null,
    container: { id: "c" },
    context_management: { edits: [] },
    usage: {
      service_tier: "standard",
      input_tokens: 3,
      output_tokens: 7,
      cache_read_input_tokens: 7,
      cache_creation_input_tokens: 24,
      cache_creation: { ephemeral_5m_input_tokens: 11, ephemeral_1h_input_tokens: 13 },
      output_tokens_details: { thinking_tokens: 2 },
      server_tool_use: { web_search_requests: 1 },
    },
  });
});

test("counts that Anthropic has no class for stay inside its input or output", () => {
  const usage = { input: 3, audioInput: 10, imageInput: 100, output: 5, audioOutput: 20, imageOutput: 200 };
  expect(anthropicMessages.writeUsage(usage)).toEqual({
    input_tokens: 113,
    output_tokens: 225,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  });
});

test("an answer without a choice says nothing, and claims nothing", () => {
  const empty = { ...head, id: "", choices: [], container: "c", context_management: null };
  expect(anthropicMessages.encodeResponse(empty, UNKNOWN, rendering())).toEqual({
    id: "req_made_up",
    type: "message",
    role: "assistant",
    model: "claude",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: null,
      cache_creation_input_tokens: null,
      cache_read_input_tokens: null,
      output_tokens: null,
    },
  });
});

describe("the content has", () => {
  const call = (args: string) => ({
    id: "a",
    type: "function" as const,
    function: { name: "tide", arguments: args },
  });
  const used = (input: JsonObject) => ({ type: "tool_use", id: "a", name: "tide", input });

  test.each<[string, Partial<AssistantMessage>, Json[]]>([
    ["nothing where nothing was said", { content: "" }, []],
    [
      "thinking that nobody signed, without a signature",
      { content: "Ebb.", reasoning_content: "Moon." },
      [
        { type: "thinking", thinking: "Moon.", signature: "" },
        { type: "text", text: "Ebb." },
      ],
    ],
    [
      "thinking as it was signed or sealed, not the same again",
      {
        reasoning_content: "Moon. Sun.",
        reasoning_details: [
          { type: "reasoning.text", text: "Moon.", signature: "c2ln" },
          { type: "reasoning.text", text: " Sun." },
          { type: "reasoning.encrypted", data: "c2VhbGVk" },
        ],
      },
      [
        { type: "thinking", thinking: "Moon.", signature: "c2ln" },
        { type: "thinking", thinking: " Sun.", signature: "" },
        { type: "redacted_thinking", data: "c2VhbGVk" },
      ],
    ],
    [
      "no list of thinking that is empty",
      { reasoning_content: "Moon.", reasoning_details: [] },
      [{ type: "thinking", thinking: "Moon.", signature: "" }],
    ],
    [
      "the input of calls as an object",
      { tool_calls: [call('{"at":1}'), call("")] },
      [used({ at: 1 }), used({})],
    ],
    [
      "what is no object in a field of its own",
      { tool_calls: [call("[1]"), call('{"at":')] },
      [used({ unparsed_arguments: "[1]" }), used({ unparsed_arguments: '{"at":' })],
    ],
    [
      "Anthropic's own blocks instead of all that",
      { content: "Ebb.", anthropic_content: [{ type: "compaction", content: "Ebb" }, null] },
      [{ type: "compaction", content: "Ebb" }],
    ],
    [
      "no list of them that is empty",
      { content: "Ebb.", anthropic_content: [] },
      [{ type: "text", text: "Ebb." }],
    ],
  ])("%s", (_what, message, content) => expect(written(message).content).toEqual(content));
});

describe("the end", () => {
  test.each<[string, FinishReason, Json | undefined, string]>([
    ["a plain end", "stop", undefined, "end_turn"],
    ["a limit", "length", undefined, "max_tokens"],
    ["a filter", "content_filter", undefined, "refusal"],
    ["a call", "tool_calls", undefined, "tool_use"],
    ["a call of the old kind", "function_call", undefined, "tool_use"],
    ["a call, whatever the provider's word", "tool_calls", "stop_sequence", "tool_use"],
    ["a pause", "stop", "pause_turn", "pause_turn"],
    ["another dialect's word", "stop", "STOP", "end_turn"],
    ["a word of nobody's", "length", "constructor", "max_tokens"],
    ["a word that is none", "stop", ["max_tokens"], "end_turn"],
  ])("is Anthropic's word for %s", (_what, finish_reason, native_finish_reason, stop_reason) =>
    expect(written({ content: "Ebb." }, { finish_reason, native_finish_reason })).toMatchObject({
      stop_reason,
      stop_sequence: null,
    }),
  );

  test("names the sequence that brought it, if any", () => {
    expect(written({}, { stop_sequence: "END" }).stop_sequence).toBe("END");
    expect(written({}, { stop_sequence: 7 }).stop_sequence).toBeNull();
  });

  test("says why the model refused", () => {
    expect(written({ refusal: "Unsafe water." })).toMatchObject({
      content: [],
      stop_reason: "refusal",
      stop_details: { type: "refusal", category: null, explanation: "Unsafe water." },
    });
    expect(written({ content: "Ebb.", refusal: null })).not.toHaveProperty("stop_details");
  });
});

describe("citations of another dialect's answer", () => {
  const TEXT = "Low at six";
  const at = (start: Json, end: Json, more: JsonObject = {}) => ({
    type: "url_citation",
    url_citation: { url: "https://t.example", title: "T", start_index: start, end_index: end, ...more },
  });
  const citation = (title = "T") => ({
    type: "web_search_result_location",
    url: "https://t.example",
    title,
    encrypted_index: "",
    cited_text: "",
  });
  const plain = (text: string) => ({ type: "text", text });
  const cited = (text: string, ...titles: string[]) => ({
    type: "text",
    text,
    citations: titles.map(citation),
  });

  test.each<[string, Json[], Json[]]>([
    ["none", [], [plain(TEXT)]],
    ["one in the middle", [at(4, 7)], [plain("Low "), cited("at ", "T"), plain("six")]],
    ["one at each end", [at(0, 4), at(4, 10)], [cited("Low ", "T"), cited("at six", "T")]],
    [
      "three passages",
      [at(0, 1), at(2, 3), at(4, 5)],
      [cited("L", "T"), plain("o"), cited("w", "T"), plain(" "), cited("a", "T"), plain("t six")],
    ],
    [
      "two of one passage",
      [at(4, 7), at(4, 7, { title: null })],
      [plain("Low "), cited("at ", "T", "https://t.example"), plain("six")],
    ],
    [
      "some without a page",
      [null, at(4, 7, { url: null }), at(4, 7), { type: "file_citation" }],
      [plain("Low "), cited("at ", "T"), plain("six")],
    ],
    ["overlapping ones", [at(0, 4), at(2, 6)], [cited(TEXT, "T", "T")]],
    ["one within another, from its start", [at(0, 7), at(0, 4)], [cited(TEXT, "T", "T")]],
    ["one within another, to its end", [at(0, 7), at(4, 7)], [cited(TEXT, "T", "T")]],
    ["one of no length", [at(4, 4)], [cited(TEXT, "T")]],
    ["one that ends before it starts", [at(7, 4)], [cited(TEXT, "T")]],
    ["one beyond the text", [at(4, 11)], [cited(TEXT, "T")]],
    ["one before the text", [at(-1, 4)], [cited(TEXT, "T")]],
    ["one without a start", [at(null, 4)], [cited(TEXT, "T")]],
    ["one between letters", [at(1.5, 4)], [cited(TEXT, "T")]],
    ["words for places", [at("4", "7")], [cited(TEXT, "T")]],
    ["one without a page among misplaced ones", [at(7, 4), at(0, 4, { url: 7 })], [cited(TEXT, "T")]],
  ])("%s", (_what, annotations, content) =>
    expect(written({ content: TEXT, annotations }).content).toEqual(content),
  );

  test("are read back with the same places", () => {
    const annotations = [at(4, 7)];
    const back = anthropicMessages.decodeResponse(written({ content: TEXT, annotations }), decoding());
    expect(back.ok && back.completion.choices[0]?.message.annotations).toEqual(annotations);
  });
});
