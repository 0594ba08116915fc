/**
 * How streams of a provider end: naturally, by an error, or because they are none (STR-02, STR-07).
 */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../json.ts";
import { MAX_EVENT_LENGTH } from "../../_shared/sse.ts";
import {
  assembled,
  block,
  chunksOf,
  closing,
  eventsOf,
  opening,
  plainRequest,
  spoken,
  written,
} from "./testing.ts";

const raw = (text: string) => new TextEncoder().encode(text);

describe("a stream", () => {
  test.each<[string, JsonObject[], string]>([
    [
      "another message in its midst",
      [opening(), ...spoken("Ebb."), opening({}, "msg_2"), ...closing()],
      "another message began in the midst of the stream",
    ],
    ["no finish", [opening(), ...spoken("Ebb.")], "the stream ended before the answer was finished"],
    [
      "an end without a finish",
      [opening(), ...spoken("Ebb."), { type: "message_stop" }],
      "the stream ended before the answer was finished",
    ],
    ["nothing", [], "the stream ended before the answer was finished"],
    [
      "a nameless call",
      [opening(), ...block(0, { type: "tool_use", id: "a" }), ...closing()],
      "a tool call never got a name",
    ],
    [
      "a block that is none",
      [opening(), { type: "content_block_start", index: 0, content_block: "Ebb." }, ...closing()],
      "a content block of the stream is not an object",
    ],
  ])("with %s is broken (STR-07)", async (_what, given, problem) => {
    const events = await eventsOf(written(...given));
    expect(events.at(-1)).toEqual({ type: "broken", problem });
    expect(events.filter(({ type }) => type === "broken" || type === "end")).toHaveLength(1);
  });

  test.each([
    ["half an object", "data: {half\n\n", "an event of the stream is not a JSON object"],
    ["a list", "data: [1]\n\n", "an event of the stream is not a JSON object"],
    ["a line without end", "x".repeat(MAX_EVENT_LENGTH + 1), "an event of the stream is too long"],
  ])("with %s for an event is broken, and nothing follows", async (_what, line, problem) => {
    const events = await eventsOf([...written(opening()), raw(line), ...written(...closing())]);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "usage", "broken"]);
    expect(events.at(-1)).toEqual({ type: "broken", problem });
  });

  test.each<[string, string]>([
    ["an event of that name", "event: error\ndata: Low water\n\n"],
    ["an event of that type", 'data: {"type":"error","message":"Low water"}\n\n'],
    ["an event with an error in it", 'data: {"error":{"message":"Low water"}}\n\n'],
    ["all of it", 'event: error\ndata: {"type":"error","error":{"message":"Low water"}}\n\n'],
  ])("fails with %s, and nothing follows", async (_what, line) => {
    const events = await eventsOf([...written(opening()), raw(line), ...written(...closing())]);
    expect(events.map(({ type }) => type)).toEqual(["chunk", "usage", "error"]);
    expect(events.at(-1)).toMatchObject({ body: { message: "Low water" } });
  });

  test("does not fail by an error that is null", async () => {
    const [finish = {}] = closing();
    const events = await eventsOf(written(opening(), { ...finish, error: null }));
    expect(events.at(-1)).toEqual({ type: "end" });
  });

  test("ends where it says so, Anthropic's way or OpenAI's; what follows is not read", async () => {
    const [finish = {}, stop = {}] = closing();
    for (const last of [written(stop), [raw("data: [DONE]\n\n")]]) {
      const events = await eventsOf([...written(opening(), finish), ...last, raw("data: {half\n\n")]);
      expect(events.map(({ type }) => type)).toEqual(["chunk", "usage", "chunk", "usage", "end"]);
    }
  });

  test("is kept alive by comments", async () => {
    const [first] = await eventsOf([raw(": ebb\n\n"), ...written(opening())]);
    expect(first).toEqual({ type: "keep-alive" });
  });

  test("may open twice, as relays do", async () => {
    const events = await eventsOf(written(opening(), ...spoken("Ebb."), opening(), ...closing()));
    expect(assembled(chunksOf(events))).toMatchObject({ text: "Ebb.", roles: 1 });
    expect(events.at(-1)).toEqual({ type: "end" });
  });

  test("without an opening has the speaker in its first chunk all the same", async () => {
    const [first] = chunksOf(await eventsOf(written(...spoken("Ebb."), ...closing()), plainRequest));
    expect(first?.choices[0]?.delta).toEqual({ role: "assistant", content: "Ebb." });
  });
});
