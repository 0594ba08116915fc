/**
 * What a usage costs at an endpoint, with everything that led there. Pure: text and registry in, a report out.
 * @module
 */
import { z } from "zod";
import { readUsage } from "../../registry/dialects/openai-chat/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { picoToPerMillion, picoToUsd } from "../../registry/pricing/money.ts";
import { type CompiledTier, chooseTier } from "../../registry/pricing/tiers.ts";
import { nearest } from "../../registry/routing/nearest.ts";
import { sumClasses, USAGE_CLASSES, type Usage, type UsageClass } from "../../registry/usage.ts";
import { WrongUse } from "./wrong-use.ts";

export interface RawCostOptions {
  endpoint: string;
  usage?: string;
  raw?: string;
}

/** Money as exact decimal strings in USD. */
export interface CostReport {
  endpoint: string;
  usage: Usage;
  tier: { from: number; boundary: "above" | "at"; why: string };
  lines: {
    class: UsageClass;
    count: number;
    /** USD per million tokens; per use for `request` and `search`. */
    rate: string;
    unit: "USD per million tokens" | "USD per use";
    /** The class whose price was taken. */
    pricedAs: UsageClass;
    amountUsd: string;
  }[];
  totalUsd: string;
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

function parseJson(flag: string, text: string): unknown {
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
export function parseUsage(text: string): Usage {
  const given = parseJson("--usage", text);
  if (typeof given !== "object" || given === null || Array.isArray(given))
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
      throw new WrongUse(`--usage ${name} is ${JSON.stringify(count)}; allowed is a whole number from 0 up.`);
  }
  return UsageSchema.parse(given);
}

/** A provider's own usage object by its convention. @throws CannotPrice where the counts contradict each other */
function usageFromRaw(text: string, endpoint: Endpoint): Usage {
  const raw = parseJson("--raw", text);
  const reading = readUsage(raw, endpoint.usage);
  if (reading.kind === "known") return reading.usage;
  if (reading.kind === "contradictory")
    throw new CannotPrice(
      `the usage contradicts itself by ${endpoint.provider}'s convention: ${reading.problem}`,
    );
  throw new WrongUse(
    `--raw holds no whole usage, which has prompt_tokens and completion_tokens: ${JSON.stringify(raw).slice(0, 80)}. Give the usage object as ${endpoint.provider} sends it, or counts by class with --usage.`,
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

/** `272001 prompt tokens are above 272000`: why this tier and no other. */
function whyTier(endpoint: Endpoint, usage: Usage, tier: CompiledTier): string {
  const [, ...higher] = endpoint.tiers;
  if (higher.length === 0) return "the endpoint has no other tier";
  const counted = sumClasses(usage, tier.basis);
  const word = ({ boundary, from }: CompiledTier) => `${boundary === "above" ? "above" : "at least"} ${from}`;
  if (tier.from > 0) return `${counted} counted tokens are ${word(tier)}`;
  return `${counted} counted tokens; the next tier needs ${higher[0] ? word(higher[0]) : "more"}`;
}

/**
 * Prices what the options say.
 * @throws WrongUse for an unknown endpoint or unreadable usage, CannotPrice where no cost can be told
 */
export function costReport(registry: Registry, options: RawCostOptions): CostReport {
  const endpoint = endpointOf(registry, options.endpoint);
  if ((options.usage === undefined) === (options.raw === undefined))
    throw new WrongUse(
      "give either --usage (counts by class) or --raw (the provider's own usage object), and not both.",
    );
  const usage =
    options.raw === undefined ? parseUsage(options.usage ?? "") : usageFromRaw(options.raw, endpoint);
  const cost = registry.price(endpoint, usage);
  if (cost.kind === "unpriced")
    throw new CannotPrice(
      `${endpoint.id} has no price for ${cost.classes.join(", ")}, and no other class stands in`,
    );
  const tier = chooseTier(endpoint.tiers, usage);
  return {
    endpoint: endpoint.id,
    usage,
    tier: { ...cost.tier, why: whyTier(endpoint, usage, tier) },
    lines: cost.lines.map(({ class: name, count, rate, pricedAs, amount }) => ({
      class: name,
      count,
      rate: PER_USE.includes(name) ? picoToUsd(rate) : picoToPerMillion(rate),
      unit: PER_USE.includes(name) ? "USD per use" : "USD per million tokens",
      pricedAs,
      amountUsd: picoToUsd(amount),
    })),
    totalUsd: picoToUsd(cost.total),
  };
}

/** The report as aligned text. */
export function costText({ endpoint, tier, lines, totalUsd }: CostReport): string {
  const range = tier.from === 0 ? "base" : `${tier.boundary} ${tier.from}`;
  const rows = lines.map((line) => [
    line.class,
    String(line.count),
    line.rate,
    line.amountUsd,
    [
      line.unit === "USD per use" ? "rate per use" : "",
      line.pricedAs === line.class ? "" : `no price of its own: priced as ${line.pricedAs}`,
    ]
      .filter((note) => note !== "")
      .join("; "),
  ]);
  const head = ["class", "count", "USD per million", "USD", ""];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 || i === 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [
    `endpoint  ${endpoint}`,
    `tier      ${range} (${tier.why})`,
    "",
    ...(rows.length === 0 ? ["nothing is billed"] : [line(head), ...rows.map(line)]),
    "",
    `total     ${totalUsd} USD`,
    "",
  ].join("\n");
}
