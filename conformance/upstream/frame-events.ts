/**
 * Recorded AWS event streams as events, so that quirks can be put on them as on any other stream. Read by hand from the
 * documented layout, apart from the decoder under test.
 * @module
 */
import { encodeFrame } from "../recordings/frames.ts";
import { parse, type WireEvent } from "./wire-events.ts";

const PRELUDE = 12;
const CHECKSUM = 4;

/** The headers of a frame as `name: value`, in order; in recordings all of them are strings. */
function readHeaders(bytes: Buffer): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    const name = bytes.toString("utf8", at + 1, nameEnd);
    const valueStart = nameEnd + 3;
    at = valueStart + bytes.readUInt16BE(nameEnd + 1);
    lines.push(`${name}: ${bytes.toString("utf8", valueStart, at)}`);
  }
  return lines;
}

/** The frames of a recorded stream, which are whole: recordings hold them as lines, not as bytes. */
export function readFrameEvents(bytes: Uint8Array): WireEvent[] {
  const all = Buffer.from(bytes);
  const events: WireEvent[] = [];
  for (let at = 0; at < all.length; ) {
    const end = at + all.readUInt32BE(at);
    const headersEnd = at + PRELUDE + all.readUInt32BE(at + 4);
    const data = all.toString("utf8", headersEnd, end - CHECKSUM);
    events.push({ fields: readHeaders(all.subarray(at + PRELUDE, headersEnd)), data, json: parse(data) });
    at = end;
  }
  return events;
}

const headerOf = (line: string): [string, string] => {
  const colon = line.indexOf(": ");
  return [line.slice(0, colon), line.slice(colon + 2)];
};

/** The events as frames. */
export const writeFrameEvents = (events: readonly WireEvent[]): Uint8Array =>
  new Uint8Array(
    Buffer.concat(
      events.map(({ fields, data, json }) =>
        encodeFrame({ headers: fields.map(headerOf), payload: json === null ? data : JSON.stringify(json) }),
      ),
    ),
  );
