/**
 * Streams for callers who speak the dialect: the events that they see, to the letter (STR-04, STR-07, RES-03, RES-04).
 */
import { describe, expect, test } from "vitest";
import type { ChatChunk, ChunkChoice, Delta } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { JsonObject } from "../../../json.ts";
import { anthropicMessages } from "../index.ts";
import { rendering } from "./testing.ts";

const head = { id: "msg_1", object: "chat.completion.chunk" as const, created: 1, model: "claude" };
const chunk = (delta: Delta, choice: Partial<ChunkChoice> = {}, more: JsonObject = {}): ChatChunk => ({
  ...head,
  ...more,
  choices: [{ index: 0, delta, finish_reason: null, ...choice }],
});
const FINISH = chunk({}, { finish_reason: "stop" });

/** The events in frames; the name of each must be its type. */
function read(frames: readonly Uint8Array[]): JsonObject[] {
  return frames.map((frame) => {
    const [, name, data = ""] = /^event: (.*)\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(frame)) ?? [];
    const event = JSON.parse(data) as JsonObject;
    expect(name).toBe(event.type);
    return event;
  });
}

/** All events of a stream with these chunks. */
function eventsFor(chunks: readonly ChatChunk[], usage: UsageReading = { kind: "unknown" }): JsonObject[] {
  const context = { ...rendering(), usageExtras: (raw: unknown) => raw as JsonObject };
  const encoder = anthropicMessages.encodeStream(context);
  return read([...chunks.flatMap((one) => encoder.chunk(one)), ...encoder.end(usage)]);
}

describe("the last event but one", () => {
  const last = (chunks: readonly ChatChunk[], usage?: UsageReading) => eventsFor(chunks, usage).at(-2);
  const unknown = { input_tokens: null, output_tokens: null };

  test.each<[string, ChatChunk[], JsonObject]>([
    [
      "says that the turn is over where nobody said why",
      [],
      { stop_reason: "end_turn", stop_sequence: null },
    ],
    [
      "says what the finish said, whatever comes after it",
      [chunk({}, { finish_reason: "length" }), chunk({ content: "b" })],
      { stop_reason: "max_tokens", stop_sequence: null },
    ],
    [
      "says at which sequence it stopped",
      [
        chunk({}, {
          finish_reason: "stop",
          native_finish_reason: "stop_sequence",
          stop_sequence: "END",
        } as object),
      ],
      { stop_reason: "stop_sequence", stop_sequence: "END" },
    ],
    [
      "says why the model refused",
      [chunk({ refusal: "Unsafe " }), chunk({ refusal: null }), chunk({ refusal: "water." }), FINISH],
      {
        stop_reason: "refusal",
        stop_sequence: null,
        stop_details: { type: "refusal", category: null, explanation: "Unsafe water." },
      },
    ],
    [
      "says which container was used",
      [chunk({}, {}, { container: { id: "c" } }), chunk({}, { finish_reason: "stop" }, { container: null })],
      { stop_reason: "end_turn", stop_sequence: null, container: { id: "c" } },
    ],
  ])("%s", (_what, chunks, expected) =>
    expect(last(chunks)).toEqual({ type: "message_delta", delta: expected, usage: unknown }),
  );

  test("says what was done to the context", () => {
    const edited = chunk({}, {}, { context_management: { applied_edits: [] } });
    expect(last([edited, chunk({}, { finish_reason: "stop" }, { context_management: null })])).toEqual({
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: unknown,
      context_management: { applied_edits: [] },
    });
  });
});
