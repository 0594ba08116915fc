import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeFrame, type FrameItem, MAX_FRAME_LENGTH, readFrames } from "./event-stream.ts";

const SEED = { seed: 20_261 };
const text = fc.string({ unit: "grapheme", maxLength: 60 });
const frames = fc.array(
  fc.record({
    headers: fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), text), {
      selector: ([name]) => name,
      maxLength: 4,
    }),
    payload: text,
  }),
  { minLength: 1, maxLength: 6 },
);
type Frames = (typeof frames extends fc.Arbitrary<infer T> ? T : never)[number];

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const encodeAll = (list: readonly Frames[]): Uint8Array =>
  joined(list.map(({ headers, payload }) => encodeFrame(headers, payload)));

function cut(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const edges = [0, ...positions.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, i) => bytes.slice(edges[i], end));
}

async function* feed(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function read(chunks: readonly Uint8Array[]): Promise<FrameItem[]> {
  const items: FrameItem[] = [];
  for await (const item of readFrames(feed(chunks))) items.push(item);
  return items;
}

const expected = (list: readonly Frames[]): FrameItem[] =>
  list.map(({ headers, payload }) => ({ kind: "frame", headers: new Map(headers), payload }));

describe("AWS event streams", () => {
  test("are written as in the worked vectors", () => {
    const types = (kind: string, type: string, message: string) =>
      [
        [kind, type],
        [":content-type", "application/json"],
        [":message-type", message],
      ] as const;
    expect(hex(encodeFrame(types(":event-type", "messageStop", "event"), '{"stopReason":"end_turn"}'))).toBe(
      "0000007a00000051ca2c46650b3a6576656e742d7479706507000b6d65737361676553746f700d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b2273746f70526561736f6e223a22656e645f7475726e227d5fbf09fc",
    );
    expect(
      hex(
        encodeFrame(
          types(":exception-type", "throttlingException", "exception"),
          '{"message":"Too many requests"}',
        ),
      ),
    ).toBe(
      "00000090000000618e91a9b70f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e79207265717565737473227de67f8005",
    );
  });

  test("read the same wherever they are cut, byte by byte too (STR-01)", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.array(fc.nat(), { maxLength: 12 }), async (list, positions) => {
        const bytes = encodeAll(list);
        expect(await read(cut(bytes, positions))).toEqual(expected(list));
        expect(await read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected(list));
      }),
      SEED,
    );
  });

  test("never read a frame in which a bit was turned over", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.nat(), fc.nat(7), async (list, at, bit) => {
        const bytes = encodeAll(list);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        const items = await read([bytes]);
        const whole = expected(list);
        expect(items.at(-1)?.kind).toBe("broken");
        expect(items.slice(0, -1)).toEqual(whole.slice(0, items.length - 1));
        expect(items.length).toBeLessThanOrEqual(whole.length);
      }),
      SEED,
    );
  });

  test("are broken where they end inside a frame, and only there", async () => {
    const list: Frames[] = [
      { headers: [["a", "b"]], payload: "one" },
      { headers: [], payload: "" },
    ];
    const bytes = encodeAll(list);
    const [first] = list;
    const boundary = first ? encodeFrame(first.headers, first.payload).length : 0;
    for (let end = 0; end <= bytes.length; end++) {
      const items = await read([bytes.slice(0, end)]);
      const isWhole = [0, boundary, bytes.length].includes(end);
      expect(items.at(-1)?.kind === "broken", `${end} bytes`).toBe(!isWhole);
    }
  });

  test("an announced length beyond the limit is refused before it is waited for (STR-08)", async () => {
    // Lengths and their checksums, worked out apart: one byte too long, just short enough, 4 GiB, and a wrong checksum.
    const tooLong = Uint8Array.of(1, 2, 0, 0x11, 0, 0, 0, 0, 0x63, 0x97, 0x70, 0xec);
    const longest = Uint8Array.of(1, 2, 0, 0x10, 0, 0, 0, 0, 0x5e, 0xf7, 0x59, 0x5c);
    const huge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff);
    const wrong = Uint8Array.of(1, 2, 0, 0x11, 0, 0, 0, 0, 1, 2, 3, 4);
    expect(MAX_FRAME_LENGTH).toBe(0x01020010);
    expect(await read([tooLong])).toEqual([{ kind: "broken", problem: "a frame of the stream is too long" }]);
    expect(await read([huge])).toEqual([{ kind: "broken", problem: "a frame of the stream is too long" }]);
    expect(await read([longest])).toEqual([{ kind: "broken", problem: "the stream ended inside a frame" }]);
    expect(await read([wrong])).toEqual([
      { kind: "broken", problem: "the checksum of a frame's prelude does not match" },
    ]);
  });
});
