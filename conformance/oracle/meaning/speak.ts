/**
 * What those who write answers share: what they need to know of a host, and the steps of a stream.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Piece } from "../../upstream/wires/wire.ts";
import type { AnswerUsage } from "./answer.ts";

/** How a host counts and names, as its documentation says it. */
export interface Habits {
  /** Does the prompt count include what was read from a cache, and what was written to one? */
  cachedInside: boolean;
  writesInside: boolean;
  /** Does the completion count include reasoning? */
  reasoningInside: boolean;
  /** The places of a usage object in a body or chunk, one of which is used. */
  places: readonly (readonly string[])[];
  /** Where the host reports its own price, and whether in ten-billionths of a USD or in USD. */
  price: { place: readonly string[]; inTicks: boolean } | null;
  /** The caller's tools as they are called at the host, in order. */
  tools: readonly string[];
}

/** One piece of a stream, and the usage that has been told once it has arrived. */
export interface Step {
  piece: Piece;
  told: AnswerUsage | null;
  /** Has every choice that had begun by then said why it ended? */
  finished: boolean;
}

/** What a host says when it fails in the midst of a stream, and the usage that it tells with it, where there is a place for one. */
export interface Failure {
  piece: Piece;
  told: AnswerUsage | null;
}

/** Why it failed; the same words in every API. */
export const JAMMED = "The lock jammed";

/** A value put at a path of keys, beside what is there. */
export function put(into: JsonObject, path: readonly string[], value: JsonObject[string]): JsonObject {
  const [first, ...rest] = path;
  if (first === undefined) return into;
  const inner = into[first];
  const held: JsonObject = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? inner : {};
  return { ...into, [first]: rest.length === 0 ? value : put(held, rest, value) };
}

/** Nothing but what is above zero. */
export const given = (counts: Readonly<Record<string, number | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => (count ?? 0) > 0)) as JsonObject;

/** The host's own price for a usage, in its unit; nothing where it reports none. */
export const withPrice = (usage: JsonObject, { price }: Habits, { ticks }: AnswerUsage): JsonObject =>
  price === null ? usage : put(usage, price.place.slice(1), price.inTicks ? ticks : Number(`${ticks}e-10`));

/** Tells, choice by choice, whether all that have begun are over. */
export function endings(): (index: unknown, isOver: boolean) => boolean {
  const open = new Map<unknown, boolean>();
  return (index, isOver) => {
    open.set(index, isOver || open.get(index) === true);
    return [...open.values()].every((over) => over);
  };
}

/** Queues of things in order, put one behind the other in an order of their own. */
export function interleaved<T>(queues: readonly (readonly T[])[], roll: (below: number) => number): T[] {
  const left = queues.map((queue) => [...queue]).filter((queue) => queue.length > 0);
  const out: T[] = [];
  while (left.length > 0) {
    const at = roll(left.length);
    const next = left[at]?.shift();
    if (next !== undefined) out.push(next);
    if (left[at]?.length === 0) left.splice(at, 1);
  }
  return out;
}
