import { describe, expect, test } from "vitest";
import type { FINISH_REASONS } from "../../../canonical/chat.ts";
import type { Json, JsonObject } from "../../../json.ts";
import { answerOf, body, type Host, problemOf } from "./testing.ts";

const says = (content: Json[], host?: Host) => answerOf(body(content), host).choice.message;
const use = (more: JsonObject = {}): JsonObject => ({
  toolUse: { toolUseId: "t-1", name: "tide", input: { port: "Cuxhaven" }, ...more },
});
const thought = (reasoningContent: JsonObject) => ({ reasoningContent });
const web = (url: string, title?: string): JsonObject => ({
  ...(title === undefined ? {} : { title }),
  location: { web: { url } },
});
const cited = (text: string, ...citations: Json[]) => ({
  citationsContent: { content: [{ text }], citations },
});
const annotation = (url: string, title: string, start_index: number, end_index: number) => ({
  type: "url_citation",
  url_citation: { url, title, start_index, end_index },
});

describe("what is no answer says what is missing (RES-05)", () => {
  test.each<[string, Json, string]>([
    ["no object", ["Ebb."], "the answer is not a JSON object"],
    ["nothing", null, "the answer is not a JSON object"],
    ["no message", { stopReason: "end_turn" }, "the answer has no message"],
    ["content that is no list", body({ text: "Ebb." }), "the answer has no message"],
    ["a block that is none", body([{ text: "Ebb." }, 7]), "a content block of the answer is not an object"],
    ["no reason for its end", body([{ text: "Ebb." }], { stopReason: "" }), "the answer has no stopReason"],
    ["a call of nothing", body([use(), use({ name: "" })]), "tool call 1 has no name"],
    [
      "a failure",
      body([{ text: "Ebb." }], { stopReason: "malformed_model_output" }),
      "the model's answer is unusable (malformed_model_output)",
    ],
    [
      "a call that failed",
      body([], { stopReason: "malformed_tool_use" }),
      "the model's answer is unusable (malformed_tool_use)",
    ],
  ])("%s", (_what, answer, problem) => {
    expect(problemOf(answer)).toBe(problem);
  });
});

describe("a whole answer (RES-01)", () => {
  test("is a completion, named and dated by the gateway: Bedrock does neither", () => {
    const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
    expect(answerOf(body([{ text: "Ebb" }, { text: "." }], { usage, metrics: { latencyMs: 7 } }))).toEqual({
      ok: true,
      completion: {
        id: "chatcmpl-test",
        object: "chat.completion",
        created: 1_796_000_000,
        model: "harbour.keel-v1:0",
        choices: [
          {
            index: 0,
            logprobs: null,
            finish_reason: "stop",
            message: { role: "assistant", content: "Ebb.", refusal: null },
          },
        ],
      },
      choice: expect.anything(),
      usage: { kind: "known", usage: { input: 3, output: 2 }, raw: usage },
      reportedCost: null,
    });
  });

  test("of no blocks says nothing, and has no lists of it", () => {
    expect(Object.entries(says([]))).toEqual([
      ["role", "assistant"],
      ["content", ""],
      ["refusal", null],
    ]);
  });
});

describe("the reason for the end (RES-02)", () => {
  test.each<[string, (typeof FINISH_REASONS)[number], string | undefined]>([
    ["end_turn", "stop", undefined],
    ["stop_sequence", "stop", "stop_sequence"],
    ["tool_use", "tool_calls", undefined],
    ["max_tokens", "length", undefined],
    ["model_context_window_exceeded", "length", "model_context_window_exceeded"],
    ["guardrail_intervened", "content_filter", "guardrail_intervened"],
    ["content_filtered", "content_filter", undefined],
    ["turned_by_the_tide", "stop", "turned_by_the_tide"],
    ["constructor", "stop", "constructor"],
  ])("%s is %s", (stopReason, finish_reason, native_finish_reason) => {
    const { message: _message, ...choice } = answerOf(body([{ text: "Ebb." }], { stopReason })).choice;
    expect(choice).toEqual({
      index: 0,
      logprobs: null,
      finish_reason,
      ...(native_finish_reason === undefined ? {} : { native_finish_reason }),
    });
  });

  test("of an answer that calls tools is that, also without a word", () => {
    for (const stopReason of ["tool_use", "end_turn", null]) {
      const { choice } = answerOf(body([use()], { stopReason }));
      expect(choice.finish_reason).toBe("tool_calls");
      expect(choice).not.toHaveProperty("native_finish_reason");
    }
    expect(answerOf(body([use()], { stopReason: "max_tokens" })).choice.finish_reason).toBe("length");
  });
});

describe("calls", () => {
  test("have ids, ours where Bedrock gives none", () => {
    const { content, tool_calls } = says([use(), use({ toolUseId: "" }), use({ toolUseId: null })]);
    expect(content).toBeNull();
    expect(tool_calls?.map(({ id }) => id)).toEqual([
      "t-1",
      "tooluse_chatcmpl-test_1",
      "tooluse_chatcmpl-test_2",
    ]);
  });

  test.each<[Json, string]>([
    [{ port: "Cuxhaven" }, '{"port":"Cuxhaven"}'],
    [{}, "{}"],
    [null, "{}"],
    ['{"port":', '{"port":'],
    ["", "{}"],
  ])("have arguments as text: %j", (input, text) => {
    expect(says([use({ input })]).tool_calls).toEqual([
      { id: "t-1", type: "function", function: { name: "tide", arguments: text } },
    ]);
  });

  test("have the caller's names again (MAP-11)", () => {
    const request = { tools: [{ type: "function", function: { name: "harbour.tide" } }] };
    const [call] = says([use({ name: "harbour_tide" })], { request }).tool_calls ?? [];
    expect(call?.function.name).toBe("harbour.tide");
  });

  test("of tools that Bedrock runs itself are none of the caller's, and are kept", () => {
    const blocks = [use({ type: "server_tool_use" }), { toolResult: { toolUseId: "t-1", content: [] } }];
    expect(answerOf(body([...blocks, { text: "Ebb." }])).choice).toMatchObject({
      finish_reason: "stop",
      message: { content: "Ebb.", bedrock_content: blocks },
    });
    expect(says(blocks)).not.toHaveProperty("tool_calls");
  });
});

describe("thinking (RES-03)", () => {
  const SIGNED = { reasoningText: { text: "The moon ", signature: "c2lnbg==" } };
  const UNSIGNED = { reasoningText: { text: "is high." } };

  test.each<[string, JsonObject[], JsonObject]>([
    [
      "signed",
      [SIGNED, UNSIGNED],
      {
        reasoning_content: "The moon is high.",
        reasoning_details: [
          { type: "reasoning.text", text: "The moon ", signature: "c2lnbg==" },
          { type: "reasoning.text", text: "is high." },
        ],
      },
    ],
    ["not signed", [UNSIGNED], { reasoning_content: "is high." }],
    [
      "signed with nothing",
      [{ reasoningText: { text: "The moon.", signature: "" } }],
      {
        reasoning_content: "The moon.",
      },
    ],
    [
      "secret",
      [{ redactedContent: "b3BhcXVl" }, UNSIGNED],
      {
        reasoning_content: "is high.",
        reasoning_details: [
          { type: "reasoning.encrypted", data: "b3BhcXVl" },
          { type: "reasoning.text", text: "is high." },
        ],
      },
    ],
    ["of no text", [{ reasoningText: { text: 7 } }, { redactedContent: 7 }, { reasoningText: "moon" }], {}],
  ])("that is %s", (_what, thoughts, expected) => {
    expect(says([...thoughts.map(thought), { text: "Ebb." }])).toStrictEqual({
      role: "assistant",
      content: "Ebb.",
      refusal: null,
      ...expected,
    });
  });

  test("that is no object is kept as it came", () => {
    expect(says([{ reasoningContent: "moon" }])).toMatchObject({
      content: "",
      bedrock_content: [{ reasoningContent: "moon" }],
    });
  });
});

describe("sources", () => {
  test("in the web are annotations of the text that cites them", () => {
    const blocks = [
      { text: "Ahoy. " },
      cited("High at six.", web("https://tides.example/", "Tides"), web("https://moon.example/")),
      { text: " Low at noon." },
    ];
    expect(says(blocks)).toEqual({
      role: "assistant",
      content: "Ahoy. High at six. Low at noon.",
      refusal: null,
      annotations: [
        annotation("https://tides.example/", "Tides", 6, 18),
        annotation("https://moon.example/", "https://moon.example/", 6, 18),
      ],
    });
  });

  test("in documents have no address, so that their block is kept beside the text", () => {
    const mixed = cited(
      "High at six.",
      web("https://tides.example/", "Tides"),
      { title: "Chart", location: { documentPage: { start: 3 } } },
      "Tides",
    );
    expect(says([mixed])).toEqual({
      role: "assistant",
      content: "High at six.",
      refusal: null,
      annotations: [annotation("https://tides.example/", "Tides", 0, 12)],
      bedrock_content: [mixed],
    });
  });

  test.each<[JsonObject, string]>([
    [{}, ""],
    [{ content: [{ text: "High " }, "and", {}, { text: 7 }, { text: "low." }] }, "High low."],
    [{ content: "High.", citations: "Tides" }, ""],
  ])("may be odd: %j", (citationsContent, text) => {
    expect(says([{ citationsContent }])).toEqual({ role: "assistant", content: text, refusal: null });
  });
});

describe("what else an answer holds", () => {
  test("pictures with their bytes are pictures, others are kept as they came", () => {
    const elsewhere = { image: { format: "png", source: { s3Location: { uri: "s3://harbour/a" } } } };
    const blocks = [{ image: { format: "png", source: { bytes: "AAAA" } } }, elsewhere];
    expect(says(blocks)).toEqual({
      role: "assistant",
      content: "",
      refusal: null,
      images: [{ type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } }],
      bedrock_content: [elsewhere],
      item_order: [
        { type: "image", index: 0 },
        { type: "other", index: 0 },
      ],
    });
  });

  test.each<JsonObject>([
    { video: { format: "mp4", source: {} } },
    { text: 7 },
    { toolUse: "tide" },
    {},
    { image: { format: "png" } },
  ])("%j is kept as it came", (block) => {
    expect(says([block, { text: "Ebb." }])).toMatchObject({ content: "Ebb.", bedrock_content: [block] });
  });

  const extras = (more: JsonObject, host?: Host) => {
    const {
      id: _i,
      object: _o,
      created: _c,
      model: _m,
      choices: _ch,
      ...rest
    } = answerOf(body([{ text: "Ebb." }], more), host).completion;
    return Object.entries(rest);
  };

  test("the tier has OpenAI's name, Bedrock's documented fields have their own (RES-04)", () => {
    const trace = { guardrail: {} };
    expect(extras({ serviceTier: { type: "flex" }, trace, secret: 1 })).toEqual([
      ["service_tier", "flex"],
      ["trace", trace],
    ]);
    expect(extras({ serviceTier: { type: "" }, trace: null, performanceConfig: 0 })).toEqual([
      ["performanceConfig", 0],
    ]);
    const extraFields = { completion: ["constructor"], message: [], usage: [] };
    expect(extras({ trace }, { traits: { extraFields } })).toEqual([]);
  });
});
