/**
 * A price catalogue in the format of models.dev: providers with their models, prices in USD per million tokens. What is
 * malformed is left out and told, so that one wrong row costs no other.
 * @module
 */
import { z } from "zod";
import { isObject } from "../json.ts";
import { RatesSchema, type Tier } from "../schema.ts";
import { withoutTrailing } from "../strings.ts";

/** A price of a model at a provider. */
export interface CatalogueRow {
  provider: string;
  model: string;
  tiers: Tier[];
}

export interface Catalogue {
  /** Rows by provider, each by its model id. */
  providers: ReadonlyMap<string, ReadonlyMap<string, CatalogueRow>>;
  /** Rows that could not be read, and why; the first ones. */
  problems: string[];
}

/** More rows than any catalogue has. */
const MAX_ROWS = 200_000;
const MAX_PROBLEMS = 100;

const Price = z.number().nonnegative().finite();
const CostSchema = z.object({
  input: Price,
  output: Price,
  cache_read: Price.optional(),
  cache_write: Price.optional(),
  reasoning: Price.optional(),
  input_audio: Price.optional(),
  output_audio: Price.optional(),
});
const PricedSchema = CostSchema.extend({ context_over_200k: CostSchema.partial().optional() });

type Cost = z.infer<typeof CostSchema>;

/** The classes of the catalogue under the registry's names. */
const NAMES = {
  input: "input",
  output: "output",
  cache_read: "cacheRead",
  cache_write: "cacheWrite5m",
  reasoning: "reasoning",
  input_audio: "audioInput",
  output_audio: "audioOutput",
} as const;

/** A number as the decimal that was written, with at most six decimals. */
function decimal(value: number): string {
  const text = withoutTrailing(withoutTrailing(value.toFixed(6), "0"), ".");
  if (Number(text) !== value) throw new RangeError(`${value} has more than six decimals`);
  return text;
}

/** @throws RangeError or ZodError for prices that the registry would not take */
function ratesOf(cost: Partial<Cost>) {
  const entries = Object.entries(NAMES).flatMap(([from, to]): [string, string][] => {
    const value = cost[from as keyof Cost];
    return value === undefined ? [] : [[to, decimal(value)]];
  });
  return RatesSchema.parse(Object.fromEntries(entries));
}

const LONG_CONTEXT = 200_000;

function tiersOf(given: unknown): Tier[] {
  const { context_over_200k: long, ...base } = PricedSchema.parse(given);
  const rates = ratesOf(base);
  const first: Tier = { kind: "base", from: 0, usdPerMillion: rates };
  if (!long || Object.keys(long).length === 0) return [first];
  const above = ratesOf(long);
  const reprices = Object.keys(above) as (keyof typeof above)[];
  const inherits = (Object.keys(rates) as (keyof typeof rates)[]).filter((name) => !reprices.includes(name));
  return [
    first,
    {
      ...{ kind: "threshold", from: LONG_CONTEXT, boundary: "above", shape: "whole" },
      basis: ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "audioInput", "imageInput"],
      ...{ reprices, inherits, usdPerMillion: above, evidence: "the catalogue: context_over_200k" },
    },
  ];
}

/** A catalogue that is no catalogue at all. */
export class CatalogueError extends Error {
  override readonly name = "CatalogueError";
}

const reasonOf = (thrown: unknown): string =>
  thrown instanceof z.ZodError
    ? thrown.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ")
    : thrown instanceof Error
      ? thrown.message
      : "unreadable";

/** Reads a parsed catalogue. Models without prices are no rows. @throws CatalogueError where it has another shape */
export function readCatalogue(given: unknown): Catalogue {
  if (!isObject(given)) throw new CatalogueError("a catalogue is an object of providers by their id");
  const providers = new Map<string, Map<string, CatalogueRow>>();
  const problems: string[] = [];
  let rows = 0;
  for (const [provider, entry] of Object.entries(given)) {
    if (!isObject(entry) || !isObject(entry.models)) {
      problems.push(`${provider}: has no models`);
      continue;
    }
    const models = new Map<string, CatalogueRow>();
    for (const [model, row] of Object.entries(entry.models)) {
      if (!isObject(row) || row.cost === undefined) continue;
      if (++rows > MAX_ROWS) throw new CatalogueError(`more than ${MAX_ROWS} rows`);
      try {
        models.set(model, { provider, model, tiers: tiersOf(row.cost) });
      } catch (thrown) {
        problems.push(`${provider} ${model}: ${reasonOf(thrown)}`);
      }
    }
    providers.set(provider, models);
  }
  if (providers.size === 0) throw new CatalogueError("it holds no provider with models");
  return { providers, problems: problems.slice(0, MAX_PROBLEMS) };
}
