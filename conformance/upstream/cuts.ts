/**
 * The same bytes, cut differently: what a network does to every stream sooner or later.
 * @module
 */
import type { UpstreamAnswer } from "./server.ts";

export function join(chunks: Iterable<Uint8Array>): Uint8Array {
  return Buffer.concat([...chunks]);
}

/** Cuts bytes at the given positions; positions outside are ignored. */
export function cutAt(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const inside = [...new Set(positions)].filter((at) => at > 0 && at < bytes.length).sort((a, b) => a - b);
  const edges = [0, ...inside, bytes.length];
  return edges.slice(1).map((end, i) => bytes.slice(edges[i], end));
}

export const everyByte = (bytes: Uint8Array): Uint8Array[] => cutAt(bytes, [...bytes.keys()]);

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;
const CR = 13;
const LF = 10;

/** Positions inside multi-byte characters, between CR and LF, and between the two newlines that end an event. */
export function nastyPositions(bytes: Uint8Array): number[] {
  return [...bytes.keys()].filter((i) => {
    const here = bytes[i] ?? 0;
    const before = bytes[i - 1] ?? 0;
    return isContinuation(here) || (here === LF && (before === CR || before === LF));
  });
}

/** An event stream from ready chunks. */
export const streamOf = (
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  type = "text/event-stream",
): UpstreamAnswer => ({ kind: "answer", status: 200, headers: [["content-type", type]], chunks });
