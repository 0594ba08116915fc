/**
 * Counting what callers use within windows of time: rate limits, limits per domain, wrong keys. Exact under concurrency
 * and across processes that share a store (LIM-01).
 *
 * A window begins with the first claim that is taken and ends after its length; then the count begins at 0 again. All
 * claims of one call are taken, or none: what one limit refuses costs nothing of the others.
 * @module
 */
import { hash } from "node:crypto";

/** One thing that is to be counted. */
export interface Claim {
  /** From {@link counterKey}. */
  key: string;
  /** 0 to {@link MAX_COUNT}, in whatever unit the limit has. */
  amount: bigint;
  /** The most that a window holds, 0 to {@link MAX_COUNT}. */
  limit: bigint;
  /** Length of a window in milliseconds, 1 to {@link MAX_WINDOW_MS}. */
  windowMs: number;
}

export interface Count {
  /** Counted in the running window; 0 where none runs. */
  used: bigint;
  /** When the running window ends, in milliseconds since 1970; where none runs, when one that begins now would. */
  until: number;
}

export type Taken =
  | { ok: true; counts: Count[] }
  /** `refused` is the index of a claim that did not fit, `count` its count; nothing was taken. */
  | { ok: false; refused: number; count: Count };

/** Every method rejects when the store cannot be reached, is full or is given a wrong claim; nothing is hidden. */
export interface CounterStore {
  /** Counts all claims if each of them fits its limit. @throws RangeError for a claim out of bounds */
  take(claims: readonly Claim[]): Promise<Taken>;
  /**
   * Corrects what was taken once it is known exactly: adds `delta`, which may be negative, never below 0. Without effect
   * where the window that ends at `until` is over.
   */
  adjust(key: string, until: number, delta: bigint): Promise<void>;
  /** What is counted in the running window, without counting anything. */
  read(key: string, windowMs: number): Promise<Count>;
}

/** Sums of two stay within 64 bits. */
export const MAX_COUNT = 4n * 10n ** 18n;
export const MAX_WINDOW_MS = 366 * 86_400_000;
/** Most claims of one call. */
const MAX_CLAIMS = 16;

/** A longer part stands in a key by its hash: written once more, a body of ten megabytes costs as much as hashing it. */
const LONG_PART = 1024;

/**
 * A key of bounded length: the parts may be of any length and hold anything a caller wrote, and stay unreadable in the store.
 * @param kind what is counted, for example `rate-limit`
 */
export function counterKey(kind: string, parts: readonly string[]): string {
  // An object, so that no part can be written to look like another one's hash.
  const short = parts.map((part) => (part.length > LONG_PART ? { sha256: hash("sha256", part) } : part));
  return `${kind}:${hash("sha256", JSON.stringify(short))}`;
}

/** @throws RangeError for a claim that no store could count exactly */
export function checkClaims(claims: readonly Claim[]): void {
  if (claims.length === 0 || claims.length > MAX_CLAIMS)
    throw new RangeError(`a call takes 1 to ${MAX_CLAIMS} claims, not ${claims.length}`);
  for (const { amount, limit, windowMs } of claims) {
    for (const [name, value] of Object.entries({ amount, limit })) {
      if (value < 0n || value > MAX_COUNT)
        throw new RangeError(`the ${name} of a claim must be 0 to ${MAX_COUNT}, not ${value}`);
    }
    if (!Number.isSafeInteger(windowMs) || windowMs < 1 || windowMs > MAX_WINDOW_MS)
      throw new RangeError(`a window must be 1 to ${MAX_WINDOW_MS} ms, not ${windowMs}`);
  }
}

/** @throws RangeError for a correction that no store could add exactly */
export function checkDelta(delta: bigint): void {
  if (delta < -MAX_COUNT || delta > MAX_COUNT)
    throw new RangeError(`a correction must be at most ${MAX_COUNT} either way, not ${delta}`);
}

/**
 * Counts the claims of one call, in their order, where all of them fit.
 * @param running the window of a key that runs; one that begins now where none does
 * @returns what the caller is told, and the windows that change by it
 */
export function countClaims(
  claims: readonly Claim[],
  running: (key: string, windowMs: number) => Count,
): { taken: Taken; changed: ReadonlyMap<string, Count> } {
  const next = new Map<string, Count>();
  for (const [refused, { key, amount, limit, windowMs }] of claims.entries()) {
    const { used, until } = next.get(key) ?? running(key, windowMs);
    if (used + amount > limit)
      return { taken: { ok: false, refused, count: running(key, windowMs) }, changed: new Map() };
    next.set(key, { used: used + amount, until });
  }
  const counts = claims.map(({ key, windowMs }) => next.get(key) ?? running(key, windowMs));
  return { taken: { ok: true, counts }, changed: next };
}
