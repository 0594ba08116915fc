/** What is listened to of passing bodies is bounded, and gives back what it took (PRX-01). */
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Kept } from "./observe.ts";
import { Room } from "./room.ts";
import { tapBody } from "./tap.ts";

const MIB = 1024 * 1024;
const roomOf = (bytes: number, bytesPerTenant = bytes) => new Room({ bytes, bytesPerTenant });
const PACKED = { identity: (b: Buffer) => b, gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };
type Encoding = keyof typeof PACKED;

/** Listens to a body in pieces. @returns the values that were read, and the problem */
async function listen(
  room: Room,
  { type, body, encoding = "identity", size = 64 * 1024 }: Listened,
): Promise<{ values: unknown[]; problem: string | null }> {
  const values: unknown[] = [];
  const tap = tapBody({ type, encoding, most: 16 * MIB }, room.of("a"), (value) => values.push(value));
  for (let at = 0; at < body.byteLength; at += size) {
    tap.add(body.subarray(at, at + size));
    await new Promise<void>(setImmediate);
  }
  return { values, problem: await tap.end() };
}
interface Listened {
  type: string;
  body: Buffer;
  encoding?: Encoding;
  size?: number;
}

const JSON_TYPE = "application/json";
const SSE_TYPE = "text/event-stream";

describe("a body that is listened to", () => {
  test("gives back all room that it took, whatever it is and wherever it ends", async () => {
    const room = roomOf(20_000);
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          type: fc.constantFrom(JSON_TYPE, SSE_TYPE, "application/vnd.amazon.eventstream", "text/plain"),
          encoding: fc.constantFrom(...(Object.keys(PACKED) as Encoding[])),
          text: fc.oneof(fc.string(), fc.json(), fc.constant("data: {}\n\n")),
          times: fc.integer({ min: 1, max: 4_000 }),
          cut: fc.integer({ min: 0, max: 20 }),
          size: fc.integer({ min: 1, max: 5_000 }),
        }),
        async ({ text, times, cut, encoding, ...rest }) => {
          const packed = PACKED[encoding](Buffer.from(text.repeat(times)));
          const body = packed.subarray(0, packed.byteLength - cut);
          await listen(room, { ...rest, body, encoding, size: Math.max(rest.size, body.byteLength / 20) });
          expect(room.bytes).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  });

  test("is read no further where all listen to too much at once, and goes on where there is room again", async () => {
    const room = roomOf(MIB);
    const others = room.of("b");
    others.take(900_000);
    const body = Buffer.from(JSON.stringify({ text: "x".repeat(300_000), n: 1 }));
    expect(await listen(room, { type: JSON_TYPE, body })).toMatchObject({
      problem: expect.stringContaining("too much is read at once"),
    });
    others.give(900_000);
    expect(await listen(room, { type: JSON_TYPE, body })).toMatchObject({
      values: [{ n: 1 }],
      problem: null,
    });
  });

  test("takes no room of other tenants", () => {
    const room = roomOf(100, 60);
    const [a, b] = [room.of("a"), room.of("b")];
    expect([a.take(60), a.take(1), b.take(40), b.take(1)]).toEqual([true, false, true, false]);
  });

  test.each([
    ["gzip", JSON_TYPE],
    ["br", JSON_TYPE],
    ["gzip", SSE_TYPE],
    ["br", SSE_TYPE],
  ] as const)("packed a thousandfold in %s as %s is not unpacked", async (encoding, type) => {
    const body = PACKED[encoding](Buffer.from(`: ${" ".repeat(60)}\n`.repeat(130_000)));
    const room = roomOf(64 * MIB);
    const { values, problem } = await listen(room, { type, body, encoding });
    expect([values, problem]).toEqual([[], "it is longer than is read, or packed too tightly"]);
    expect(room.bytes).toBe(0);
  });

  test.each([
    ["deeper than anybody nests", "[".repeat(MIB)],
    ["closed as deep", "[".repeat(MIB) + "]".repeat(MIB)],
    ["of more values than anybody sends", `[${"{},".repeat(5 * MIB)}{}]`],
  ])("of JSON %s is not parsed", async (_what, text) => {
    const body = Buffer.from(text);
    expect(await listen(roomOf(64 * MIB), { type: JSON_TYPE, body })).toEqual({
      values: [undefined],
      problem: null,
    });
  });
});

test("keeps the bytes of an answer as far as there is room, and gives it back", () => {
  const room = roomOf(10);
  const kept = new Kept(8, room.of("a"));
  kept.add(Buffer.from("12345"));
  expect([kept.bytes()?.toString(), room.bytes]).toEqual(["12345", 5]);
  kept.add(Buffer.from("6789"));
  expect([kept.bytes(), room.bytes]).toEqual([null, 0]);
  const other = new Kept(8, room.of("a"));
  other.add(Buffer.from("123"));
  other.release();
  expect(room.bytes).toBe(0);
});
