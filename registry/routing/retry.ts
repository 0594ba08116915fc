/**
 * Retries of one attempt, where the caller asked for them (FLB-06): off by default, bounded in number and time, jittered
 * by a given source, and never against what the provider said about when to come back (FLB-04).
 * @module
 */
import type { ApiError } from "../errors/api-error.ts";
import type { Meaning } from "../errors/meaning.ts";

export interface RetryPolicy {
  /** Tries after the first one. */
  retries: number;
  factor: number;
  /** The first wait and the longest one, in milliseconds. */
  minMs: number;
  maxMs: number;
}

export type ReadRetries =
  /** `null`: the caller did not ask for retries. */
  { ok: true; policy: RetryPolicy | null } | { ok: false; header: string; problem: string };

const ENABLED = "Helicone-Retry-Enabled";

/** Each header with its default and bounds; whole numbers, but for the factor. */
const NUMBERS = {
  retries: { header: "Helicone-Retry-Num", fallback: 5, low: 0, high: 10 },
  factor: { header: "Helicone-Retry-Factor", fallback: 2, low: 1, high: 10 },
  minMs: { header: "Helicone-Retry-Min-Timeout", fallback: 1000, low: 0, high: 60_000 },
  maxMs: { header: "Helicone-Retry-Max-Timeout", fallback: 10_000, low: 0, high: 60_000 },
} as const;

function numberOf(
  text: string | null,
  { fallback, low, high }: { fallback: number; low: number; high: number },
  whole: boolean,
): number | null {
  if (text === null) return fallback;
  const form = whole ? /^\d{1,6}$/ : /^\d{1,3}(\.\d{1,3})?$/;
  const value = form.test(text.trim()) ? Number(text) : Number.NaN;
  return value >= low && value <= high ? value : null;
}

/**
 * Reads the headers of one request. Where retries are not asked for, no other header is looked at.
 * @param get the value of a header, whatever the case of its name
 */
export function readRetries(get: (name: string) => string | null): ReadRetries {
  const enabled = get(ENABLED)?.trim().toLowerCase() ?? "false";
  if (enabled === "false") return { ok: true, policy: null };
  if (enabled !== "true") return { ok: false, header: ENABLED, problem: "expected true or false" };
  const policy: RetryPolicy = { retries: 0, factor: 0, minMs: 0, maxMs: 0 };
  for (const name of ["retries", "factor", "minMs", "maxMs"] as const) {
    const rule = NUMBERS[name];
    const value = numberOf(get(rule.header), rule, name !== "factor");
    if (value === null) {
      const kind = name === "factor" ? "a number" : "a whole number";
      return { ok: false, header: rule.header, problem: `expected ${kind} from ${rule.low} to ${rule.high}` };
    }
    policy[name] = value;
  }
  if (policy.minMs > policy.maxMs)
    return {
      ok: false,
      header: NUMBERS.minMs.header,
      problem: `expected at most ${NUMBERS.maxMs.header} (${policy.maxMs})`,
    };
  return { ok: true, policy };
}

/** Failures that may be over in a moment: limits, overload, faults, time limits and broken connections. */
const PASSING: readonly Meaning[] = ["rate_limit", "timeout", "api", "overloaded"];

/** Failures that the gateway itself found before anything was sent: a second try finds the same. */
const isOwn = ({ upstreamStatus, code }: ApiError): boolean =>
  upstreamStatus === null && code === "provider_rate_limit";

/**
 * How long to wait before the next try, in milliseconds; `null` where there is none.
 * @param tried how often it was tried
 * @param random from 0 to 1, 1 excluded
 */
export function retryDelay(
  policy: RetryPolicy,
  error: ApiError,
  tried: number,
  random: number,
): number | null {
  if (tried > policy.retries || !PASSING.includes(error.meaning) || isOwn(error)) return null;
  const longest = Math.min(policy.maxMs, policy.minMs * policy.factor ** (tried - 1));
  // Half of it is certain, so that nobody comes back at once; the other half keeps callers apart.
  const wait = Math.round(longest / 2 + (longest / 2) * random);
  const asked = (error.retryAfter ?? 0) * 1000;
  // A provider that wants more time than the caller gives is not asked again.
  return asked > policy.maxMs ? null : Math.max(wait, asked);
}
