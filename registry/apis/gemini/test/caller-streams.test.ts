import { describe, expect, test } from "vitest";
import type { Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { gatewayError } from "../../../errors/api-error.ts";
import type { JsonObject } from "../../../json.ts";
import { gemini } from "../index.ts";
import { assembled, bodiesOf, chunkOf, eventsOf, rendering } from "./testing.ts";

const UNKNOWN: UsageReading = { kind: "unknown" };
const identity = { modelVersion: "tide-1", responseId: "c-1", createTime: "2026-11-18T11:06:40.000Z" };
const model = (...parts: JsonObject[]) => ({ role: "model", ...(parts.length > 0 ? { parts } : {}) });

type Piece = [delta: Delta, choice?: JsonObject];
const END: Piece = [{}, { finish_reason: "stop" }];

/** The frames of a stream without the end, then the last one; each without what it says of itself. */
function written(...pieces: Piece[]) {
  const encoder = gemini.encodeStream(rendering);
  const frames = pieces.flatMap(([delta, choice]) => encoder.chunk(chunkOf(delta, choice)));
  return bodiesOf([...frames, ...encoder.end(UNKNOWN)]).map((body) => {
    expect(body).toMatchObject(identity);
    const { modelVersion: _model, responseId: _id, createTime: _created, ...said } = body;
    return said;
  });
}

/** What the frames before the last one say, each of one candidate. */
const said = (...pieces: Piece[]) =>
  written(...pieces, END)
    .slice(0, -1)
    .map(({ candidates }) => candidates);

/** How a stream ends. */
const finish = (...pieces: Piece[]) => written(...pieces).at(-1);

const call = (index: number, id: string | undefined, name: string | undefined, args?: string) => ({
  index,
  ...(id === undefined ? {} : { id }),
  function: { ...(name === undefined ? {} : { name }), ...(args === undefined ? {} : { arguments: args }) },
});

describe("a stream for a caller of Gemini (STR-04)", () => {
  test("says nothing until there is something to say, and ends with finish and usage", () => {
    const encoder = gemini.encodeStream({
      ...rendering,
      usageExtras: (raw) => ({ trafficType: (raw as JsonObject).trafficType }),
    });
    const frames = [
      ...encoder.chunk(chunkOf({ role: "assistant", content: "" })),
      ...encoder.chunk(chunkOf({ content: "Ebb." })),
      ...encoder.chunk(chunkOf({}, { finish_reason: "length" })),
      ...encoder.end({ kind: "known", usage: { input: 9, output: 2 }, raw: { trafficType: "ON_DEMAND" } }),
    ];
    expect(bodiesOf(frames)).toEqual([
      { candidates: [{ content: model({ text: "Ebb." }), index: 0 }], ...identity },
      {
        candidates: [{ content: model(), finishReason: "MAX_TOKENS", index: 0 }],
        usageMetadata: {
          promptTokenCount: 9,
          candidatesTokenCount: 2,
          totalTokenCount: 11,
          trafficType: "ON_DEMAND",
          promptTokensDetails: [{ modality: "TEXT", tokenCount: 9 }],
        },
        ...identity,
      },
    ]);
  });

  test("says nothing of an answer that never came or never finished", () => {
    expect(bodiesOf(gemini.encodeStream(rendering).end(UNKNOWN))).toEqual([{ candidates: [] }]);
    expect(finish([{ content: "Eb" }])).toEqual({ candidates: [] });
  });

  test("is kept alive by comments, and may end with an error", () => {
    const encoder = gemini.encodeStream(rendering);
    expect(encoder.keepAlive().map((frame) => new TextDecoder().decode(frame))).toEqual([": keep-alive\n\n"]);
    const [body] = bodiesOf(encoder.error(gatewayError("api", "Low water.", { provider: "vertex" })));
    expect(body).toMatchObject({
      error: {
        message: "Low water.",
        details: [{ metadata: { request_id: "request", provider: "vertex" } }],
      },
    });
    expect(body?.error).not.toHaveProperty("attempts");
  });

  test("keeps candidates apart", () => {
    expect(
      written(
        [{ content: "E" }],
        [{ content: "F" }, { index: 1 }],
        [{}, { index: 1, finish_reason: "length" }],
        [{}, { finish_reason: "stop" }],
      ),
    ).toEqual([
      { candidates: [{ content: model({ text: "E" }), index: 0 }] },
      { candidates: [{ content: model({ text: "F" }), index: 1 }] },
      {
        candidates: [
          { content: model(), finishReason: "STOP", index: 0 },
          { content: model(), finishReason: "MAX_TOKENS", index: 1 },
        ],
      },
    ]);
  });

  test("has only those of a chunk's candidates that say something", () => {
    const encoder = gemini.encodeStream(rendering);
    const chunk = chunkOf({ content: "" });
    const [other] = chunkOf({ content: "Flow." }, { index: 1 }).choices;
    if (!other) throw new Error("no choice");
    expect(bodiesOf(encoder.chunk({ ...chunk, choices: [...chunk.choices, other] }))).toEqual([
      { candidates: [{ content: model({ text: "Flow." }), index: 1 }], ...identity },
    ]);
  });
});

describe("calls for a caller of Gemini are whole (STR-04)", () => {
  const functionCall = (id: string, name: string, args: JsonObject) => ({ functionCall: { id, name, args } });

  test("each when the next one begins, the last at the end", () => {
    expect(
      said(
        [{ tool_calls: [call(0, "a", "tide", '{"at"')] }],
        [{ tool_calls: [call(0, undefined, undefined, ":1}")] }],
        [{ tool_calls: [call(1, "b", "moon"), call(2, "c", "pilot", "{}")] }],
        [{ tool_calls: [{ index: 2 }] }],
        [{ content: "Wait." }],
      ),
    ).toEqual([
      [{ content: model(functionCall("a", "tide", { at: 1 }), functionCall("b", "moon", {})), index: 0 }],
      [{ content: model({ text: "Wait." }), index: 0 }],
      [{ content: model(functionCall("c", "pilot", {})), index: 0 }],
    ]);
  });

  test("with the signature that came first, and odd arguments as they are", () => {
    const signed = {
      ...call(0, "a", "tide", "ebb"),
      extra_content: { google: { thought_signature: "b25l" } },
    };
    expect(said([{ tool_calls: [signed] }])).toEqual([
      [
        {
          content: model({
            functionCall: { id: "a", name: "tide", args: { arguments: "ebb" } },
            thoughtSignature: "b25l",
          }),
          index: 0,
        },
      ],
    ]);
  });

  test("though a provider leaves out what it should have said", () => {
    expect(said([{ tool_calls: [{ index: 0 }] }])).toEqual([
      [{ content: model(functionCall("", "", {})), index: 0 }],
    ]);
  });
});

describe("what else a stream says", () => {
  test("is thinking, with details or without, but once", () => {
    const detail = { type: "reasoning.text" as const, text: "High.", signature: "bW9vbg==" };
    expect(
      said(
        [{ reasoning_content: "The moon." }],
        [{ reasoning_content: "High.", reasoning_details: [detail] }],
        [{ reasoning_content: "" }],
      ),
    ).toEqual([
      [{ content: model({ text: "The moon.", thought: true }), index: 0 }],
      [{ content: model({ text: "High.", thought: true, thoughtSignature: "bW9vbg==" }), index: 0 }],
    ]);
  });

  test("is log probabilities and Google's own extras, though there be no words", () => {
    const logprobs = { content: [{ token: "E", logprob: -1, bytes: [69], top_logprobs: [] }], refusal: null };
    const google = { safety_ratings: [{ category: "STORM" }] };
    expect(
      said([{ content: "E" }, { logprobs }], [{}, { logprobs }], [{ extra_content: { google } }]),
    ).toEqual([
      [
        {
          content: model({ text: "E" }),
          logprobsResult: {
            chosenCandidates: [{ token: "E", logProbability: -1 }],
            topCandidates: [{ candidates: [] }],
          },
          index: 0,
        },
      ],
      [
        {
          content: model(),
          logprobsResult: {
            chosenCandidates: [{ token: "E", logProbability: -1 }],
            topCandidates: [{ candidates: [] }],
          },
          index: 0,
        },
      ],
      [{ content: model(), safetyRatings: [{ category: "STORM" }], index: 0 }],
    ]);
  });

  test("is cited from all that was said, counted in bytes", () => {
    const annotations = [
      {
        type: "url_citation",
        url_citation: { url: "https://tide.example/", title: "Tides", start_index: 6, end_index: 10 },
      },
    ];
    expect(said([{ content: "Flöd. " }], [{ content: "Ebb." }], [{ annotations }]).at(-1)).toEqual([
      {
        content: model(),
        groundingMetadata: {
          groundingChunks: [{ web: { uri: "https://tide.example/", title: "Tides" } }],
          groundingSupports: [
            { segment: { startIndex: 7, endIndex: 11, text: "Ebb." }, groundingChunkIndices: [0] },
          ],
        },
        index: 0,
      },
    ]);
  });
});

describe("the end of a stream for a caller of Gemini (RES-02)", () => {
  const refusals: Piece[] = [[{ refusal: "I will " }], [{ refusal: "not." }]];

  test("has a filter's refusal as its message, the model's own as its words", () => {
    expect(finish(...refusals, [{}, { finish_reason: "content_filter" }])).toEqual({
      candidates: [{ content: model(), finishReason: "SAFETY", finishMessage: "I will not.", index: 0 }],
    });
    expect(finish(...refusals, END)).toEqual({
      candidates: [{ content: model({ text: "I will not." }), finishReason: "STOP", index: 0 }],
    });
  });

  test.each([
    ["content_filter", "RECITATION", "RECITATION"],
    ["content_filter", "refused", "SAFETY"],
    ["tool_calls", undefined, "STOP"],
  ])("says %s, whose own word is %j, as %s", (finish_reason, native, finishReason) => {
    const choice = { finish_reason, ...(native ? { native_finish_reason: native } : {}) };
    expect(finish([{ content: "Ebb." }], [{}, choice])).toEqual({
      candidates: [{ content: model(), finishReason, index: 0 }],
    });
  });

  test("is the feedback alone, where a prompt was blocked", () => {
    const feedback = { blockReason: "SAFETY" };
    const blocked = { role: "assistant" as const, extra_content: { google: { prompt_feedback: feedback } } };
    expect(written([blocked, { finish_reason: "content_filter" }])).toEqual([{ promptFeedback: feedback }]);
    expect(finish([blocked], END)).toEqual({ promptFeedback: feedback });
  });

  test("reads as it was meant", async () => {
    const encoder = gemini.encodeStream(rendering);
    const frames = [...refusals, END].flatMap(([delta, choice]) => encoder.chunk(chunkOf(delta, choice)));
    const events = await eventsOf([...frames, ...encoder.end(UNKNOWN)]);
    expect(assembled(events)).toMatchObject({ text: "I will not.", finishes: ["stop"], last: "end" });
  });
});
