import { describe, expect, test } from "vitest";
import { gatewayError } from "../../../errors/api-error.ts";
import type { JsonObject } from "../../../json.ts";
import { passAnswer } from "../client/pass-answer.ts";
import { passStream } from "../client/pass-stream.ts";
import { decodeResponse } from "../response.ts";
import { decoding, plainRequest, rendering } from "./testing.ts";

const event = (body: JsonObject): string => `event: ${String(body.type)}\ndata: ${JSON.stringify(body)}\n\n`;

const USAGE = { input_tokens: 9, output_tokens: 1 };
const START = event({
  type: "message_start",
  message: { id: "msg_1", type: "message", role: "assistant", model: "claude", content: [], usage: USAGE },
});
const block = (index: number, content_block: JsonObject) =>
  event({ type: "content_block_start", index, content_block });
const delta = (index: number, said: JsonObject) => event({ type: "content_block_delta", index, delta: said });
const stop = (index: number) => event({ type: "content_block_stop", index });
const TEXT = block(0, { type: "text", text: "" }) + delta(0, { type: "text_delta", text: "Ebb." });
const last = (stop_reason: string | null, more: JsonObject = {}) =>
  event({ type: "message_delta", delta: { stop_reason }, usage: { output_tokens: 7 }, ...more });
const STOP = event({ type: "message_stop" });

/** What callers get of a stream, before its end and at it. */
function passed(text: string): { before: string; end: string; types: string[] } {
  const tap = passStream(decoding(), rendering());
  if (!tap) throw new Error("this stream is written anew");
  const events = tap.take(Buffer.from(text));
  const bytes = events.flatMap((each) => (each.type === "bytes" ? [...each.bytes] : []));
  const isEnd = events.at(-1)?.type === "end";
  const end = isEnd ? tap.end({ kind: "unknown" }) : tap.error(gatewayError("api", "Low water"));
  return {
    before: Buffer.concat(bytes).toString("utf8"),
    end: Buffer.concat(end).toString("utf8"),
    types: events.map(({ type }) => type),
  };
}

describe("a stream of messages for a caller of the same API", () => {
  test("passes as it came, and its last word with the end", () => {
    const odd = 'event: of_tomorrow\ndata: {"type":"of_tomorrow","at":1e2}\n\n';
    const { before, end } = passed(START + odd + TEXT + stop(0) + last("end_turn") + STOP);
    expect(before).toBe(START + odd + TEXT + stop(0));
    expect(end).toBe(last("end_turn") + STOP);
  });

  test.each<[string, string, string]>([
    ["repeats its opening", START + START + TEXT + stop(0), START + TEXT + stop(0)],
    ["leaves a block open", START + TEXT, START + TEXT + stop(0)],
    ["has pieces of a block that never began", START + delta(3, { type: "text_delta", text: "x" }), START],
    ["goes on after a block", START + TEXT + stop(0) + stop(0), START + TEXT + stop(0)],
    [
      "has no names of events",
      (START + TEXT + stop(0)).replaceAll(/^event: .*\n/gm, ""),
      START + TEXT + stop(0),
    ],
    ["spells its lines otherwise", (START + TEXT + stop(0)).replaceAll("\n", "\r\n"), START + TEXT + stop(0)],
    [
      "gives the input of a call at once",
      START + block(0, { type: "tool_use", id: "t1", name: "tide", input: { at: 1 } }) + stop(0),
      START +
        block(0, { type: "tool_use", id: "t1", name: "tide", input: {} }) +
        delta(0, { type: "input_json_delta", partial_json: '{"at":1}' }) +
        stop(0),
    ],
    [
      "names no call",
      START + block(0, { type: "tool_use", name: "tide", input: {} }) + stop(0),
      START + block(0, { type: "tool_use", name: "tide", input: {}, id: "toolu_msg_fallback_0" }) + stop(0),
    ],
  ])("that %s is brought into the form that clients read", (_what, given, expected) => {
    expect(passed(given + last("max_tokens") + STOP).before).toBe(expected);
  });

  test("has the counts that clients read before any other", () => {
    const bare = event({ type: "message_start", message: { role: "assistant", model: "claude" } });
    const { before } = passed(bare + TEXT + stop(0) + last("end_turn") + STOP);
    expect(before).toContain(
      '"id":"msg_fallback","usage":{"input_tokens":0,"cache_creation_input_tokens":null,"cache_read_input_tokens":null,"output_tokens":0}',
    );
  });

  test.each<[string, string, string]>([
    ["a word that nobody knows", last("spring_tide"), "end_turn"],
    ["two reasons", last("max_tokens") + last("end_turn"), "max_tokens"],
    [
      "counts behind the reason",
      last("max_tokens") + last(null, { usage: { output_tokens: 8 } }),
      "max_tokens",
    ],
  ])("ends once where it has %s", (_what, given, reason) => {
    const { end } = passed(START + TEXT + stop(0) + given + STOP);
    expect(end.split("message_delta").length).toBe(3);
    expect(end).toContain(`"stop_reason":"${reason}"`);
    expect(end.includes('"output_tokens":8')).toBe(given.includes('"output_tokens":8'));
  });

  test("has the counts in its last word, also where its host tells none", () => {
    const bare = event({ type: "message_delta", delta: { stop_reason: "end_turn" } });
    expect(passed(START + TEXT + stop(0) + bare + STOP).end).toBe(
      last("end_turn", {
        usage: {
          input_tokens: null,
          cache_creation_input_tokens: null,
          cache_read_input_tokens: null,
          output_tokens: null,
        },
      }) + STOP,
    );
  });

  test("tells no finish where the stream breaks", () => {
    const { before, end, types } = passed(
      `${START}${TEXT}${event({ type: "error", error: { message: "Low" } })}`,
    );
    expect(types.at(-1)).toBe("error");
    expect(before + end).not.toContain("message_delta");
    expect(end).toContain("Low water");
  });

  test("is written anew for callers who name tools otherwise", () => {
    const tools = [{ type: "function" as const, function: { name: "a.tide" } }];
    expect(passStream(decoding({ ...plainRequest, tools }), rendering())).toBeNull();
  });
});

describe("a whole message for a caller of the same API", () => {
  const message = {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude",
    content: [{ type: "text", text: "Ebb." }],
    stop_reason: "end_turn",
    usage: USAGE,
  } satisfies JsonObject;

  /** What the caller gets of an answer; `null` where it is written anew. */
  function passedAnswer(body: JsonObject): string | null {
    const decoded = decodeResponse(body, decoding());
    if (!decoded.ok) throw new Error(decoded.problem);
    return passAnswer({ text: "the text", body, decoded }, decoding(), rendering());
  }

  test("is the text that came", () => {
    expect(passedAnswer({ ...message, of_tomorrow: 1 })).toBe("the text");
  });

  test.each<[string, JsonObject]>([
    ["no id", { id: null }],
    ["no role", { role: null }],
    ["no counts", { usage: null }],
    ["counts that are none", { usage: { input_tokens: -1, output_tokens: 1 } }],
    ["a word that nobody knows", { stop_reason: "spring_tide" }],
    [
      "a call without an id",
      { content: [{ type: "tool_use", name: "tide", input: {} }], stop_reason: "tool_use" },
    ],
  ])("is written anew where it has %s", (_what, more) => {
    expect(passedAnswer({ ...message, ...more })).toBeNull();
  });
});
