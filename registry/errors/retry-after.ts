/**
 * Retry-After in every form that providers use, as whole seconds (ERR-05).
 * @module
 */

/** Go-style durations: `130ms`, `6s`, `2m59.56s`, `1h2m`. Seconds, or `null` when the text is no duration. */
export function parseGoDuration(text: string): number | null {
  const pattern = /(\d+(?:\.\d+)?)(ms|h|m|s)/g;
  const parts = [...text.matchAll(pattern)];
  if (parts.length === 0 || parts.map((part) => part[0]).join("") !== text) return null;
  const seconds: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (seconds[unit ?? ""] ?? 0), 0);
}

const wholeSeconds = (seconds: number): number | null =>
  Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null;

/**
 * Seconds to wait, from `retry-after-ms`, `retry-after` (seconds or HTTP date) or a duration in the message
 * ("try again in 4.77s"). `null` when the provider says nothing.
 * @param nowMs the present, for HTTP dates
 */
export function retryAfterSeconds(headers: Headers, message: string | null, nowMs: number): number | null {
  const ms = headers.get("retry-after-ms");
  if (ms !== null && /^\d+(\.\d+)?$/.test(ms)) return wholeSeconds(Number(ms) / 1000);
  const value = headers.get("retry-after")?.trim();
  if (value !== undefined && /^\d+(\.\d+)?$/.test(value)) return wholeSeconds(Number(value));
  if (value !== undefined && Number.isFinite(Date.parse(value))) {
    return wholeSeconds(Math.max(0, (Date.parse(value) - nowMs) / 1000));
  }
  const spoken = /try again in ((?:\d+(?:\.\d+)?(?:ms|h|m|s))+)/i.exec(message ?? "")?.[1];
  const seconds = spoken === undefined ? null : parseGoDuration(spoken);
  return seconds === null ? null : wholeSeconds(seconds);
}
