/** What callers get of a stream does not depend on how it was cut into packets, nor on which of its events were read. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ChatChunk } from "../../../canonical/chat.ts";
import type { JsonObject } from "../../../json.ts";
import { passStream } from "../client/pass-stream.ts";
import { asked, contextOf } from "./testing.ts";

const HEAD = '"id":"c-1","object":"chat.completion.chunk","created":1795000000,"model":"tide-1-wire"';
const FIRST = `data: {${HEAD},"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n`;
const END = `data: {${HEAD},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`;

/** Texts as they stand in JSON, and some that may not. */
const written = fc.constantFrom(
  "Ebb",
  "ä𝄞",
  " ",
  "",
  "\\n",
  '\\"',
  "a\\\\",
  "\u007f",
  "\u0085",
  "\ufeff",
  "\t",
  'x"},"finish_reason":"stop"}]}',
);

/** Events as hosts write them; `@` stands for the text. */
const form = fc.constantFrom(
  `data: {${HEAD},"choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}]}\n\n`,
  `data: {${HEAD},"choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}],"usage":null}\n\n`,
  `data: {${HEAD},"choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}]} \n\n`,
  `data: {${HEAD},"choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}]}\r\n\r\n`,
  `: @\n\ndata: {${HEAD},"choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}]}\n\n`,
  `data: {${HEAD},"choices":[{"index":1,"delta":{"content":"@"},"finish_reason":null}]}\n\n`,
);

const stream = fc
  .array(
    fc
      .tuple(form, fc.array(written, { maxLength: 6 }))
      .map(([event, texts]) => texts.map((text) => event.replaceAll("@", text))),
    { maxLength: 4 },
  )
  .map((groups) => FIRST + groups.flat().join("") + END);

/** What comes out of a stream in packets: the bytes, and what they tell. */
function passed(packets: readonly Uint8Array[], more: JsonObject): { text: string; chunks: ChatChunk[] } {
  const request = asked({ stream: true, ...more });
  const tap = passStream(
    { ...contextOf(), request },
    { request, body: more, now: () => 0, requestId: "req-1", usageExtras: () => ({}) },
  );
  if (!tap) throw new Error("this stream is written anew");
  const pieces: Uint8Array[] = [];
  const chunks: ChatChunk[] = [];
  for (const packet of packets)
    for (const event of tap.take(packet)) {
      if (event.type !== "bytes") return { text: Buffer.concat(pieces).toString("latin1"), chunks };
      pieces.push(...event.bytes);
      chunks.push(...event.chunks);
      expect(event.tells).toBe(event.chunks.length > 0);
    }
  return { text: Buffer.concat(pieces).toString("latin1"), chunks };
}

/** One comment is as good as a thousand, and how many of them are told depends on the packets. */
const withoutComments = (text: string): string => text.replace(/: .*\n\n/g, "");

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...new Set(places.map((place) => place % bytes.byteLength)), bytes.byteLength];
  ends.sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
}

test.each([{}, { stream_options: { include_usage: true } }])(
  "passes the same bytes and tells the same chunks however a stream is cut (%o)",
  (more) => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(), { maxLength: 6 }), (text, places) => {
        const bytes = Buffer.from(text);
        // Byte by byte, every event is read by itself.
        const expected = passed(cut(bytes, [...bytes.keys()]), more);
        const found = passed(cut(bytes, places), more);
        expect(withoutComments(found.text)).toBe(withoutComments(expected.text));
        expect(found.chunks).toEqual(expected.chunks);
      }),
      { numRuns: 500 },
    );
  },
);

test("passes bytes of a text that are no UTF-8 as they came", () => {
  const [before = "", after = ""] =
    `data: {${HEAD},"choices":[{"index":0,"delta":{"content":"@"},"finish_reason":null}]}\n\n`.split("@");
  const event = (...text: number[]) =>
    Buffer.concat([Buffer.from(before), Buffer.from(text), Buffer.from(after)]);
  const bytes = Buffer.concat([Buffer.from(FIRST), event(0x45), event(0x45, 0xff, 0x62), Buffer.from(END)]);
  const asIs = bytes.toString("latin1").replace("data: [DONE]\n\n", "");
  expect(passed([bytes.subarray(0, 260), bytes.subarray(260)], {}).text).toBe(asIs);
});
