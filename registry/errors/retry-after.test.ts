import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseGoDuration, retryAfterSeconds } from "./retry-after.ts";

const NOW = Date.UTC(2026, 11, 1);
const wait = (headers: Record<string, string>, message: string | null = null) =>
  retryAfterSeconds(new Headers(headers), { message }, NOW);

describe("a wait in whole seconds", () => {
  test.each<[Record<string, string>, string | null, number | null]>([
    [{ "retry-after": "34" }, null, 34],
    [{ "retry-after": " 7 " }, null, 7],
    [{ "retry-after": "0.2" }, null, 1],
    [{ "retry-after-ms": "1500" }, null, 2],
    [{ "retry-after": "9", "retry-after-ms": "1500" }, null, 2],
    [{ "retry-after": "Tue, 01 Dec 2026 00:02:00 GMT" }, null, 120],
    [{ "retry-after": "Mon, 30 Nov 2026 23:00:00 GMT" }, null, 0],
    [{ "retry-after": "3" }, "try again in 20s", 3],
    [{}, "Please try again in 4.77s.", 5],
    [{}, "Please try again in 9m38.016s", 579],
    [{}, "Please try again in 1h2m", 3720],
    [{}, "try again in a while", null],
    [{ "retry-after": "soon" }, null, null],
    [{}, null, null],
  ])("%j and %j are %j", (headers, message, seconds) => expect(wait(headers, message)).toBe(seconds));

  test.each<[Record<string, string>, number | null]>([
    [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "130ms" }, 1],
    [{ "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "6m0s" }, 360],
    [{ "x-ratelimit-remaining-tokens": "12", "x-ratelimit-reset-tokens": "6m0s" }, null],
    [
      {
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "2s",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "9s",
      },
      9,
    ],
    [
      {
        "anthropic-ratelimit-tokens-remaining": "0",
        "anthropic-ratelimit-tokens-reset": "2026-12-01T00:00:40Z",
      },
      40,
    ],
    [{ "x-ratelimit-remaining-requests": "0" }, null],
    [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon" }, null],
  ])("is that of the limit which is used up: %j", (headers, seconds) => {
    expect(retryAfterSeconds(new Headers(headers), { message: null, limited: true }, NOW)).toBe(seconds);
    expect(retryAfterSeconds(new Headers(headers), { message: null }, NOW)).toBeNull();
  });

  test("stands in the body as RetryInfo, which a header outranks", () => {
    const body = { message: "try again in 3s", delay: "34.5s" };
    expect(retryAfterSeconds(new Headers(), body, NOW)).toBe(35);
    expect(retryAfterSeconds(new Headers({ "retry-after": "7" }), body, NOW)).toBe(7);
  });

  test("is never shorter than what a header of milliseconds asks for", () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (ms) => {
        const seconds = wait({ "retry-after-ms": String(ms) }) ?? -1;
        return seconds * 1000 >= ms && (seconds - 1) * 1000 < ms;
      }),
      { seed: 20261 },
    );
  });
});

test.each([
  ["130ms", 0.13],
  ["6s", 6],
  ["2m59.5s", 179.5],
  ["6m0s", 360],
  ["", null],
  ["6", null],
  ["6s later", null],
])("the duration %j is %j seconds", (text, seconds) => expect(parseGoDuration(text)).toBe(seconds));
