/**
 * What is counted in several places, or page by page, and goes wrong where two of them meet.
 * @module
 */
import type { DecodeContext } from "../../registry/apis/codec.ts";
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { Plant } from "../targets/reference.ts";
import { headersIn } from "./callers.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withCodec, withParts } from "./plants.ts";
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

/** What an answer does not say is what the one before it said. */
function asBefore(part: "usage" | "id" | "model"): Plant {
  let usage: UsageReading | null = null;
  const names = { id: "", model: "" };
  const counted = (now: UsageReading): UsageReading => {
    if (now.kind === "known") usage = now;
    return now.kind === "unknown" && usage !== null ? usage : now;
  };
  const named = <T extends { id: string; model: string }>(
    told: T,
    { fallbackId, endpoint }: DecodeContext,
  ): T => {
    if (part === "usage") return told;
    const own = { id: fallbackId, model: endpoint.providerModelId }[part];
    if (told[part] !== own) names[part] = told[part];
    return told[part] === own && names[part] !== "" ? { ...told, [part]: names[part] } : told;
  };
  return withCodec((original) => ({
    decodeResponse: (body, context) => {
      const decoded = original.decodeResponse(body, context);
      if (!decoded.ok) return decoded;
      const read = part === "usage" ? counted(decoded.usage) : decoded.usage;
      return { ...decoded, usage: read, completion: named(decoded.completion, context) };
    },
    decodeStream: async function* (bytes, context) {
      let isCounted = false;
      for await (const event of original.decodeStream(bytes, context)) {
        if (event.type === "usage") {
          isCounted = true;
          counted(event.usage);
        }
        if (event.type === "end" && !isCounted && part === "usage" && usage !== null)
          yield { type: "usage", usage, reportedCost: null };
        yield event.type === "chunk" ? { ...event, chunk: named(event.chunk, context) } : event;
      }
    },
  }));
}

const told = (part: "usage" | "id" | "model", breaks: Defect["breaks"]): Defect => ({
  id: `response.${part}-of-the-one-before`,
  title: `An answer that tells no ${part} has that of the answer before it`,
  seenIn: own,
  breaks,
  providers: ["anthropic", "deepinfra"],
  plant: asBefore(part),
});

export const lostCountDefects: readonly Defect[] = [
  told("usage", ["USE-05", "CST-03"]),
  told("id", ["RES-01"]),
  told("model", ["RES-01"]),
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
