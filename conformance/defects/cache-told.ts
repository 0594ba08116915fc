/**
 * Caches that tell something else of a hit than of the answer that it repeats, or that keep what they must not.
 * @module
 */
import type { Stage } from "../../reference-gateway/stages/stage.ts";
import type { RequestRecord } from "../../reference-gateway/telemetry/record.ts";
import { isObject, parseJson } from "../../registry/json.ts";
import type { Around, Plant } from "../targets/reference.ts";
import { headersIn, headersOut } from "./callers.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withParts } from "./plants.ts";
import { withRecord } from "./record-plants.ts";

const withHits = (change: (record: RequestRecord) => RequestRecord): Plant =>
  withRecord((record) => (record.cached ? change(record) : record));

/** Drops a word of Cache-Control before the gateway reads it. */
const deafTo = (word: string) =>
  headersIn((headers) => {
    if (headers.get("cache-control")?.includes(word)) headers.delete("cache-control");
  });

const withStages = (change: (stages: readonly Stage[]) => readonly Stage[]): Plant =>
  withParts(({ stages }) => ({ stages: change(stages) }));

/** The stages with the counting of limits before the cache. */
function countedFirst(stages: readonly Stage[]): readonly Stage[] {
  const counting = stages.filter(({ name }) => name === "rate-limits");
  return stages.flatMap((stage) => {
    if (counting.includes(stage)) return [];
    return stage.name === "cache" ? [...counting, stage] : [stage];
  });
}

/** The stop sequences of a request, sorted by whoever tidies its body. */
const sortingStops: Around = (send) => (path, init) => {
  const body: unknown = typeof init.body === "string" ? parseJson(init.body) : null;
  if (!isObject(body) || !Array.isArray(body.stop)) return send(path, init);
  return send(path, { ...init, body: JSON.stringify({ ...body, stop: [...body.stop].sort() }) });
};

export const cacheToldDefects: readonly Defect[] = [
  {
    id: "cache.twenty-is-too-many",
    title: "A bucket of twenty answers is refused",
    seenIn: "own",
    breaks: ["CAC-02"],
    plant: unchanged,
    around: headersIn((headers) => {
      const name = "helicone-cache-bucket-max-size";
      if (headers.get(name) === "20") headers.set(name, "21");
    }),
  },
  {
    id: "cache.lists-without-order",
    title: "Requests that differ in the order of a list are one",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: unchanged,
    around: sortingStops,
  },
  {
    id: "cache.no-cache-saves-nothing",
    title: "An answer that was asked for anew does not take the place of the stored one",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: unchanged,
    around: headersIn((headers) => {
      if (headers.get("cache-control") === "no-cache") headers.delete("helicone-cache-enabled");
    }),
  },
  {
    id: "cache.age-in-the-key",
    title: "Each age has a cache of its own",
    seenIn: "own",
    breaks: ["CAC-02"],
    plant: unchanged,
    around: headersIn((headers) => {
      const age = headers.get("cache-control");
      if (age?.includes("max-age")) headers.set("helicone-cache-seed", age);
    }),
  },
  {
    id: "cache.hit-without-usage",
    title: "The record of a hit has no usage",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: withHits((record) => ({ ...record, usage: { kind: "unknown" } })),
  },
  {
    id: "cache.hit-of-nobody",
    title: "The record of a hit does not say who made the answer",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: withHits((record) => ({ ...record, served: null })),
  },
  {
    id: "cache.hit-under-the-old-id",
    title: "The record of a hit names the provider's request of then",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: withHits((record) => ({
      ...record,
      served: record.served && { ...record.served, upstreamRequestId: "of-then" },
    })),
  },
  {
    id: "cache.latency-of-the-hit",
    title: "A hit tells how long the look into the store took",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: unchanged,
    around: headersOut((headers) => {
      if (headers.has("helicone-cache-latency")) headers.set("helicone-cache-latency", "0");
    }),
  },
  {
    id: "cache.hit-counts-an-attempt",
    title: "A hit says that a provider was asked",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: unchanged,
    around: headersOut((headers) => {
      if (headers.get("helicone-attempts") === "0") headers.set("helicone-attempts", "1");
    }),
  },
  {
    id: "cache.no-cache-unheard",
    title: "no-cache is not looked at, and a stored answer is given",
    seenIn: "own",
    breaks: ["CAC-01", "CAC-02"],
    plant: unchanged,
    around: deafTo("no-cache"),
  },
  {
    id: "cache.no-store-unheard",
    title: "no-store is not looked at, and the answer is stored",
    seenIn: "own",
    breaks: ["CAC-01", "CAC-02"],
    plant: unchanged,
    around: deafTo("no-store"),
  },
  {
    id: "cache.saving-reads",
    title: "Who only saves is given stored answers",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: unchanged,
    around: headersIn((headers) => {
      if (headers.has("helicone-cache-save")) headers.set("helicone-cache-read", "true");
    }),
  },
  {
    id: "cache.reading-saves",
    title: "Who only reads fills the cache",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: unchanged,
    around: headersIn((headers) => {
      if (headers.has("helicone-cache-read")) headers.set("helicone-cache-save", "true");
    }),
  },
  {
    id: "cache.seeds-without-case",
    title: "Seeds that differ by a capital are one seed",
    seenIn: "own",
    breaks: ["CAC-01"],
    plant: unchanged,
    around: headersIn((headers) => {
      const seed = headers.get("helicone-cache-seed");
      if (seed !== null) headers.set("helicone-cache-seed", seed.toLowerCase());
    }),
  },
  {
    id: "cache.first-slot-always",
    title: "Of a bucket's answers the first one is given, whenever it is asked",
    seenIn: "own",
    breaks: ["CAC-02"],
    plant: withParts(() => ({ random: () => 0 })),
  },
  {
    id: "cache.hits-counted",
    title: "Hits use up rate limits",
    seenIn: "own",
    breaks: ["LIM-01"],
    plant: withStages(countedFirst),
  },
  {
    id: "cache.secrets-stored",
    title: "An answer that repeats a key is stored as the provider sent it",
    seenIn: "own",
    breaks: ["CAC-01", "SEC-01"],
    plant: withStages((stages) =>
      stages.map((stage) => ({
        ...stage,
        after: async (inbound, completed, parts) =>
          stage.after?.(inbound, { ...completed, masked: false }, parts),
      })),
    ),
  },
];
