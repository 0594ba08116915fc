/**
 * Prices as JSON lines, one provider and model each, in USD per million tokens: lists that continue a catalogue between two
 * of its editions. A later row of the same model takes the place of an earlier one.
 * @module
 */
import { z } from "zod";
import { type Catalogue, CatalogueError, readCatalogue } from "./catalogue.ts";

const Price = z.number().nonnegative().nullish();
const StepSchema = z.object({
  over_input_tokens: z.int().positive(),
  input: Price,
  output: Price,
  cache_read: Price,
  cache_write: Price,
});
const RowSchema = z.object({
  provider: z.string().min(1),
  provider_model_id: z.string().min(1),
  input_usd_per_million: Price,
  output_usd_per_million: Price,
  cache_read_usd_per_million: Price,
  cache_write_usd_per_million: Price,
  reasoning_usd_per_million: Price,
  audio_input_usd_per_million: Price,
  audio_output_usd_per_million: Price,
  tiers: z.array(StepSchema).max(10).nullish(),
});
type Row = z.infer<typeof RowSchema>;

/** The classes of a row under the catalogue's names. */
const NAMES = {
  input_usd_per_million: "input",
  output_usd_per_million: "output",
  cache_read_usd_per_million: "cache_read",
  cache_write_usd_per_million: "cache_write",
  reasoning_usd_per_million: "reasoning",
  audio_input_usd_per_million: "input_audio",
  audio_output_usd_per_million: "output_audio",
} as const satisfies Partial<Record<keyof Row, string>>;

const stated = (prices: object): object =>
  Object.fromEntries(Object.entries(prices).filter(([, price]) => price !== null && price !== undefined));

/** The prices as the catalogue has them; an output that is not stated is none, as of models that make vectors. */
function costOf(row: Row): object | undefined {
  if (typeof row.input_usd_per_million !== "number") return undefined;
  const named = Object.entries(NAMES).map(([from, to]) => [to, row[from as keyof typeof NAMES]]);
  const tiers = (row.tiers ?? []).map(({ over_input_tokens: size, ...prices }) => ({
    ...stated(prices),
    tier: { type: "context", size },
  }));
  return { output: 0, ...stated(Object.fromEntries(named)), ...(tiers.length > 0 ? { tiers } : {}) };
}

/** More lines than any list has. */
const MAX_LINES = 200_000;

function rowIn(line: string, place: number): Row | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new CatalogueError(`line ${place} is not JSON`, { cause });
  }
  return RowSchema.safeParse(value).data ?? null;
}

/**
 * Reads lists, the oldest first. Lines that are no prices of a model are passed over: such files hold notes too.
 * @throws CatalogueError where a line is not JSON, or nothing in the lists is a price
 */
export function readPriceRows(lists: readonly string[]): Catalogue {
  const providers = new Map<string, Map<string, object>>();
  let lines = 0;
  for (const line of lists.flatMap((text) => text.split("\n"))) {
    if (line.trim() === "") continue;
    if (++lines > MAX_LINES) throw new CatalogueError(`more than ${MAX_LINES} lines`);
    const row = rowIn(line, lines);
    const cost = row === null ? undefined : costOf(row);
    if (row === null || cost === undefined) continue;
    const models = providers.get(row.provider) ?? new Map<string, object>();
    models.set(row.provider_model_id, { cost });
    providers.set(row.provider, models);
  }
  return readCatalogue(
    Object.fromEntries(
      [...providers].map(([name, models]) => [name, { models: Object.fromEntries(models) }]),
    ),
  );
}
