import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { MAX_EVENT_LENGTH } from "../../_shared/sse.ts";
import { assembled, body, choicesOf, eventsOf, sse } from "./testing.ts";

const tide = { functionCall: { name: "tide", args: { at: "noon" } } };

describe("streams", () => {
  const part = (...parts: JsonObject[]) => body(parts, null);

  test("counts are cumulative, and chunks without counts say nothing (USE-04)", async () => {
    const early = { ...part({ text: "It " }), usageMetadata: { trafficType: "ON_DEMAND" } };
    const events = await eventsOf(sse(part({ text: "Ahoy. " }), early, body([{ text: "stands." }])));
    expect(events.filter(({ type }) => type === "usage")).toHaveLength(2);
    expect(assembled(events)).toMatchObject({
      text: "Ahoy. It stands.",
      finishes: ["stop"],
      usage: { input: 9, output: 2 },
      roles: 1,
      last: "end",
    });
  });

  test("a call of what nobody declared is no tool call there either (RES-02)", async () => {
    const events = await eventsOf(sse(body([tide], "UNEXPECTED_TOOL_CALL")));
    expect(assembled(events)).toMatchObject({ calls: [], finishes: ["stop"] });
  });

  test("a blocked prompt ends well (RES-02)", async () => {
    const events = await eventsOf(sse({ promptFeedback: { blockReason: "SAFETY" }, responseId: "x" }));
    expect(assembled(events)).toMatchObject({ finishes: ["content_filter"], roles: 1, last: "end" });
  });

  test.each([
    ["an object", { error: { code: 503, message: "Busy.", status: "UNAVAILABLE" } }],
    ["a list", [{ error: { code: 503, message: "Busy.", status: "UNAVAILABLE" } }]],
    ["beside an answer", { ...part({ text: "x" }), error: { message: "Busy.", status: "UNAVAILABLE" } }],
  ])("an error in %s ends the stream (STR-07)", async (_name, failed) => {
    const events = await eventsOf(sse(part({ text: "Once" }), failed, body([{ text: "never" }])));
    expect(events.at(-1)).toMatchObject({ type: "error", body: { message: "Busy.", status: 503 } });
  });

  test("tells with an error what was used up until then (BIL-07)", async () => {
    const error = { code: 503, message: "Busy.", status: "UNAVAILABLE" };
    const usageMetadata = { promptTokenCount: 9, candidatesTokenCount: 4, totalTokenCount: 13 };
    const events = await eventsOf(sse(part({ text: "x" }), { error, usageMetadata }));
    expect(events.at(-2)).toMatchObject({ type: "usage", usage: { usage: { input: 9, output: 4 } } });
    expect(events.at(-1)).toMatchObject({ type: "error", body: { message: "Busy." } });
  });
});

const part = (...parts: JsonObject[]) => body(parts, null);
const deltasOf = async (...chunks: JsonObject[]) =>
  choicesOf(await eventsOf(sse(...chunks))).map(({ delta }) => delta);
const text = (words: string) => new TextEncoder().encode(words);

describe("chunks (STR-04)", () => {
  test("have one identity, whatever the host changes, and the finish at the end", async () => {
    const later = { ...body([{ text: "b." }]), responseId: "other", modelVersion: "other", createTime: "" };
    const identity = {
      id: "answer",
      object: "chat.completion.chunk",
      created: 1_796_000_000,
      model: "gemini-2.5-flash",
    };
    const chunk = (choice: JsonObject) => ({
      type: "chunk",
      content: true,
      chunk: { ...identity, choices: [{ index: 0, finish_reason: null, ...choice }] },
    });
    const events = await eventsOf([...sse(part({ text: "Eb" })), text(": calm\n\n"), ...sse(later)]);
    expect(events.filter(({ type }) => type !== "usage")).toStrictEqual([
      chunk({ delta: { role: "assistant", content: "Eb" } }),
      { type: "keep-alive" },
      chunk({ delta: { content: "b." } }),
      chunk({ delta: {}, finish_reason: "stop" }),
      { type: "end" },
    ]);
  });

  test("that say nothing are left out, but for the first, which carries no answer yet", async () => {
    const events = await eventsOf(
      sse(part({ text: "" }), part({ text: "" }), part(), { candidates: [] }, body([{ text: "" }])),
    );
    const chunks = events.flatMap((event) => (event.type === "chunk" ? [event] : []));
    expect(chunks.map(({ content }) => content)).toEqual([false, true]);
    expect(choicesOf(events)).toStrictEqual([
      { index: 0, delta: { role: "assistant", content: "" }, finish_reason: null },
      { index: 0, delta: {}, finish_reason: "stop" },
    ]);
  });

  test("carry thoughts, pictures and what has no place elsewhere", async () => {
    const ran = { executableCode: { code: "print(1)" } };
    const picture = (data: string) => ({ inlineData: { mimeType: "image/png", data } });
    const image = (data: string) => ({
      type: "image_url",
      image_url: { url: `data:image/png;base64,${data}` },
    });
    expect(
      await deltasOf(
        part({ text: "", thought: true, thoughtSignature: "bW9vbg==" }, { text: "Mo", thought: true }),
        part({ text: "on.", thought: true }, { text: " High.", thought: true }),
        part(ran, { text: "Eb" }, { text: "b." }),
        body([picture("RWJi"), picture("Rmxv"), { thoughtSignature: "b25l" }], "STOP", {
          safetyRatings: [{ category: "STORM" }],
        }),
      ),
    ).toStrictEqual([
      {
        role: "assistant",
        reasoning_details: [
          { type: "reasoning.text", text: "", signature: "bW9vbg==" },
          { type: "reasoning.text", text: "Mo" },
        ],
        reasoning_content: "Mo",
      },
      {
        reasoning_details: [
          { type: "reasoning.text", text: "on." },
          { type: "reasoning.text", text: " High." },
        ],
        reasoning_content: "on. High.",
      },
      { content: "Ebb.", extra_content: { google: { parts: [ran] } } },
      { images: [image("RWJi"), image("Rmxv")] },
      {
        reasoning_details: [{ type: "reasoning.encrypted", data: "b25l" }],
        extra_content: { google: { safety_ratings: [{ category: "STORM" }] } },
      },
      {
        item_order: [
          ...[0, 1, 2, 3].map((index) => ({ type: "reasoning", index })),
          { type: "other", index: 0 },
          { type: "text", start: 0, end: 4 },
          ...[0, 1].map((index) => ({ type: "image", index })),
          { type: "reasoning", index: 4 },
        ],
      },
    ]);
    expect(await deltasOf(body([{ text: "", thought: true }]))).toStrictEqual([
      { role: "assistant", reasoning_details: [{ type: "reasoning.text", text: "" }] },
      {},
    ]);
  });

  test("carry log probabilities, though they say nothing else", async () => {
    const logprobsResult = { chosenCandidates: [{ token: "E", logProbability: -1 }] };
    const logprobs = {
      content: [{ token: "E", logprob: -1, bytes: [69], top_logprobs: [] }],
      refusal: null,
    };
    const events = await eventsOf(
      sse(part({ text: "E" }), body([], null, { logprobsResult }), body([{ text: "bb." }])),
    );
    expect(choicesOf(events)[1]).toStrictEqual({ index: 0, delta: {}, logprobs, finish_reason: null });
    expect(choicesOf(events)).toHaveLength(4);
  });

  test("of several candidates keep them apart", async () => {
    const one = (words: string, more: JsonObject = {}) => ({
      content: { parts: [{ text: words }] },
      ...more,
    });
    const end = { finishReason: "STOP" };
    const events = await eventsOf(
      sse(
        { candidates: [null, one("E"), one("")] },
        { candidates: [one("F", { ...end, index: 1 })] },
        { candidates: [one("bb.", { ...end, index: "0" })] },
      ),
    );
    expect(choicesOf(events).map(({ index, delta, finish_reason }) => [index, delta, finish_reason])).toEqual(
      [
        [0, { role: "assistant", content: "E" }, null],
        [1, { role: "assistant", content: "" }, null],
        [1, { content: "F" }, null],
        [0, { content: "bb." }, null],
        [0, {}, "stop"],
        [1, {}, "stop"],
      ],
    );
    expect(events[0]).toMatchObject({ type: "chunk", content: true });
  });
});

describe("the finish of a stream (RES-02)", () => {
  const finishOf = async (...chunks: JsonObject[]) => choicesOf(await eventsOf(sse(...chunks))).at(-1);

  test("has the filter's words, which nothing later takes away", async () => {
    const filtered = body([], "SAFETY", { finishMessage: "The filter objects." });
    expect(await finishOf(part({ text: "Eb" }), filtered, part())).toStrictEqual({
      index: 0,
      delta: { refusal: "The filter objects." },
      finish_reason: "content_filter",
      native_finish_reason: "SAFETY",
    });
    expect(await finishOf(body([{ text: "Eb" }], "SAFETY"))).toStrictEqual({
      index: 0,
      delta: {},
      finish_reason: "content_filter",
      native_finish_reason: "SAFETY",
    });
  });

  test("has no refusal where nothing was filtered, and a word where the reason says less", async () => {
    const odd = body([{ text: "Eb" }], "LANGUAGE", { finishMessage: "Which tongue?" });
    expect(await finishOf(odd)).toStrictEqual({
      index: 0,
      delta: {},
      finish_reason: "stop",
      native_finish_reason: "LANGUAGE",
    });
  });

  test("of calls that nobody declared leaves what was said beside them", async () => {
    const events = await eventsOf(sse(body([{ text: "Hm." }, tide], "UNEXPECTED_TOOL_CALL")));
    expect(choicesOf(events)).toStrictEqual([
      {
        index: 0,
        delta: { role: "assistant", content: "Hm.", extra_content: { google: { parts: [tide] } } },
        finish_reason: null,
      },
      {
        index: 0,
        delta: {
          item_order: [
            { type: "text", start: 0, end: 3 },
            { type: "other", index: 0 },
          ],
        },
        finish_reason: "stop",
        native_finish_reason: "UNEXPECTED_TOOL_CALL",
      },
    ]);
  });

  test.each([
    ["", {}],
    ["The harbour is closed.", { refusal: "The harbour is closed." }],
  ])("of a blocked prompt says why: %j", async (blockReasonMessage, refusal) => {
    const promptFeedback = { blockReason: "SAFETY", blockReasonMessage };
    const events = await eventsOf(sse({ promptFeedback, responseId: "x" }, { usageMetadata: {} }));
    const google = { prompt_feedback: promptFeedback };
    expect(events).toStrictEqual([
      {
        type: "chunk",
        content: true,
        chunk: {
          id: "x",
          object: "chat.completion.chunk",
          created: 1_796_000_000,
          model: "gemini-2.5-flash",
          choices: [
            {
              index: 0,
              delta: { role: "assistant", ...refusal, extra_content: { google } },
              finish_reason: "content_filter",
              native_finish_reason: "SAFETY",
            },
          ],
        },
      },
      { type: "end" },
    ]);
  });
});

describe("a stream that is none ends with what is wrong (STR-07)", () => {
  const candidates = [{ content: { parts: [{ text: "Eb" }] } }, { content: {}, finishReason: "STOP" }];

  test.each<[string, Uint8Array[], string]>([
    ["nothing", [], "the stream is empty"],
    ["a terminator alone", [text("data: [DONE]\n\n")], "the stream is empty"],
    ["no candidates", sse({ usageMetadata: {} }), "the stream ended without an answer"],
    [
      "feedback beside what is no candidate",
      sse({ candidates: [7], promptFeedback: { blockReason: "SAFETY" } }),
      "the stream ended without an answer",
    ],
    ["feedback without a reason", sse({ promptFeedback: {} }), "the stream ended without an answer"],
    ["half an answer", sse(part({ text: "Eb" })), "the stream ended before the answer was finished"],
    ["one of two answers", sse({ candidates }), "the stream ended before the answer was finished"],
    ["no JSON", [text("data: {half\n\n")], "a chunk of the stream is not a JSON object"],
    ["a list", sse([body([])]), "a chunk of the stream is not a JSON object"],
    ["no end of it", [text("x".repeat(MAX_EVENT_LENGTH + 1))], "an event of the stream is too long"],
  ])("%s", async (_what, chunks, problem) => {
    const events = await eventsOf(chunks);
    expect(events.filter(({ type }) => type !== "usage" && type !== "chunk")).toEqual([
      { type: "broken", problem },
    ]);
    expect(events.at(-1)).toEqual({ type: "broken", problem });
  });

  test("an event that is called an error is one, whatever it says", async () => {
    const events = await eventsOf([
      text('event: error\ndata: {"message":"Low water."}\n\n'),
      ...sse(body([])),
    ]);
    expect(events).toMatchObject([{ type: "error", body: { message: "Low water." } }]);
  });

  test("an error that is null is none, and a relay's terminator ends well", async () => {
    const events = await eventsOf([
      ...sse({ ...body([{ text: "Ebb." }]), error: null }),
      text("data: [DONE]\n\n"),
      ...sse(body([{ text: "never" }])),
    ]);
    expect(assembled(events)).toMatchObject({ text: "Ebb.", last: "end" });
  });
});
