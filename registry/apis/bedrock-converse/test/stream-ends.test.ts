import { describe, expect, test } from "vitest";
import { encodeFrame } from "../../_shared/event-stream.ts";
import { END, event, eventsOf, more, OPENING, raw, said, stop, tool } from "./testing.ts";

const TEXT = said("Ebb.");

describe("a stream that is none ends with what is wrong (STR-07)", () => {
  const END_TOO_SOON = "the stream ended before the answer was finished";
  const CORRUPT = "a frame of the stream is corrupt";
  const NO_OBJECT = "the payload of a frame is not a JSON object";

  test.each<[string, Uint8Array[], string]>([
    ["nothing", [], END_TOO_SOON],
    ["no finish", [OPENING, TEXT, stop(0)], END_TOO_SOON],
    [
      "a finish without a reason",
      [OPENING, TEXT, event("messageStop", {}), END],
      "the answer has no stopReason",
    ],
    ["a corrupt frame", [OPENING, TEXT.map((byte, i) => (i === 40 ? byte ^ 1 : byte)), END], CORRUPT],
    ["half a frame", [OPENING, TEXT, END.slice(0, -1)], "the stream ended inside a frame"],
    ["half an object", [OPENING, raw("{half"), END], NO_OBJECT],
    ["a list", [OPENING, raw("[]"), END], NO_OBJECT],
    ["a text", [OPENING, raw('"Ebb."'), END], NO_OBJECT],
    ["a call of nothing", [OPENING, tool(0, { name: "" }), TEXT, END], "a tool call has no name"],
  ])("%s", async (_what, chunks, problem) => {
    const events = await eventsOf(chunks);
    expect(events.at(-1)).toEqual({ type: "broken", problem });
    expect(events.filter(({ type }) => type !== "chunk")).toHaveLength(1);
  });

  test.each(["exception", "error"])("an %s frame is an error, and the last event", async (kind) => {
    const failure = encodeFrame(
      [
        [":message-type", kind],
        [":exception-type", "throttlingException"],
      ],
      '{"message":"Low water"}',
    );
    const events = await eventsOf([OPENING, TEXT, failure, TEXT, END]);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "chunk", "error"]);
    expect(events.at(-1)).toEqual({
      type: "error",
      body: {
        message: "Low water",
        type: "ThrottlingException",
        status: 429,
        code: null,
        param: null,
        retryDelay: null,
      },
    });
  });

  test.each(["malformed_model_output", "malformed_tool_use"])(
    "%s is an error, after the usage",
    async (word) => {
      const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 };
      const ending = [event("messageStop", { stopReason: word }), event("metadata", { usage })];
      const events = await eventsOf([OPENING, TEXT, tool(1), ...ending]);
      expect(events.map(({ type }) => type)).toEqual(["chunk", "chunk", "chunk", "chunk", "usage", "error"]);
      // The open call has been closed before.
      expect(events[3]).toMatchObject({
        chunk: { choices: [{ delta: more(0, "{}"), finish_reason: null }] },
      });
      expect(events.at(-1)).toEqual({
        type: "error",
        body: {
          type: word,
          message: `the model's answer is unusable (${word})`,
          status: 502,
          code: null,
          param: null,
          retryDelay: null,
        },
      });
    },
  );
});
