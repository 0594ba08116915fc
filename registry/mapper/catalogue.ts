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

/** Our providers that catalogues call something else. */
export const CATALOGUE_NAMES: Readonly<Record<string, readonly string[]>> = {
  "google-ai-studio": ["google"],
  vertex: ["google-vertex", "google-vertex-anthropic"],
  bedrock: ["amazon-bedrock"],
  cloudflare: ["cloudflare-workers-ai", "cloudflare-ai-gateway"],
  together: ["togetherai"],
  fireworks: ["fireworks-ai"],
  novita: ["novita-ai"],
};

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
const StepSchema = CostSchema.partial().extend({
  tier: z.object({ type: z.literal("context"), size: z.int().positive() }),
});
const PricedSchema = CostSchema.extend({
  context_over_200k: CostSchema.partial().optional(),
  tiers: z.array(StepSchema).max(10).optional(),
});

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

type Priced = z.infer<typeof PricedSchema>;

/** The steps of a price by their sizes; the older form has one size only, and yields to the newer one. */
function stepsOf({ context_over_200k: long, tiers = [] }: Priced): [from: number, cost: Partial<Cost>][] {
  const steps = tiers.map(({ tier, ...cost }): [number, Partial<Cost>] => [tier.size, cost]);
  if (long && !tiers.some(({ tier }) => tier.size === LONG_CONTEXT)) steps.push([LONG_CONTEXT, long]);
  return steps.filter(([, cost]) => Object.keys(cost).length > 0).sort(([first], [second]) => first - second);
}

function tiersOf(given: unknown): Tier[] {
  const priced = PricedSchema.parse(given);
  const { context_over_200k: _long, tiers: _tiers, ...first } = priced;
  const rates = ratesOf(first);
  const tiers: Tier[] = [{ kind: "base", from: 0, usdPerMillion: rates }];
  const below = new Set(Object.keys(rates) as (keyof typeof rates)[]);
  for (const [from, cost] of stepsOf(priced)) {
    const above = ratesOf(cost);
    const reprices = Object.keys(above) as (keyof typeof above)[];
    tiers.push({
      kind: "threshold",
      from,
      boundary: "above",
      shape: "whole",
      basis: ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "audioInput", "imageInput"],
      reprices,
      inherits: [...below].filter((name) => !reprices.includes(name)),
      usdPerMillion: above,
      evidence: "the catalogue's price for longer prompts",
    });
    for (const name of reprices) below.add(name);
  }
  return tiers;
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
