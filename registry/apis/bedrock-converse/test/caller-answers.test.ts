import { describe, expect, test } from "vitest";
import type { AssistantMessage, ChatCompletion, FinishReason } from "../../../canonical/chat.ts";
import type { JsonObject } from "../../../json.ts";
import { bedrockConverse as dialect } from "../index.ts";
import { known, rendering } from "./testing.ts";

const completion = (
  message: Partial<AssistantMessage>,
  more: JsonObject = {},
  choice: JsonObject & { finish_reason?: FinishReason } = {},
): ChatCompletion => ({
  id: "c-1",
  object: "chat.completion",
  created: 1_795_000_000,
  model: "keel",
  choices: [
    {
      index: 0,
      logprobs: null,
      finish_reason: "stop",
      ...choice,
      message: { role: "assistant", content: null, ...message },
    },
  ],
  ...more,
});
const written = (answer: ChatCompletion, usage = known({ input: 3, output: 2 })) =>
  dialect.encodeResponse(answer, usage, rendering);
const contentOf = (message: Partial<AssistantMessage>) => {
  const { output } = written(completion(message)) as { output: { message: { content: JsonObject[] } } };
  return output.message.content;
};
const call = (id: string, args: string) => ({
  id,
  type: "function" as const,
  function: { name: "tide", arguments: args },
});
const annotation = (url_citation: JsonObject) => ({ type: "url_citation", url_citation });
const picture = (url: string) => ({ type: "image_url", image_url: { url } });
const PNG = "data:image/png;base64,AAAA";

describe("an answer", () => {
  test("is a message, the reason for its end, and its usage", () => {
    const usage = {
      inputTokens: 3,
      outputTokens: 2,
      totalTokens: 5,
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 0,
    };
    expect(written(completion({ content: "Ebb." }))).toEqual({
      output: { message: { role: "assistant", content: [{ text: "Ebb." }] } },
      stopReason: "end_turn",
      usage,
    });
  });

  test.each([
    [{ kind: "unknown" } as const],
    [{ kind: "contradictory", problem: "the tide is both", raw: {} } as const],
  ])("has no usage that nobody knows: $kind", (usage) => {
    expect(Object.keys(dialect.encodeResponse(completion({ content: "Ebb." }), usage, rendering))).toEqual([
      "output",
      "stopReason",
    ]);
  });

  test("without a choice says nothing", () => {
    expect(written({ ...completion({}), choices: [] })).toMatchObject({
      output: { message: { role: "assistant", content: [] } },
      stopReason: "end_turn",
    });
  });

  test.each<[FinishReason, unknown, string]>([
    ["stop", undefined, "end_turn"],
    ["length", undefined, "max_tokens"],
    ["tool_calls", undefined, "tool_use"],
    ["function_call", undefined, "tool_use"],
    ["content_filter", undefined, "content_filtered"],
    ["stop", "stop_sequence", "stop_sequence"],
    ["content_filter", "guardrail_intervened", "guardrail_intervened"],
    // Words of others, and words of Bedrock's that no longer say what happened.
    ["stop", "refusal", "end_turn"],
    ["tool_calls", "stop_sequence", "tool_use"],
    ["stop", ["stop_sequence"], "end_turn"],
    ["stop", "constructor", "end_turn"],
  ])("that ends with %s, natively %j, has the reason %s (RES-02)", (finish_reason, native, stopReason) => {
    const choice = { finish_reason, native_finish_reason: native } as { finish_reason: FinishReason };
    expect(written(completion({ content: "Ebb." }, {}, choice)).stopReason).toBe(stopReason);
  });

  test("shows the tier, and what Bedrock alone says (RES-04)", () => {
    const own = {
      additionalModelResponseFields: { stop: "ebb" },
      performanceConfig: { latency: "optimized" },
      trace: { guardrail: {} },
    };
    const {
      output: _o,
      stopReason: _s,
      usage: _u,
      ...extras
    } = written(completion({}, { ...own, service_tier: "flex", system_fingerprint: "fp" }));
    expect(extras).toEqual({ ...own, serviceTier: { type: "flex" } });
    expect(Object.keys(written(completion({}, { trace: null, service_tier: "" })))).toEqual([
      "output",
      "stopReason",
      "usage",
    ]);
  });
});

describe("what is said", () => {
  test("stands in order: thinking, what only Bedrock says, text, pictures, calls", () => {
    const foreign = { video: { format: "mp4", source: {} } };
    expect(
      contentOf({
        reasoning_content: "The moon.",
        content: "Ebb.",
        images: [picture(PNG)],
        bedrock_content: [foreign],
        tool_calls: [call("a", '{"port":"Cuxhaven"}'), call("b", "")],
      }),
    ).toEqual([
      { reasoningContent: { reasoningText: { text: "The moon." } } },
      foreign,
      { text: "Ebb." },
      { image: { format: "png", source: { bytes: "AAAA" } } },
      { toolUse: { toolUseId: "a", name: "tide", input: { port: "Cuxhaven" } } },
      { toolUse: { toolUseId: "b", name: "tide", input: {} } },
    ]);
  });

  test("are refusals as well as texts", () => {
    expect(contentOf({ refusal: "No pilot." })).toEqual([{ text: "No pilot." }]);
    expect(contentOf({ content: "Ebb. ", refusal: "No pilot." })).toEqual([
      { text: "Ebb. " },
      { text: "No pilot." },
    ]);
    expect(contentOf({ content: "", refusal: null })).toEqual([]);
  });

  test("is thinking with its signatures, where it is signed", () => {
    const thoughts = (more: Partial<AssistantMessage>) => contentOf(more);
    expect(
      thoughts({
        reasoning_content: "The moon is high.",
        reasoning_details: [
          { type: "reasoning.text", text: "The moon is high.", signature: "c2lnbg==" },
          { type: "reasoning.encrypted", data: "b3BhcXVl" },
          { type: "reasoning.text", text: "So be it." },
        ],
      }),
    ).toEqual([
      { reasoningContent: { reasoningText: { text: "The moon is high.", signature: "c2lnbg==" } } },
      { reasoningContent: { redactedContent: "b3BhcXVl" } },
      { reasoningContent: { reasoningText: { text: "So be it." } } },
    ]);
    expect(thoughts({ reasoning_details: [], reasoning_content: "The moon." })).toEqual([
      { reasoningContent: { reasoningText: { text: "The moon." } } },
    ]);
    expect(thoughts({ reasoning_content: "" })).toEqual([]);
  });

  test("is, in calls, what they hold, though a cut answer left no JSON", () => {
    expect(contentOf({ tool_calls: [call("a", '{"port":')] })).toEqual([
      { toolUse: { toolUseId: "a", name: "tide", input: '{"port":' } },
    ]);
  });
});

describe("sources", () => {
  test("are cited by the text", () => {
    const annotations = [
      annotation({ url: "https://tides.example/", title: "Tides", start_index: 0, end_index: 4 }),
      annotation({ url: "https://moon.example/", title: "" }),
      annotation({ title: "Nowhere" }),
      { type: "file_citation" },
      null,
    ];
    expect(contentOf({ content: "Ebb.", annotations })).toEqual([
      {
        citationsContent: {
          content: [{ text: "Ebb." }],
          citations: [
            { title: "Tides", location: { web: { url: "https://tides.example/" } } },
            { title: "https://moon.example/", location: { web: { url: "https://moon.example/" } } },
          ],
        },
      },
    ]);
  });

  test.each([[[{ type: "file_citation" }]], [[]], ["tides"]])(
    "that are none leave a text: %j",
    (annotations) => {
      expect(contentOf({ content: "Ebb.", annotations })).toEqual([{ text: "Ebb." }]);
    },
  );
});

describe("pictures and blocks of Bedrock's own", () => {
  test.each([
    ["elsewhere", [picture("https://harbour.example/buoy.png")]],
    ["without an address", [{ type: "image_url", image_url: {} }, { type: "image_url" }, null]],
    [
      "of kinds that Bedrock does not know",
      [picture("data:image/tiff;base64,AAAA"), picture("data:image/png,")],
    ],
    [
      "of an address that is no text",
      [{ type: "image_url", image_url: { url: ["data:image/png;base64,AAAA"] } }],
    ],
    ["no list", "buoy"],
  ])("pictures that are %s are left out", (_what, images) => {
    expect(contentOf({ content: "Ebb.", images })).toEqual([{ text: "Ebb." }]);
  });

  test("are kept as they came, but for citations, whose text stands here already", () => {
    const cited = { citationsContent: { content: [{ text: "Ebb." }], citations: [{}] } };
    const server = { toolUse: { toolUseId: "s", name: "nova_grounding", type: "server_tool_use" } };
    expect(contentOf({ content: "Ebb.", bedrock_content: [cited, server, null, "odd"] })).toEqual([
      server,
      { text: "Ebb." },
    ]);
    expect(contentOf({ content: "Ebb.", bedrock_content: "odd" })).toEqual([{ text: "Ebb." }]);
  });
});
