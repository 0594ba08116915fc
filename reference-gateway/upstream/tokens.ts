/**
 * Tokens that credentials were traded for: kept until shortly before they expire, fetched once however many wait (AUT-05).
 * @module
 */
import type { Token } from "../../registry/providers/_shared/token.ts";
import type { Clock } from "../parts.ts";

export interface Tokens {
  /** The kept token of a key, or a fresh one. A failure is not kept. */
  obtain(key: string, fresh: () => Promise<Token>): Promise<string>;
  /** Drops a token that was refused, unless a newer one has taken its place. */
  forget(key: string, value: string): void;
}

/** How long before its end a token is no longer used: longer than any request takes to be sent. */
const MARGIN_MS = 5 * 60_000;

/** A token that lives shorter than twice the margin is used for half its life. */
const usableMs = (lifetimeMs: number): number => Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2);

/** More keys than this are not kept: the oldest goes. */
const MAX_KEPT = 10_000;

interface Kept {
  token: Promise<string>;
  value: string | null;
  until: number;
}

/** Tokens of one process, in memory: they live an hour at most. */
export function memoryTokens(clock: Pick<Clock, "now">): Tokens {
  const kept = new Map<string, Kept>();
  const fetchInto = (key: string, fresh: () => Promise<Token>): Promise<string> => {
    // Stryker disable next-line StringLiteral: replaced in the next statement, before anybody can read it
    const entry: Kept = { token: Promise.resolve(""), value: null, until: Number.POSITIVE_INFINITY };
    entry.token = fresh().then(
      ({ value, lifetimeSeconds }) => {
        entry.value = value;
        entry.until = clock.now() + usableMs(lifetimeSeconds * 1000);
        return value;
      },
      (error: unknown) => {
        if (kept.get(key) === entry) kept.delete(key);
        throw error;
      },
    );
    kept.delete(key);
    kept.set(key, entry);
    const [oldest] = kept.keys();
    // Stryker disable next-line ConditionalExpression: a map above its limit has a first key
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return entry.token;
  };
  return {
    obtain: (key, fresh) => {
      const found = kept.get(key);
      return found && clock.now() < found.until ? found.token : fetchInto(key, fresh);
    },
    forget: (key, value) => {
      if (kept.get(key)?.value === value) kept.delete(key);
    },
  };
}
