/**
 * Streams under cuts: the same events must come out wherever the bytes were divided (STR-01).
 * @module
 */
import type { StreamEvent } from "../../../registry/apis/codec.ts";
import type { Setting } from "./setting.ts";

/** Positions to cut a stream of that length at; another draw each time. */
export type Cuts = (length: number) => number[];

/** How often a stream is cut anew, and up to which length also byte by byte. */
const DRAWS = 3;
const BYTEWISE = 6000;

/** The events of a stream that arrives in these pieces, but for keep-alives. */
export async function eventsOf(
  chunks: Iterable<Uint8Array>,
  { codec, context }: Setting,
): Promise<StreamEvent[]> {
  const source = (async function* () {
    yield* chunks;
  })();
  const events: StreamEvent[] = [];
  for await (const event of codec.decodeStream(source, context))
    if (event.type !== "keep-alive") events.push(event);
  return events;
}

function* cutAt(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [i, end] of edges.slice(1).entries()) yield bytes.slice(edges[i], end);
}

/** The cuts under which other events came out; `null` when none did. */
export async function badCut(
  bytes: Uint8Array,
  events: string,
  setting: Setting,
  cuts: Cuts,
): Promise<string | null> {
  for (let draw = 0; draw < DRAWS; draw++) {
    const edges = cuts(bytes.length);
    if (JSON.stringify(await eventsOf(cutAt(bytes, edges), setting)) !== events) return `at ${edges}`;
  }
  if (bytes.length > BYTEWISE) return null;
  const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
  return JSON.stringify(await eventsOf(single, setting)) === events ? null : "byte by byte";
}
