/**
 * Broken caches (CAC, CST-08).
 * @module
 */
import type { Around } from "../targets/reference.ts";
import { cachePassedDefects } from "./cache-passed.ts";
import { cacheStoredDefects } from "./cache-stored.ts";
import { cacheToldDefects } from "./cache-told.ts";
import { headersIn } from "./callers.ts";
import type { Defect } from "./defect.ts";
import { withParts } from "./plants.ts";

const healthy: Defect["plant"] = (parts) => parts;

const isCached = (headers: Headers): boolean =>
  headers.get("helicone-cache-enabled")?.toLowerCase() === "true";

/** Drops a header whose value somebody does not understand: silence in place of a 400. */
const dropping = (name: string, isUnderstood: (value: string) => boolean): Around =>
  headersIn((headers) => {
    const value = headers.get(name);
    if (value !== null && !isUnderstood(value)) headers.delete(name);
  });

/** A cache before the gateway, with a key and a rule of its own for what it keeps. */
const cacheBefore =
  (
    keyOf: (path: string, init: RequestInit, headers: Headers) => string,
    keeps: (status: number) => boolean,
  ): Around =>
  (send) => {
    const kept = new Map<string, Kept>();
    return async (path, init) => {
      const headers = new Headers(init.headers);
      if (!isCached(headers)) return send(path, init);
      const key = keyOf(path, init, headers);
      const known = kept.get(key);
      if (known) {
        const told: [string, string][] = [
          ...known.headers,
          ["helicone-cache", "HIT"],
          ["helicone-cache-bucket-idx", "0"],
        ];
        return new Response(known.text, { status: known.status, headers: new Headers(told) });
      }
      const answer = await send(path, init);
      const text = await answer.text();
      const all = [...answer.headers].filter(([name]) => !name.startsWith("helicone-cache"));
      if (keeps(answer.status)) kept.set(key, { status: answer.status, headers: all, text });
      return new Response(text, { status: answer.status, headers: answer.headers });
    };
  };

interface Kept {
  status: number;
  headers: [string, string][];
  text: string;
}

const whole = async (answer: Response): Promise<Kept> => ({
  status: answer.status,
  headers: [...answer.headers],
  text: await answer.text(),
});

const bodyText = ({ body }: RequestInit): string => (typeof body === "string" ? body : "");

export const cacheDefects: readonly Defect[] = [
  {
    id: "cache.spaces-ignored",
    title:
      "A Cache-Control with spaces, as in the documentation, is not understood and an answer is kept for a week",
    seenIn: "Helicone/helicone docs/features/advanced-usage/caching",
    breaks: ["CAC-02"],
    plant: healthy,
    around: dropping("cache-control", (value) => !value.includes(" = ")),
  },
  {
    id: "cache.bad-age-ignored",
    title: "An age that is no number is silently the default",
    seenIn: "own",
    breaks: ["CAC-02"],
    plant: healthy,
    around: dropping(
      "cache-control",
      (value) => /^max-age ?= ?\d{1,8}$/.test(value) && Number(value.split("=")[1]) <= 31_536_000,
    ),
  },
  {
    id: "cache.bucket-nan",
    title: "A bucket size that is no number is NaN, and the gateway goes on with it",
    seenIn: "Helicone/helicone worker/src/lib/util/cache/cacheSettings.ts",
    breaks: ["CAC-02"],
    plant: healthy,
    around: dropping("helicone-cache-bucket-max-size", (value) => value !== "NaN"),
  },
  {
    id: "cache.betas-do-not-count",
    title: "A beta that the caller's own key passes on does not tell two requests apart",
    seenIn: "own",
    breaks: ["CAC-01"],
    providers: ["anthropic"],
    plant: healthy,
    around: headersIn((headers) => {
      if (isCached(headers)) headers.delete("anthropic-beta");
    }),
  },
  {
    id: "cache.kept-too-long",
    title: "Stored answers have no age",
    seenIn: "own",
    breaks: ["CAC-02"],
    plant: withParts(({ answers }) => ({
      answers: {
        ...answers,
        put: (key, slot, text) => answers.put(key, slot, text, Number.MAX_SAFE_INTEGER / 4),
      },
    })),
  },
  {
    id: "cache.one-slot",
    title: "Whatever the size of the bucket, everything is stored in its first slot",
    seenIn: "own",
    breaks: ["CAC-02"],
    plant: withParts(({ answers }) => ({
      answers: { ...answers, put: (key, _slot, text, ttl) => answers.put(key, 0, text, ttl) },
    })),
  },
  {
    id: "cache.always-on",
    title: "Every request is answered from the cache, asked for or not",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: healthy,
    around: headersIn((headers) => headers.set("helicone-cache-enabled", "true")),
  },
  {
    id: "cache.never-stored",
    title: "Nothing is ever stored",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: withParts(({ answers }) => ({ answers: { ...answers, put: async () => true } })),
  },
  {
    id: "cache.text-as-key",
    title: "The body's text is the key, so that another order of fields is another request",
    seenIn: "Helicone/helicone worker/src/lib/util/cache/cacheFunctions.ts",
    breaks: ["CAC-01"],
    plant: healthy,
    around: (send) => {
      const before = cacheBefore(
        (path, init, headers) => JSON.stringify([path, bodyText(init), [...headers]]),
        (status) => status === 200,
      );
      const uncached = headersIn((headers) => headers.delete("helicone-cache-enabled"));
      return before(uncached(send));
    },
  },
  {
    id: "cache.errors-stored",
    title: "Failures are stored like answers",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: healthy,
    around: cacheBefore(
      (path, init, headers) => JSON.stringify([path, bodyText(init), [...headers]]),
      () => true,
    ),
  },
  {
    id: "cache.shared-between-tenants",
    title: "The key of a stored answer does not hold the tenant",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: healthy,
    around: cacheBefore(
      (path, init, headers) => {
        const relevant = [...headers].filter(
          ([name]) => name !== "helicone-auth" && name !== "authorization",
        );
        return JSON.stringify([path, bodyText(init), relevant]);
      },
      (status) => status === 200,
    ),
  },
  {
    id: "cache.body-not-in-key",
    title: "The key of a stored answer holds the messages only",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: healthy,
    around: cacheBefore(
      (path, init, headers) =>
        JSON.stringify([path, JSON.parse(bodyText(init)).messages, headers.get("helicone-auth")]),
      (status) => status === 200,
    ),
  },
  {
    id: "cache.flight-of-all-tenants",
    title: "Requests that are the same share one call, whoever asks",
    seenIn: "own",
    breaks: ["SEC-04"],
    plant: healthy,
    around: (send) => {
      const underWay = new Map<string, Promise<Kept>>();
      return async (path, init) => {
        if (!isCached(new Headers(init.headers))) return send(path, init);
        const key = JSON.stringify([path, bodyText(init)]);
        const first = underWay.get(key);
        const shared = first ?? send(path, init).then(whole);
        underWay.set(key, shared);
        const { status, headers, text } = await shared;
        underWay.delete(key);
        return new Response(text, { status, headers: new Headers(headers) });
      };
    },
  },
  {
    id: "cache.no-single-flight",
    title: "Requests that are the same and at once all go to the provider",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: withParts(({ answers }) => {
      // Nobody finds what another has just brought.
      let reads = 0;
      return {
        answers: {
          ...answers,
          get: (key, slots) =>
            ++reads > 1 ? Promise.resolve(Array(slots).fill(null)) : answers.get(key, slots),
        },
      };
    }),
  },
  {
    id: "cache.hit-billed",
    title: "A hit is booked like a call",
    seenIn: "own",
    breaks: ["CST-08"],
    plant: healthy,
    around: (send) => async (path, init) => {
      const answer = await send(path, init);
      if (answer.headers.get("helicone-cache") !== "HIT") return answer;
      const headers = new Headers(init.headers);
      headers.delete("helicone-cache-enabled");
      const paid = await send(path, { ...init, headers });
      await paid.text();
      return answer;
    },
  },
  {
    id: "cache.framing-kept",
    title: "A stored answer is given as it was framed when it was made",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: healthy,
    around: cacheBefore(
      (path, init, headers) => {
        const { stream: _, ...rest } = JSON.parse(bodyText(init));
        return JSON.stringify([path, rest, [...headers]]);
      },
      (status) => status === 200,
    ),
  },
  ...cacheToldDefects,
  ...cacheStoredDefects,
  ...cachePassedDefects,
];
