/**
 * Resets of rate limits that a provider gives as bare milliseconds.
 * @module
 */

const RESET = /^x-ratelimit-reset-/;

/** A copy of headers in which bare resets say their unit, as every reader of durations understands it (ERR-05). */
export function inMilliseconds(headers: Headers): Headers {
  const copy = new Headers(headers);
  for (const [name, value] of headers)
    if (RESET.test(name) && /^\d+$/.test(value)) copy.set(name, `${value}ms`);
  return copy;
}
