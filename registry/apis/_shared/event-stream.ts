/**
 * AWS event streams: binary frames with lengths and two checksums, read from bytes that may be cut anywhere (STR-01, STR-02).
 *
 * A frame is `u32 total | u32 headers | u32 crc32(first 8 bytes) | headers | payload | u32 crc32(everything before)`.
 * @module
 */
import { EventStreamCodec } from "@smithy/eventstream-codec";

export type FrameItem =
  | { kind: "frame"; headers: ReadonlyMap<string, string>; payload: string }
  /** The stream broke its own format. Nothing follows. */
  | { kind: "broken"; problem: string };

const PRELUDE = 12;
/** Prelude and trailing checksum: a frame without headers and payload. */
const OVERHEAD = 16;
/** Longest frame, in bytes: AWS allows payloads of 16 MiB and 128 KiB of headers. */
export const MAX_FRAME_LENGTH = 16 * 1024 * 1024 + 128 * 1024 + OVERHEAD;

const decoder = new TextDecoder("utf-8");
const encoder = new TextEncoder();
const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : decoder.decode(bytes as Uint8Array)),
  (text) => encoder.encode(text),
);

/** CRC-32 (IEEE) of the few bytes of a prelude; the codec checks the rest once the frame is whole. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** Bytes that wait for the rest of their frame; joined only once enough are there, so that single bytes cost little. */
class Pending {
  length = 0;
  private parts: Uint8Array[] = [];

  add(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.parts.push(bytes);
    this.length += bytes.length;
  }

  private joined(): Uint8Array {
    const [only] = this.parts;
    if (only && this.parts.length === 1) return only;
    const all = new Uint8Array(this.length);
    let at = 0;
    for (const part of this.parts) {
      all.set(part, at);
      at += part.length;
    }
    this.parts = [all];
    return all;
  }

  peek(count: number): Uint8Array {
    return this.joined().subarray(0, count);
  }

  take(count: number): Uint8Array {
    const all = this.joined();
    const rest = all.subarray(count);
    this.parts = rest.length > 0 ? [rest] : [];
    this.length = rest.length;
    return all.subarray(0, count);
  }
}

/** The length that a prelude announces, or what is wrong with it: a corrupt length must not be waited for. */
function frameLength(prelude: Uint8Array): { length: number } | { problem: string } {
  const view = new DataView(prelude.buffer, prelude.byteOffset, PRELUDE);
  const [total, headers, checksum] = [view.getUint32(0), view.getUint32(4), view.getUint32(8)];
  if (checksum !== crc32(prelude.subarray(0, 8)))
    return { problem: "the checksum of a frame's prelude does not match" };
  if (total < OVERHEAD || headers > total - OVERHEAD)
    return { problem: `a frame says that it is ${total} bytes long, ${headers} of them headers` };
  if (total > MAX_FRAME_LENGTH) return { problem: "a frame of the stream is too long" };
  return { length: total };
}

function readFrame(bytes: Uint8Array): FrameItem {
  try {
    const { headers, body } = codec.decode(bytes);
    const texts = Object.entries(headers).map(([name, { value }]) => [name, String(value)] as const);
    return { kind: "frame", headers: new Map(texts), payload: decoder.decode(body) };
  } catch {
    return { kind: "broken", problem: "a frame of the stream is corrupt" };
  }
}

/** Reads bytes as frames. The end inside a frame, a wrong length or a wrong checksum is `broken`, and the last item. */
export async function* readFrames(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FrameItem> {
  const pending = new Pending();
  let wanted: number | null = null;
  for await (const chunk of bytes) {
    pending.add(chunk);
    while (pending.length >= (wanted ?? PRELUDE)) {
      if (wanted === null) {
        const announced = frameLength(pending.peek(PRELUDE));
        if ("problem" in announced) {
          yield { kind: "broken", problem: announced.problem };
          return;
        }
        wanted = announced.length;
        continue;
      }
      const item = readFrame(pending.take(wanted));
      wanted = null;
      yield item;
      if (item.kind === "broken") return;
    }
  }
  if (pending.length > 0) yield { kind: "broken", problem: "the stream ended inside a frame" };
}

/** One frame with string headers, in their order. */
export function encodeFrame(headers: readonly (readonly [string, string])[], payload: string): Uint8Array {
  const typed = headers.map(([name, value]) => [name, { type: "string" as const, value }]);
  return codec.encode({ headers: Object.fromEntries(typed), body: encoder.encode(payload) });
}
