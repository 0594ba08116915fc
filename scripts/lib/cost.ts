/**
 * What a usage costs at an endpoint on a day, with everything that led there. Pure: values and registry in, a report out.
 * @module
 */
import { z } from "zod";
import { PRICE_WORDS, type PriceWords } from "../../registry/canonical/price-words.ts";
import {
  PER_USE_CLASSES,
  sumClasses,
  USAGE_CLASSES,
  type Usage,
  type UsageClass,
  type UsageReading,
  withTerms,
} from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { isObject } from "../../registry/json.ts";
import type { Cost } from "../../registry/pricing/cost.ts";
import { picoToPerMillion, picoToUsd } from "../../registry/pricing/money.ts";
import { asOf } from "../../registry/pricing/periods.ts";
import { placed } from "../../registry/pricing/place.ts";
import { type CompiledTier, chooseTier } from "../../registry/pricing/tiers.ts";
import { nearest } from "../../registry/routing/nearest.ts";
import { type WireReading, wireReading } from "./cost-reading.ts";
import { WrongUse } from "./wrong-use.ts";

/** What is asked. Exactly one of `usage` and `raw`, as parsed JSON. */
export interface CostQuestion {
  endpoint: string;
  /** Counts by class. */
  usage?: unknown;
  /** The usage object as the provider sends it, the whole body that holds it, or a stream: its events, or their text. */
  raw?: unknown;
  /** What the answer says about its price, beside what `raw` holds. */
  words?: PriceWords;
  /** Where the call went; the deployment's own region, or the list price, where absent. */
  region?: string;
  /** ISO date, or a minute, UTC. */
  at: string;
}

/** Money as exact decimal strings in USD. */
export interface CostReport {
  endpoint: string;
  at: string;
  /** The region whose prices were taken. */
  place?: string;
  usage: Usage;
  tier: { from: number; boundary: "above" | "at"; shape: "whole" | "marginal"; why: string };
  /** What changed the price list: `service_tier priority`. */
  modifiers?: string[];
  classes: {
    /** The endpoint of another model inside the answer. */
    endpoint?: string;
    class: UsageClass;
    tokens: number;
    /** USD per million tokens; per use for `request` and `search`. */
    rate: string;
    unit: "USD per million tokens" | "USD per use";
    /** The class whose price was taken. */
    pricedAs: UsageClass;
    /** Where the tier begins that these tokens pay. */
    from: number;
    amount: string;
  }[];
  /** Computed from the price list; `null` where only the provider's own price can be told. */
  total: string | null;
  /** The provider's own price, where `raw` holds one, and which of the two the gateway charges. */
  reported?: { total: string | null; problem: string | null; charged: string };
}

/** The usage itself is at fault, or the endpoint has no price for it: nothing was computed. */
export class CannotPrice extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CannotPrice";
  }
}

const PER_USE: readonly UsageClass[] = PER_USE_CLASSES;
const CLASSES = USAGE_CLASSES.join(", ");

/** @throws WrongUse that shows what was given */
export function parseJson(flag: string, text: string): unknown {
  // A stream as it was recorded.
  if (flag === "--raw" && /^(?:data|event|id|:)/m.test(text) && /^data:/m.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongUse(
      `${flag} is not JSON: ${JSON.stringify(text.slice(0, 80))}. Give an object in single quotes, like ${flag} '{"input":600,"output":100}'.`,
    );
  }
}

const UsageSchema = z.partialRecord(z.enum(USAGE_CLASSES), z.int().nonnegative());

/** Counts by class. @throws WrongUse that names the class, what was given and what is allowed */
export function usageOf(given: unknown): Usage {
  if (!isObject(given))
    throw new WrongUse(
      `--usage must be an object of counts by class, not ${JSON.stringify(given)}. Classes: ${CLASSES}.`,
    );
  for (const [name, count] of Object.entries(given)) {
    if (!(USAGE_CLASSES as readonly string[]).includes(name)) {
      const close = nearest(name, USAGE_CLASSES);
      const hint = close.length === 0 ? "" : ` Did you mean ${close.join(", ")}?`;
      throw new WrongUse(
        `--usage has an unknown class ${JSON.stringify(name)}.${hint} Allowed: ${CLASSES}. For a provider's own usage object use --raw.`,
      );
    }
    if (!Number.isSafeInteger(count) || (count as number) < 0)
      throw new WrongUse(
        `--usage ${name} is ${JSON.stringify(count)}; allowed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`,
      );
  }
  return UsageSchema.parse(given);
}

/** The reading that a question asks about: counts by class under words, or what an answer says. */
function readingOf(question: CostQuestion, endpoint: Endpoint): WireReading {
  const { raw, words = {} } = question;
  if (raw !== undefined) {
    const { reading, reportedCost } = wireReading(raw, endpoint);
    return { reading: withTerms(reading, { words }), reportedCost };
  }
  const usage = usageOf(question.usage);
  return { reading: withTerms({ kind: "known", usage, raw: null }, { words }), reportedCost: null };
}

/** Words as flags say them: `service_tier=priority`. @throws WrongUse that names what is allowed */
export function wordsOf(given: readonly string[]): PriceWords {
  const words: PriceWords = {};
  for (const text of given) {
    const [name = "", value = ""] = text.split("=", 2);
    const word = PRICE_WORDS.find((known) => known === name);
    if (word === undefined || value === "")
      throw new WrongUse(
        `--said is ${JSON.stringify(text)}; allowed is a word and its value, like service_tier=priority. Words: ${PRICE_WORDS.join(", ")}.`,
      );
    words[word] = value.toLowerCase();
  }
  return words;
}

/** The endpoint by the provider and the id that it gives the model. @throws WrongUse that names near ones */
export function endpointByWire(registry: Registry, provider: string, providerModelId: string): string {
  const known = registry.indexes.endpointsOfProvider(provider);
  if (known.length === 0)
    throw new WrongUse(
      `--provider is ${JSON.stringify(provider)}; allowed: ${Object.keys(registry.source.providers).join(", ")}.`,
    );
  const found = known.find((endpoint) => endpoint.providerModelId === providerModelId);
  if (found) return found.id;
  const close = nearest(
    providerModelId,
    known.map((endpoint) => endpoint.providerModelId),
  );
  const hint = close.length === 0 ? "" : ` Did you mean ${close.join(", ")}?`;
  throw new WrongUse(`${provider} has no known model ${JSON.stringify(providerModelId)}.${hint}`);
}

function endpointOf(registry: Registry, id: string): Endpoint {
  const found = registry.indexes.endpoint(id);
  if (found) return found;
  const close = nearest(
    id,
    registry.indexes.endpoints.map((endpoint) => endpoint.id),
  );
  const hint = close.length === 0 ? "" : ` Did you mean ${close.join(", ")}?`;
  throw new WrongUse(
    `unknown endpoint ${JSON.stringify(id)}.${hint} An id is model:provider; snapshots/<provider>/endpoints-and-prices.md lists all.`,
  );
}

/** `272001 counted tokens are above 272000`: why this tier and no other. */
function whyTier(endpoint: Endpoint, usage: Usage, tier: CompiledTier): string {
  const [, ...higher] = endpoint.tiers;
  if (higher.length === 0) return "the endpoint has no other tier";
  const counted = sumClasses(usage, tier.from > 0 ? tier.basis : (higher[0]?.basis ?? tier.basis));
  const word = ({ boundary, from }: CompiledTier) => `${boundary === "above" ? "above" : "at least"} ${from}`;
  if (tier.from === 0)
    return `${counted} counted tokens; the next tier needs ${higher[0] ? word(higher[0]) : "more"}`;
  const scope = tier.shape === "marginal" ? ", and only those beyond it pay this tier" : "";
  return `${counted} counted tokens are ${word(tier)}${scope}`;
}

const MINUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/;

function momentOf(at: string): string {
  const isMinute = MINUTE.test(at) && !Number.isNaN(Date.parse(at));
  if (isMinute || z.iso.date().safeParse(at).success) return at;
  throw new WrongUse(
    `--at is ${JSON.stringify(at)}; allowed is a day, like 2026-07-30, or a minute in UTC, like 2026-07-30T02:30Z.`,
  );
}

const linesOf = ({ lines }: Cost & { kind: "priced" }): CostReport["classes"] =>
  lines.map(({ endpoint, class: name, count, rate, pricedAs, from, amount }) => ({
    ...(endpoint === undefined ? {} : { endpoint }),
    class: name,
    tokens: count,
    rate: PER_USE.includes(name) ? picoToUsd(rate) : picoToPerMillion(rate),
    unit: PER_USE.includes(name) ? "USD per use" : "USD per million tokens",
    pricedAs,
    from,
    amount: picoToUsd(amount),
  }));

function whyNone(reading: UsageReading, cost: Cost | null, { id, provider }: Endpoint): string {
  if (reading.kind === "contradictory")
    return `the usage contradicts itself by ${provider}'s convention: ${reading.problem}`;
  if (cost?.kind !== "unpriced") return "the answer counts nothing";
  if (cost.problem !== undefined) return `${id}: ${cost.problem}`;
  return `${id} has no price for ${cost.classes.join(", ")}, and no other class stands in`;
}

/**
 * Prices what is asked, as the gateway charges it.
 * @throws WrongUse for an unknown endpoint or unreadable usage, CannotPrice where no cost can be told
 */
export function costReport(registry: Registry, question: CostQuestion): CostReport {
  const at = momentOf(question.at);
  const found = endpointOf(registry, question.endpoint);
  const endpoint = asOf(placed(found, found.region ?? question.region), at);
  if ((question.usage === undefined) === (question.raw === undefined))
    throw new WrongUse(
      "give either --usage (counts by class) or --raw (the provider's own usage object), and not both.",
    );
  const { reading, reportedCost } = readingOf(question, endpoint);
  if (endpoint.tiers.length === 0) throw new CannotPrice(`${endpoint.id} has no known prices on ${at}`);
  const charge = registry.charge(endpoint, reading, reportedCost);
  const { computed: cost, reported } = charge;
  const usage = reading.kind === "known" ? reading.usage : {};
  if (cost?.kind !== "priced" && charge.counted !== "reported")
    throw new CannotPrice(whyNone(reading, cost, endpoint));
  const priced = cost?.kind === "priced" ? cost : null;
  const tier = chooseTier(endpoint.tiers, usage);
  const { from, boundary, shape } = priced?.tier ?? tier;
  return {
    endpoint: endpoint.id,
    at,
    ...(endpoint.place === undefined ? {} : { place: endpoint.place }),
    usage,
    tier: { from, boundary, shape, why: whyTier(endpoint, usage, tier) },
    ...(priced?.modifiers ? { modifiers: priced.modifiers } : {}),
    classes: priced ? linesOf(priced) : [],
    total: priced ? picoToUsd(priced.total) : null,
    ...(reportedCost === null
      ? {}
      : {
          reported: {
            total: reported === null ? null : picoToUsd(reported),
            problem: charge.problem,
            charged: picoToUsd(charge.amount),
          },
        }),
  };
}
