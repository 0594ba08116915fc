import { describe, expect, test } from "vitest";
import type { UsageReading } from "../../../canonical/usage.ts";
import { gatewayError } from "../../../errors/api-error.ts";
import type { JsonObject } from "../../../json.ts";
import type { TappedEvent } from "../../codec.ts";
import { passStream } from "../client/pass-stream.ts";
import { asked, contextOf, type Host } from "./testing.ts";

const HEAD = '"id":"c-1","object":"chat.completion.chunk","created":1795000000,"model":"tide-1-wire"';
const event = (choices: string, more = ""): string => `data: {${HEAD},"choices":[${choices}]${more}}\n\n`;
const said = (delta: string, finish = "null"): string =>
  event(`{"index":0,"delta":${delta},"finish_reason":${finish}}`);

const FIRST = said('{"role":"assistant","content":"Ebb"}');
const LAST = said("{}", '"stop"');
const DONE = "data: [DONE]\n\n";

const textOf = (pieces: readonly Uint8Array[]): string => Buffer.concat(pieces).toString("utf8");

interface Passed {
  text: string;
  events: TappedEvent[];
}

/** What callers get of a stream, up to its natural end. */
function passed(text: string, more: JsonObject = {}, host?: Host): Passed {
  const request = asked({ stream: true, ...more });
  const tap = passStream(
    { ...contextOf(host), request },
    { request, body: more, now: () => 0, requestId: "req-1", usageExtras: () => ({}) },
  );
  if (!tap) throw new Error("this stream is written anew");
  const events = tap.take(Buffer.from(text));
  let usage: UsageReading = { kind: "unknown" };
  const out = events.flatMap((each) => {
    if (each.type === "usage") usage = each.usage;
    if (each.type === "bytes") return [...each.bytes];
    if (each.type === "end") return tap.end(usage);
    return each.type === "usage" ? [] : tap.error(gatewayError("api", "Low water"));
  });
  return { text: textOf(out), events };
}

describe("a stream for a caller of the same API", () => {
  test("is one piece of the bytes that came, where nothing has to be changed", () => {
    const stream = FIRST + said('{"content":" tide","of_tomorrow":1e2}') + LAST;
    const { text, events } = passed(stream + DONE);
    expect(text).toBe(stream + DONE);
    const [bytes, end] = events;
    expect(bytes?.type === "bytes" && [bytes.bytes.length, bytes.content, bytes.chunks.length]).toEqual([
      1,
      true,
      3,
    ]);
    expect(end).toEqual({ type: "end" });
  });

  test.each<[string, string, string]>([
    [
      "a role that is said again",
      said('{"role":"assistant","content":" tide"}'),
      said('{"content":" tide"}'),
    ],
    ["thinking by another name", said('{"reasoning":"Hm."}'), said('{"reasoning_content":"Hm."}')],
    [
      "a host's own framing",
      said('{"content":" tide"}').replaceAll("\n", "\r\n"),
      said('{"content":" tide"}'),
    ],
    ["an event line", `event: message\n${said('{"content":" tide"}')}`, said('{"content":" tide"}')],
  ])("has only the event changed that has %s", (_what, given, expected) => {
    const order = (text: string): unknown =>
      text
        .split("\n\n")
        .map((each) => each.slice(6))
        .map(parsed);
    const { text } = passed(FIRST + given + LAST + DONE);
    expect(text.startsWith(FIRST)).toBe(true);
    expect(text.endsWith(LAST + DONE)).toBe(true);
    expect(order(text)).toEqual(order(FIRST + expected + LAST + DONE));
  });

  test("has its usage last, for those who asked, with the counts that the API has names for", () => {
    const counts = event(
      "",
      ',"usage":{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16,"queue":1e-3}',
    );
    const after = said("{}");
    const { text } = passed(`${FIRST}${LAST}${counts}${after}${DONE}`, {
      stream_options: { include_usage: true },
    });
    const events = text.split("\n\n").map((each) => parsed(each.slice(6)));
    expect(events.slice(0, 2)).toMatchObject([{ usage: null }, { usage: null }]);
    expect(events[2]).toEqual({
      ...JSON.parse(`{${HEAD}}`),
      choices: [],
      usage: {
        prompt_tokens: 9,
        completion_tokens: 7,
        total_tokens: 16,
        queue: 0.001,
        prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
      },
    });
    expect(events[3]).toBe("[DONE]");
    // What stands beside the counts keeps its spelling.
    expect(passed(FIRST + LAST + counts + DONE).text).toBe(FIRST + LAST + DONE);
  });

  test("tells an error in place of what follows", () => {
    const { text, events } = passed(`${FIRST}data: {"error":{"message":"Low water"}}\n\n${LAST}${DONE}`);
    expect(events.map(({ type }) => type)).toEqual(["bytes", "error"]);
    expect(text.startsWith(`${FIRST}data: {"error":`)).toBe(true);
    expect(text).not.toContain("stop");
  });

  test.each<[string, JsonObject]>([
    ["tools by names that hosts refuse", { tools: [{ type: "function", function: { name: "a.tide" } }] }],
    ["tools of free text", { tools: [{ type: "custom", custom: { name: "tide" } }] }],
    ["functions of the first years", { functions: [{ name: "tide" }] }],
  ])("is written anew for callers with %s", (_what, more) => {
    expect(() => passed(FIRST, more)).toThrow("written anew");
  });

  test("is marked where it bears signed thinking", () => {
    const details = '{"reasoning_details":[{"type":"reasoning.text","text":"Hm.","signature":"s"}]}';
    const host: Host = {
      traits: { extraFields: { completion: [], message: ["reasoning_details"], usage: [] } },
    };
    expect(passed(FIRST + said(details) + LAST + DONE, {}, host).text).toContain('"origin":"openai/');
  });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
