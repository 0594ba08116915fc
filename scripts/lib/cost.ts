/**
 * What a usage costs at an endpoint on a day, with everything that led there. Pure: values and registry in, a report out.
 * @module
 */
import { z } from "zod";
import { isUpstreamApi, type UpstreamApiId, upstreamCodecOf } from "../../registry/apis/index.ts";
import { findUsage } from "../../registry/apis/openai-chat/usage.ts";
import { findReportedCost } from "../../registry/canonical/reported-cost.ts";
import {
  sumClasses,
  USAGE_CLASSES,
  type Usage,
  type UsageClass,
  type UsageReading,
} from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { isObject } from "../../registry/json.ts";
import { picoToPerMillion, picoToUsd } from "../../registry/pricing/money.ts";
import { asOf } from "../../registry/pricing/periods.ts";
import { type CompiledTier, chooseTier } from "../../registry/pricing/tiers.ts";
import { nearest } from "../../registry/routing/nearest.ts";
import { WrongUse } from "./wrong-use.ts";

/** What is asked. Exactly one of `usage` and `raw`, as parsed JSON. */
export interface CostQuestion {
  endpoint: string;
  /** Counts by class. */
  usage?: unknown;
  /** The usage object as the provider sends it, or the whole body that holds it. */
  raw?: unknown;
  /** ISO date, UTC. */
  at: string;
}

/** Money as exact decimal strings in USD. */
export interface CostReport {
  endpoint: string;
  at: string;
  usage: Usage;
  tier: { from: number; boundary: "above" | "at"; shape: "whole" | "marginal"; why: string };
  classes: {
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
  /** Computed from the price list. */
  total: string;
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

const PER_USE: readonly UsageClass[] = ["request", "search"];
const CLASSES = USAGE_CLASSES.join(", ");

/** @throws WrongUse that shows what was given */
export function parseJson(flag: string, text: string): unknown {
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

/** The counts without which there is no usage, in the words of each dialect. */
const COUNTED_AS: Readonly<Record<UpstreamApiId, string>> = {
  "openai-chat": "prompt_tokens and completion_tokens",
  "anthropic-messages": "input_tokens and output_tokens",
  gemini: "promptTokenCount, candidatesTokenCount, totalTokenCount",
  "bedrock-converse": "inputTokens and outputTokens",
  "cohere-v2": "billed_units or tokens, with input_tokens and output_tokens",
};

/** A provider's own usage by its convention. @throws CannotPrice where the counts contradict each other */
function readingOf(raw: unknown, endpoint: Endpoint): UsageReading & { kind: "known" } {
  const codec = upstreamCodecOf(endpoint.api);
  if (!codec || !isUpstreamApi(endpoint.api))
    throw new WrongUse(`${endpoint.id} is on ${endpoint.api}, whose usage --raw cannot read; use --usage`);
  const reading = codec.readUsage(findUsage(raw, endpoint.usage) ?? raw, endpoint.usage);
  if (reading.kind === "known") return reading;
  if (reading.kind === "contradictory")
    throw new CannotPrice(
      `the usage contradicts itself by ${endpoint.provider}'s convention: ${reading.problem}`,
    );
  throw new WrongUse(
    `--raw holds no whole usage as ${endpoint.api} counts it (${COUNTED_AS[endpoint.api]}): ${JSON.stringify(raw).slice(0, 80)}. Give the usage object as ${endpoint.provider} sends it, or counts by class with --usage.`,
  );
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

/** The provider's own price beside ours; absent where it reports none. */
function reportedOf(registry: Registry, endpoint: Endpoint, raw: unknown, reading: UsageReading) {
  const body = isObject(raw) && findUsage(raw, endpoint.usage) ? raw : { usage: raw };
  const given = findReportedCost(body, endpoint.usage);
  if (given === null) return {};
  const { reported, problem, amount } = registry.charge(endpoint, reading, given);
  return {
    reported: {
      total: reported === null ? null : picoToUsd(reported),
      problem,
      charged: picoToUsd(amount),
    },
  };
}

function dayOf(at: string): string {
  if (z.iso.date().safeParse(at).success) return at;
  throw new WrongUse(`--at is ${JSON.stringify(at)}; allowed is a day, like 2026-07-30.`);
}

/**
 * Prices what is asked.
 * @throws WrongUse for an unknown endpoint or unreadable usage, CannotPrice where no cost can be told
 */
export function costReport(registry: Registry, question: CostQuestion): CostReport {
  const at = dayOf(question.at);
  const endpoint = asOf(endpointOf(registry, question.endpoint), at);
  const { raw } = question;
  if ((question.usage === undefined) === (raw === undefined))
    throw new WrongUse(
      "give either --usage (counts by class) or --raw (the provider's own usage object), and not both.",
    );
  const reading = raw === undefined ? null : readingOf(raw, endpoint);
  const usage = reading ? reading.usage : usageOf(question.usage);
  if (endpoint.tiers.length === 0) throw new CannotPrice(`${endpoint.id} has no known prices on ${at}`);
  const cost = registry.price(endpoint, usage);
  if (cost.kind === "unpriced")
    throw new CannotPrice(
      `${endpoint.id} has no price for ${cost.classes.join(", ")}, and no other class stands in`,
    );
  return {
    endpoint: endpoint.id,
    at,
    usage,
    tier: { ...cost.tier, why: whyTier(endpoint, usage, chooseTier(endpoint.tiers, usage)) },
    classes: cost.lines.map(({ class: name, count, rate, pricedAs, from, amount }) => ({
      class: name,
      tokens: count,
      rate: PER_USE.includes(name) ? picoToUsd(rate) : picoToPerMillion(rate),
      unit: PER_USE.includes(name) ? "USD per use" : "USD per million tokens",
      pricedAs,
      from,
      amount: picoToUsd(amount),
    })),
    total: picoToUsd(cost.total),
    ...(reading ? reportedOf(registry, endpoint, raw, reading) : {}),
  };
}
