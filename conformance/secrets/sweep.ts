/**
 * The leak hunt: after every case each canary may be found only in its one place (SEC-01).
 * @module
 */

import type { Checks } from "../engine/check.ts";
import type { Received } from "../upstream/server.ts";
import { CANARY } from "./canaries.ts";

/** Everything that a case left behind. */
export interface Traces {
  /** With the credential each request may carry, wherever its dialect puts it. */
  requests: { request: Received; credential: string }[];
  replies: { where: string; text: string }[];
  logs: readonly string[];
  records: readonly unknown[];
}

const plain = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) => (typeof inner === "bigint" ? inner.toString() : inner)) ?? "";

const MARK = "canary0";

/** Base64 of the mark wherever it may begin in a group of three, without the characters that its neighbours change. */
const inBase64 = [0, 1, 2].map((before) => {
  const whole = Buffer.from(`${"-".repeat(before)}${MARK}`).toString("base64");
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + MARK.length) * 8) / 6));
});

/** What a secret looks like after a coding that anybody can undo. */
const CODED: readonly [coding: string, pattern: RegExp][] = [
  ["base64", new RegExp(inBase64.join("|"))],
  ["hex", new RegExp(Buffer.from(MARK).toString("hex"), "i")],
  ["reverse", new RegExp([...MARK].reverse().join(""), "i")],
];

const foundPlain = (text: string): string[] => [...new Set(text.match(CANARY) ?? [])];

/** The planted secrets of a text, plain or coded. */
export const foundIn = (text: string): string[] => [
  ...foundPlain(text),
  ...CODED.filter(([, pattern]) => pattern.test(text)).map(([coding]) => `a secret in ${coding}`),
];

/** Where in a request a credential may stand: a header, never the URL or the body. */
function leaksOfRequest({ request, credential }: Traces["requests"][number]): string[] {
  const headers = [...request.headers].map(([name, value]) => ({ place: `header ${name}`, text: value }));
  const places = [
    ...headers,
    { place: "the URL", text: request.url },
    { place: "the body", text: request.body },
  ];
  // As they stand only: a signed assertion rightly holds a key's own names in base64.
  return places.flatMap(({ place, text }) =>
    foundPlain(text)
      .filter((canary) => !(canary === credential && place.startsWith("header ")))
      .map((canary) => `${canary} in ${place} to ${new URL(request.url).host}`),
  );
}

/** Runs the sweep and reports one check. */
export function sweep(traces: Traces, check: Checks): void {
  const leaks = [
    ...traces.requests.flatMap(leaksOfRequest),
    ...traces.replies.flatMap(({ where, text }) => foundIn(text).map((canary) => `${canary} in ${where}`)),
    ...traces.logs.flatMap((line) => foundIn(line).map((canary) => `${canary} in the log`)),
    ...traces.records.flatMap((record) => foundIn(plain(record)).map((canary) => `${canary} in a record`)),
  ];
  check.that("SEC-01", "secrets.stay-in-their-place", leaks.length === 0, {
    expected: "every planted secret only in the credential header of its own provider",
    seen: [...new Set(leaks)],
    repair: "build each outbound request from nothing; never copy the caller's headers or another attempt's",
  });
}
