/**
 * Compares the registry with a price catalogue, by provider and the id that the provider gives a model (REG-17): what the
 * catalogue has and the registry does not, the reverse, and prices that differ with the money that this moves.
 * @module
 */
import type { UsageClass } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { CATALOGUE_NAMES, type Catalogue, type CatalogueRow } from "../mapper/catalogue.ts";
import { type PicoUsd, picoToPerMillion } from "../pricing/money.ts";
import { asOf } from "../pricing/periods.ts";
import { type CompiledTier, compileTiers, rateOf } from "../pricing/tiers.ts";
import { WORKLOADS, workloadCost } from "../pricing/workloads.ts";
import type { Registry } from "../registry.ts";

/** A price in USD per million tokens, as it is and as the catalogue has it. */
export interface Move {
  /** The tier's threshold in tokens; 0 is the base. */
  from: number;
  class: UsageClass;
  /** `null` where the registry has no price, or no such tier. */
  was: string | null;
  now: string;
}

/** What a reference workload costs, in pico-USD, before and after. */
export interface Moved {
  workload: string;
  was: PicoUsd;
  now: PicoUsd;
}

export type Difference =
  | { kind: "new"; provider: string; model: string; row: CatalogueRow }
  | { kind: "gone"; provider: string; model: string; endpoint: Endpoint }
  | {
      kind: "changed";
      provider: string;
      model: string;
      endpoint: Endpoint;
      row: CatalogueRow;
      moves: Move[];
      /** Only workloads whose cost moves. */
      money: Moved[];
    };

/** Rows of one of our providers, by the provider's own ids; the first of several lists wins. */
function rowsOf(catalogue: Catalogue, provider: string): Map<string, CatalogueRow> | null {
  const lists = [provider, ...(CATALOGUE_NAMES[provider] ?? [])].flatMap(
    (name) => catalogue.providers.get(name) ?? [],
  );
  return lists.length === 0 ? null : new Map(lists.reverse().flatMap((rows) => [...rows]));
}

/** What a rate of the catalogue stands against; an output that is not billed and one of 0 are the same. */
function move(tier: CompiledTier | undefined, from: number, name: UsageClass, now: PicoUsd): Move | null {
  const was = tier === undefined ? null : (rateOf(tier, name)?.rate ?? null);
  if (was === now || (was === null && now === 0n && tier !== undefined)) return null;
  return { from, class: name, was: was === null ? null : picoToPerMillion(was), now: picoToPerMillion(now) };
}

/** Prices of a row that the endpoint has otherwise. What the catalogue does not state is not compared. */
export function movesOf(endpoint: Pick<Endpoint, "tiers">, row: Pick<CatalogueRow, "tiers">): Move[] {
  const known = new Map(endpoint.tiers.map((tier) => [tier.from, tier]));
  const stated = compileTiers(row.tiers);
  return stated.flatMap((tier) =>
    Object.entries(tier.rates).flatMap(
      ([name, rate]) => move(known.get(tier.from), tier.from, name as UsageClass, rate) ?? [],
    ),
  );
}

/** The endpoint with the catalogue's prices where it states some. */
function repriced(endpoint: Endpoint, row: CatalogueRow): Endpoint {
  const stated = new Map(compileTiers(row.tiers).map((tier) => [tier.from, tier.rates]));
  const tiers = endpoint.tiers.map((tier) => ({
    ...tier,
    rates: { ...tier.rates, ...stated.get(tier.from) },
  }));
  return { ...endpoint, tiers };
}

function moneyOf(endpoint: Endpoint, row: CatalogueRow): Moved[] {
  const after = repriced(endpoint, row);
  return WORKLOADS.flatMap((workload) => {
    const was = workloadCost(endpoint, workload);
    const now = workloadCost(after, workload);
    return was === null || now === null || was === now ? [] : [{ workload: workload.title, was, now }];
  });
}

/**
 * Every difference, provider by provider in the registry's order. Providers that the catalogue lacks are left out.
 * @param on the day whose prices are compared, ISO date: announced ones may follow
 */
export function compare(registry: Registry, catalogue: Catalogue, on: string): Difference[] {
  const providers = Object.keys(registry.source.providers);
  return providers.flatMap((provider): Difference[] => {
    const rows = rowsOf(catalogue, provider);
    if (rows === null) return [];
    const endpoints = registry.indexes.endpointsOfProvider(provider).map((endpoint) => asOf(endpoint, on));
    const held = new Set(endpoints.map(({ providerModelId }) => providerModelId));
    // One id at several places has one row, which is its first deployment's: prices by place are modifiers' business.
    const firsts = [
      ...new Map([...endpoints].reverse().map((each) => [each.providerModelId, each])).values(),
    ].reverse();
    const ours = firsts.flatMap((endpoint): Difference[] => {
      const place = { provider, model: endpoint.providerModelId, endpoint };
      const row = rows.get(endpoint.providerModelId);
      if (!row) return [{ kind: "gone", ...place }];
      const moves = movesOf(endpoint, row);
      return moves.length === 0
        ? []
        : [{ kind: "changed", ...place, row, moves, money: moneyOf(endpoint, row) }];
    });
    const added = [...rows.values()].filter(({ model }) => !held.has(model));
    return [...ours, ...added.map((row): Difference => ({ kind: "new", provider, model: row.model, row }))];
  });
}
