/**
 * How providers have done lately, as far as this process has seen. In memory: it changes an order for half a minute, and
 * a process that has just begun knows nothing against anybody.
 * @module
 */
import type { Meaning } from "../../registry/errors/meaning.ts";
import { type Health, healthAfter, putBack } from "../../registry/routing/health.ts";
import type { Attempt } from "../../registry/routing/plan.ts";
import type { Clock } from "../parts.ts";

/** Most providers and callers that are remembered; the ones seen longest ago are forgotten first. */
const MAX_REMEMBERED = 10_000;

export interface ProviderHealth {
  /** Those that keep failing come last among the attempts for one entry of the list, in one mode. */
  ordered(tenantId: string, attempts: readonly Attempt[]): Attempt[];
  /** Remembers how an attempt ended. @returns whether this put the provider back */
  note(tenantId: string, attempt: Attempt, failure: Meaning | null): boolean;
}

/** What one tenant's own key meets says nothing about the others. */
const keyOf = (tenantId: string, { endpoint, mode }: Attempt): string =>
  JSON.stringify([endpoint.provider, mode === "byok" ? tenantId : null]);

export function memoryHealth(clock: Pick<Clock, "now">): ProviderHealth {
  const known = new Map<string, Health>();
  const isPutBack = (key: string): boolean => (known.get(key)?.until ?? 0) > clock.now();
  return {
    ordered: (tenantId, attempts) => putBack(attempts, (attempt) => isPutBack(keyOf(tenantId, attempt))),
    note: (tenantId, attempt, failure) => {
      const key = keyOf(tenantId, attempt);
      const was = isPutBack(key);
      const next = healthAfter(known.get(key), failure, clock.now());
      known.delete(key);
      if (next === null) return false;
      known.set(key, next);
      const [oldest] = known.keys();
      if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
      return !was && isPutBack(key);
    },
  };
}
