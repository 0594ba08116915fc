/**
 * Finds the price of a call that nothing priced (PRX-07): by the exact name, by another name of the same model, by a stated
 * normalisation. Never by a neighbour: where none of them holds, or two differ, the call stays pending with the reason.
 * @module
 */
import { type PriceWords, STANDARD_VALUES } from "../canonical/price-words.ts";
import { NO_TERMS, type UsageReading } from "../canonical/usage.ts";
import type { UsageShape } from "../domains/api-paths.ts";
import { conventionFor } from "../domains/pricing.ts";
import { readUsageOf, shapeOf, type ToolsSeen } from "../domains/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import type { JsonObject } from "../json.ts";
import type { Charge } from "../pricing/charge.ts";
import { price } from "../pricing/cost.ts";
import { asOf } from "../pricing/periods.ts";
import { compileTiers } from "../pricing/tiers.ts";
import type { Registry } from "../registry.ts";
import { CATALOGUE_NAMES, type Catalogue, type CatalogueRow } from "./catalogue.ts";

/** A call whose price is not known yet. */
export interface PendingCall {
  /** The approved domain's slug. */
  provider: string;
  /** Names of the model, the one that counts first. */
  models: readonly string[];
  /** The usage object as it was sent. */
  raw: JsonObject | null;
  /** What the answer said about its price beside it. */
  words: PriceWords;
  /** What the provider's own tools did for the answer. */
  tools: ToolsSeen;
  /** The API in which it was sent, where the path told. */
  shape: UsageShape | null;
  /** When the call was made, as a timestamp. */
  when: string;
}

export type Mapping =
  | { kind: "priced"; charge: Charge; usage: UsageReading; by: MappedBy; model: string }
  | { kind: "pending"; reason: string };

export type MappedBy = "registry" | "alias" | "catalogue" | "normalised";

/** A trailing date, as makers append it to a model's name: `-2026-01-31`, `-20260131`, `@20260131`. */
const DATE = /(?:-\d{4}-\d{2}-\d{2}|[-@]20\d{6})$/;

/**
 * The stated normalisation: lower case, and no date at the end. Nothing else is taken off, so that `m-mini` never becomes
 * `m` and `m.1` never `m`.
 */
export const normalised = (model: string): string => model.toLowerCase().replace(DATE, "");

/** The endpoint under a name: as the provider calls the model, or as the registry does. */
function inRegistry(
  registry: Registry,
  provider: string,
  name: string,
): { endpoint: Endpoint; by: MappedBy } | null {
  const { indexes } = registry;
  const [exact, ...others] = indexes.endpointsByProviderModelId(provider, name);
  if (exact && others.length === 0) return { endpoint: exact, by: "registry" };
  const [alias, ...more] = indexes
    .endpointsOfModel(name)
    .filter((endpoint) => endpoint.provider === provider);
  return alias && more.length === 0 ? { endpoint: alias, by: "alias" } : null;
}

/** Rows whose tiers are the same price. */
const samePrice = (a: CatalogueRow, b: CatalogueRow): boolean =>
  JSON.stringify(a.tiers) === JSON.stringify(b.tiers);

function inCatalogue(
  catalogue: Catalogue,
  provider: string,
  name: string,
): { row: CatalogueRow; by: MappedBy } | string | null {
  const lists = [provider, ...(CATALOGUE_NAMES[provider] ?? [])].flatMap(
    (id) => catalogue.providers.get(id) ?? [],
  );
  const exact = lists.flatMap((models) => models.get(name) ?? []);
  const close = lists.flatMap((models) => models.get(normalised(name)) ?? []);
  for (const [rows, by] of [
    [exact, "catalogue"],
    [close, "normalised"],
  ] as const) {
    const [first, ...rest] = rows;
    if (!first) continue;
    if (rest.every((row) => samePrice(row, first))) return { row: first, by };
    return `the catalogue has different prices for "${name}"`;
  }
  return null;
}

/** A word that asks for another price than the list's; the catalogue holds lists only. */
const unusual = (words: PriceWords): string | undefined =>
  Object.entries(words).find(
    ([word, value]) => !STANDARD_VALUES[word as keyof PriceWords].includes(value),
  )?.[0];

function chargeByRow(row: CatalogueRow, usage: UsageReading, words: PriceWords): Charge | string {
  const word = unusual(words);
  if (word !== undefined) return `the catalogue has no price for its ${word}`;
  if (usage.kind !== "known") return "its usage cannot be read";
  const { others, unclassed } = usage.terms ?? NO_TERMS;
  const beyond = [...others.map(({ model }) => model ?? "a model without a name"), ...unclassed];
  if (beyond.length > 0) return `the catalogue has no price for ${beyond.join(", ")} inside the answer`;
  const computed = price({ tiers: compileTiers(row.tiers), free: false }, usage.usage);
  if (computed.kind === "unpriced") return `the catalogue has no price for ${computed.classes.join(", ")}`;
  return { amount: computed.total, counted: "computed", computed, reported: null, problem: null };
}

/** The usage of a call, by the schema that its own counts show. */
function usageOf(registry: Registry, call: PendingCall): UsageReading {
  const shape = shapeOf(call.raw) ?? call.shape;
  if (shape === null) return { kind: "unknown" };
  return readUsageOf(shape, call, conventionFor(registry, call.provider, shape));
}

/** Prices a pending call, or says why it stays pending. */
export function mapCall(registry: Registry, catalogue: Catalogue | null, call: PendingCall): Mapping {
  const pending = (reason: string): Mapping => ({ kind: "pending", reason });
  const usage = usageOf(registry, call);
  if (usage.kind === "unknown") return pending("its usage has no known schema");
  if (usage.kind === "contradictory") return pending(`its usage contradicts itself: ${usage.problem}`);
  if (call.models.length === 0) return pending("neither call nor answer names a model");
  for (const model of call.models) {
    const known = inRegistry(registry, call.provider, model);
    if (known) {
      const charge = registry.charge(asOf(known.endpoint, call.when), usage, null);
      if (charge.counted === "nothing") return pending(charge.problem ?? "the registry has no price");
      return { kind: "priced", charge, usage, by: known.by, model };
    }
    const found = catalogue && inCatalogue(catalogue, call.provider, model);
    if (typeof found === "string") return pending(found);
    if (!found) continue;
    const charge = chargeByRow(found.row, usage, call.words);
    return typeof charge === "string"
      ? pending(charge)
      : { kind: "priced", charge, usage, by: found.by, model: found.row.model };
  }
  const names = call.models.map((model) => `"${model}"`).join(" or ");
  return pending(`neither registry nor catalogue knows ${names} at ${call.provider}`);
}
