/**
 * Retry-After in every form that providers use, as whole seconds (ERR-05).
 * @module
 */

/** Go-style durations: `130ms`, `6s`, `2m59.56s`, `1h2m`. Seconds, or `null` when the text is no duration. */
export function parseGoDuration(text: string): number | null {
  if (!/^(?:\d{1,12}(?:\.\d{1,12})?(?:ms|h|m|s)){1,8}$/.test(text)) return null;
  const parts = [...text.matchAll(/(\d{1,12}(?:\.\d{1,12})?)(ms|h|m|s)/g)];
  const seconds: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  // Stryker disable next-line StringLiteral: the pattern has matched, so there is a unit
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (seconds[unit ?? ""] ?? 0), 0);
}

const wholeSeconds = (seconds: number): number | null =>
  // Stryker disable next-line ConditionalExpression: no form that is read can be negative
  Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;

const NUMBER = /^\d+(?:\.\d+)?$/;

const untilDate = (text: string, nowMs: number): number => Math.max(0, (Date.parse(text) - nowMs) / 1000);

/** A header that holds seconds, a duration or a date. */
function spanOf(value: string | null, nowMs: number): number | null {
  // Stryker disable next-line MethodExpression: headers come without blanks around them
  // Stryker disable next-line StringLiteral: neither text is a number, a duration or a date
  const text = value?.trim() ?? "";
  if (NUMBER.test(text)) return Number(text);
  return parseGoDuration(text) ?? (Number.isFinite(Date.parse(text)) ? untilDate(text, nowMs) : null);
}

/**
 * The header that says when a limit is reset, for the one that says what is left of it. Both spellings:
 * `x-ratelimit-reset-tokens` and `anthropic-ratelimit-tokens-reset`. `null` for any other header.
 */
function resetOf(remaining: string): string | null {
  const at = remaining.indexOf("ratelimit-");
  if (at < 0) return null;
  const [family, limit] = [remaining.slice(0, at + 9), remaining.slice(at + 10)];
  if (limit.startsWith("remaining-")) return `${family}-reset-${limit.slice("remaining-".length)}`;
  return limit.endsWith("-remaining") ? `${family}-${limit.slice(0, -"-remaining".length)}-reset` : null;
}

/** The longest wait among the limits that are used up: only theirs has to pass, others reset on their own. */
function untilReset(
  headers: Pick<Headers, "get"> & Iterable<[string, string]>,
  nowMs: number,
): number | null {
  const waits: number[] = [];
  for (const [name, value] of headers) {
    const reset = resetOf(name);
    if (reset === null || !NUMBER.test(value) || Number(value) > 0) continue;
    const wait = spanOf(headers.get(reset), nowMs);
    if (wait !== null) waits.push(wait);
  }
  // Stryker disable next-line ConditionalExpression: the longest of no waits is not finite, and what is not finite is no wait
  return waits.length === 0 ? null : Math.max(...waits);
}

/** What an error says about waiting, besides its headers. */
export interface SpokenWait {
  message: string | null;
  /** A duration from the body (RetryInfo). */
  delay?: string | null;
  /** Was a limit hit? Only then do the reset headers, which stand on every answer, mean this one. */
  limited?: boolean;
}

/**
 * Seconds to wait, from `retry-after-ms`, `retry-after` (seconds, duration or HTTP date), RetryInfo in the body, a
 * duration in the message ("try again in 4.77s"), or the reset of the limit that is used up. `null` when the provider
 * says nothing.
 * @param nowMs the present, for dates
 */
export function retryAfterSeconds(
  headers: Pick<Headers, "get"> & Iterable<[string, string]>,
  { message, delay = null, limited = false }: SpokenWait,
  nowMs: number,
): number | null {
  const ms = headers.get("retry-after-ms");
  // Stryker disable next-line ConditionalExpression: null is no number as text
  if (ms !== null && NUMBER.test(ms)) return wholeSeconds(Number(ms) / 1000);
  const stated = spanOf(headers.get("retry-after"), nowMs);
  if (stated !== null) return wholeSeconds(stated);
  const spoken = /(?:try again|retry) (?:in|after) ((?:\d+(?:\.\d+)?(?:ms|h|m|s))+)/i.exec(
    // Stryker disable next-line StringLiteral: neither text names a wait
    message ?? "",
  )?.[1];
  // Stryker disable next-line StringLiteral: neither text is a duration
  const said = parseGoDuration(delay ?? "") ?? parseGoDuration(spoken ?? "");
  const seconds = said ?? (limited ? untilReset(headers, nowMs) : null);
  // Stryker disable next-line ConditionalExpression: null is not finite, so it is no wait
  return seconds === null ? null : wholeSeconds(seconds);
}
