/**
 * How an author's stream is cut where its recording does not say.
 * @module
 */
import type { Chunks } from "./schema.ts";

const EVENT_GAP_MS = 10;

/** One chunk per server-sent event, blank line included, 10 ms apart; what follows the last one is a chunk too. */
export function chunkPerEvent(body: Uint8Array): Chunks {
  const text = Buffer.from(body).toString("latin1"); // One character per byte, so that lengths are byte counts.
  const events = text.split(/(?<=\r\n\r\n|\n\n)/);
  return events.map((event, index) => [event.length, index === 0 ? 0 : EVENT_GAP_MS]);
}

/** One chunk per frame, 10 ms apart. */
export const chunkPerFrame = (lengths: readonly number[]): Chunks =>
  lengths.map((length, index) => [length, index === 0 ? 0 : EVENT_GAP_MS]);

/** One chunk per event of a stream. @param frames the lengths of its frames, where it has frames */
export const chunksByEvent = (body: Uint8Array, frames: readonly number[] | null): Chunks =>
  frames === null ? chunkPerEvent(body) : chunkPerFrame(frames);
