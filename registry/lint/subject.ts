/**
 * What the lint looks at: every endpoint with its model, its price lists, and the way to report on it.
 * @module
 */

import type { Operation } from "../apis/codec.ts";
import { PER_USE_CLASSES } from "../canonical/usage.ts";
import { operationAt } from "../endpoint.ts";
import { parseDecimal } from "../pricing/money.ts";
import { periodsOf } from "../pricing/periods.ts";
import type { RegistrySource } from "../registry.ts";
import type { EndpointConfig, Model, Pricing, Rates, Tier } from "../schema.ts";
import type { LintRule } from "./finding.ts";

export interface Subject {
  file: string;
  id: string;
  provider: string;
  model: Model;
  modelId: string;
  config: EndpointConfig;
  operation: Operation;
}

export type Report = (rule: LintRule, field: string, given: string, allowed: string) => void;

export type PriceClass = keyof Rates;
export const PER_USE: readonly PriceClass[] = PER_USE_CLASSES;

/** A written price, to the noise of a float, or `null` where it is no decimal: the schema says so. */
export const priceOf = (text: string | undefined): bigint | null => {
  try {
    return parseDecimal(text ?? "", 24);
  } catch {
    return null;
  }
};

/** The readable prices of a tier, as `[class, text, value]`. */
export const pricesOf = (rates: Rates): [PriceClass, string, bigint][] =>
  (Object.entries(rates) as [PriceClass, string][]).flatMap(([name, text]) => {
    const value = priceOf(text);
    return value === null ? [] : [[name, text, value] as [PriceClass, string, bigint]];
  });

/** What a request pays in each tier: the tier's own prices over those of the tiers below. */
export const effectiveRates = (tiers: readonly Tier[]): Rates[] =>
  tiers.map((_, i) => Object.assign({}, ...tiers.slice(0, i + 1).map((tier) => tier.usdPerMillion)));

export interface PriceList {
  /** The path of the list in its entry. */
  field: string;
  tiers: readonly Tier[];
  contextLength: number;
}

function listsIn(pricing: Pricing, field: string, contextLength: number): PriceList[] {
  const periods = periodsOf(pricing);
  const dated = pricing.some((item) => "tiers" in item);
  return periods.map(({ tiers }, i) => ({
    field: dated ? `${field}[${i}].tiers` : field,
    tiers,
    contextLength,
  }));
}

/** Every price list of an endpoint: of each period, and of each deployment that has its own. */
export function priceLists({ config }: Subject): PriceList[] {
  const { pricing, contextLength, deployments } = config;
  const own = Object.entries(deployments).flatMap(([name, deployment]) =>
    deployment.pricing
      ? listsIn(deployment.pricing, `deployments.${name}.pricing`, deployment.contextLength ?? contextLength)
      : [],
  );
  return [...listsIn(pricing, "pricing", contextLength), ...own];
}

/** Every endpoint with its model; found by what the source holds, never by splitting the key. */
export function subjectsOf(source: RegistrySource): Subject[] {
  return Object.entries(source.models).flatMap(([modelId, model]) =>
    Object.values(source.providers).flatMap((provider) => {
      const id = `${modelId}:${provider.slug}`;
      const config = Object.hasOwn(source.endpoints, id) ? source.endpoints[id] : undefined;
      if (!config) return [];
      const operation = operationAt(config, provider);
      const file = `registry/authors/${model.author}`;
      return [{ file, id, provider: provider.slug, model, modelId, config, operation }];
    }),
  );
}
