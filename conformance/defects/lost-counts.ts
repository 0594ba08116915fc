/**
 * What is counted in several places, or page by page, and goes wrong where two of them meet.
 * @module
 */
import type { Plant } from "../targets/reference.ts";
import { headersIn } from "./callers.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withParts } from "./plants.ts";
import { withRecord } from "./record-plants.ts";

const own = "own";

/** Of the limits of one request those behind the first are not corrected when its cost is known. */
const firstCorrected: Plant = withParts(({ counters }) => {
  const corrected = new Map<number, string>();
  return {
    counters: {
      take: (claims) => counters.take(claims),
      read: (key, windowMs) => counters.read(key, windowMs),
      adjust: async (key, until, delta) => {
        const first = corrected.get(until) ?? key;
        corrected.set(until, first);
        if (first === key) await counters.adjust(key, until, delta);
      },
    },
  };
});

/** A page goes on at the moment at which the one before ended. */
const pagesByTime: Plant = withParts(({ requestLog }) => ({
  requestLog: Object.assign(Object.create(requestLog) as typeof requestLog, {
    page: (...[tenant, filter, after, limit]: Parameters<typeof requestLog.page>) =>
      requestLog.page(tenant, filter, after && { ...after, id: "" }, limit),
  }),
}));

export const lostCountDefects: readonly Defect[] = [
  {
    id: "limits.first-sum-corrected",
    title: "Of the caller's and the operator's cents one keeps what was set aside for a request",
    seenIn: own,
    breaks: ["LIM-01"],
    plant: firstCorrected,
  },
  {
    id: "observability.pages-by-time",
    title: "A page of an export begins with the requests of the moment at which the one before ended",
    seenIn: own,
    breaks: ["OBS-03"],
    plant: pagesByTime,
  },
  {
    id: "billing.low-always-told",
    title: "A wallet that owes is told of where nobody declared a threshold",
    seenIn: own,
    breaks: ["BIL-05"],
    plant: withParts(({ limits }) => ({
      limits: { ...limits, walletAlertBelow: limits.walletAlertBelow === 0n ? 1n : limits.walletAlertBelow },
    })),
  },
  {
    id: "observability.dashes-in-properties",
    title: "A dash in the name of a property becomes an underscore",
    seenIn: own,
    breaks: ["OBS-01"],
    plant: unchanged,
    around: headersIn((headers) => {
      for (const [name, value] of [...headers]) {
        const [, property] = /^helicone-property-(.*-.*)$/.exec(name) ?? [];
        if (property === undefined) continue;
        headers.delete(name);
        headers.set(`helicone-property-${property.replaceAll("-", "_")}`, value);
      }
    }),
  },
  {
    id: "observability.cache-classes-crossed",
    title: "What was read from a cache is recorded as written to it, and the other way round",
    seenIn: own,
    breaks: ["OBS-01", "USE-01"],
    providers: ["anthropic"],
    plant: withRecord((record) => {
      if (record.usage.kind !== "known") return record;
      const { cacheRead, cacheWrite5m, ...rest } = record.usage.usage;
      const usage = {
        ...rest,
        ...(cacheRead === undefined ? {} : { cacheWrite5m: cacheRead }),
        ...(cacheWrite5m === undefined ? {} : { cacheRead: cacheWrite5m }),
      };
      return { ...record, usage: { ...record.usage, usage } };
    }),
  },
  {
    id: "cache.order-not-stored",
    title: "The order of a turn is not stored with it",
    seenIn: own,
    breaks: ["CAC-01", "MAP-17"],
    providers: ["anthropic", "bedrock", "cohere", "google-ai-studio", "openai"],
    plant: withParts(({ answers }) => ({
      answers: {
        ...answers,
        get: (key, size) => answers.get(key, size),
        put: (key, slot, text, ttl) =>
          answers.put(
            key,
            slot,
            text.replaceAll(/"item_order":\[[^\]]*\],?/g, "").replaceAll(",}", "}"),
            ttl,
          ),
      },
    })),
  },
];
