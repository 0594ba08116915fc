/**
 * Streams for callers who speak the dialect: the events that they see, to the letter (STR-04, STR-07, RES-03, RES-04).
 */
import { describe, expect, test } from "vitest";
import type { ChatChunk } from "../../../canonical/chat.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import type { JsonObject } from "../../../json.ts";
import { chunk, eventsFor, FINISH } from "./caller-stream-testing.ts";

describe("the last event but one", () => {
  const last = (chunks: readonly ChatChunk[], usage?: UsageReading) => eventsFor(chunks, usage).at(-2);
  const unknown = {
    input_tokens: null,
    cache_creation_input_tokens: null,
    cache_read_input_tokens: null,
    output_tokens: null,
  };

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
