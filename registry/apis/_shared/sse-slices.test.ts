import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_EVENT_LENGTH, readSse, type SseItem } from "./sse.ts";
import { joined, SseSlices } from "./sse-slices.ts";

const PIECES = [
  "data: a",
  "data:b",
  "data: ",
  "data",
  ": comment",
  ":",
  "event: tide",
  "id: 7",
  "retry: 5",
  "unknown: x",
  "höhe 𝄞",
  "\n",
  "\r",
  "\r\n",
  "\n\n",
  "\r\n\r\n",
  "\r\r",
  "\ufeff",
];

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(""));
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 });

/** Chunks of these sizes, over and over. */
function cut(bytes: Uint8Array, by: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = by[i % by.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

/** The items of the reader that has no bytes to tell. */
async function itemsOf(whole: string): Promise<SseItem[]> {
  const items: SseItem[] = [];
  for await (const item of readSse(each([new TextEncoder().encode(whole)]))) items.push(item);
  return items;
}

describe("slices of an event stream", () => {
  test("say what the stream says and hold every byte of it, wherever it was cut (STR-01, STR-02)", async () => {
    await fc.assert(
      fc.asyncProperty(text, sizes, async (said, by) => {
        // An end that closes whatever is open.
        const whole = `${said}\n\n`;
        const slices = new SseSlices();
        const chunks = cut(new TextEncoder().encode(whole), by);
        const taken = chunks.flatMap((chunk) => slices.take(chunk));
        const events = (items: readonly (SseItem | null)[]) => items.filter((item) => item?.kind === "event");
        expect(events(taken.map(({ item }) => item))).toEqual(events(await itemsOf(whole)));
        const bytes = taken.flatMap((slice) => slice.bytes);
        expect(Buffer.concat(bytes).toString("utf8")).toBe(whole);
      }),
      { numRuns: 2_000, seed: 20_261_129 },
    );
  });

  test("hand a comment over at the end of its line, before any empty line comes", () => {
    const slices = new SseSlices();
    const [comment] = slices.take(Buffer.from(": still here\n"));
    expect(comment?.item).toEqual({ kind: "comment" });
    expect(slices.take(Buffer.from("\ndata: a\n\n")).map(({ item }) => item?.kind)).toEqual([
      undefined,
      "event",
    ]);
  });

  test.each<[form: string, text: string]>([
    ["data", "data: a\n\n"],
    ["named", "event: tide\ndata: a\n\n"],
    ["other", "data:a\n\n"],
    ["other", "data: a\r\n\r\n"],
    ["other", "id: 7\ndata: a\n\n"],
    ["other", "event: \ndata: a\n\n"],
    ["other", "\ufeffdata: a\n\n"],
  ])("tell the form %s of %j", (form, text) => {
    expect(new SseSlices().take(Buffer.from(text)).map((slice) => slice.form)).toEqual([form]);
  });

  test("refuse an event that never ends", () => {
    const slices = new SseSlices();
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const count = MAX_EVENT_LENGTH / chunk.length;
    const taken = Array.from({ length: count + 1 }, () => slices.take(chunk));
    expect(taken.slice(0, -1).flat()).toEqual([]);
    expect(taken.at(-1)).toEqual([{ bytes: [], item: { kind: "oversized" }, form: "other" }]);
  });

  test("are joined to one piece where they lie side by side, without a copy", () => {
    const chunk = Buffer.from("data: a\n\ndata: b\n\n: c\n\n");
    const [first, second, third] = new SseSlices().take(chunk).map(({ bytes }) => bytes);
    const [one, ...more] = joined([...(first ?? []), ...(second ?? []), ...(third ?? [])]);
    expect(more).toEqual([]);
    expect([one?.buffer, one?.byteOffset, one?.byteLength]).toEqual([
      chunk.buffer,
      chunk.byteOffset,
      chunk.byteLength,
    ]);
    expect(joined([...(first ?? []), ...(third ?? [])])).toHaveLength(2);
  });
});
