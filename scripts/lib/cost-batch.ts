/**
 * Many usages at once: JSON lines in, one result a line out. A line that cannot be priced says why and stops nothing.
 * @module
 */
import { z } from "zod";
import type { PriceWords } from "../../registry/canonical/price-words.ts";
import type { Registry } from "../../registry/index.ts";
import { CannotPrice, type CostReport, costReport, wordsOf } from "./cost.ts";
import { costLine } from "./cost-text.ts";
import { WrongUse } from "./wrong-use.ts";

/** What the flags say for every line that does not say it itself. */
export interface BatchDefaults {
  endpoint?: string;
  at: string;
  region?: string;
  words?: PriceWords;
}

export type BatchResult = { line: number; id?: string } & (CostReport | { error: string });

const LineSchema = z.strictObject({
  /** The caller's own name for the line; it comes back with the result. */
  id: z.string().optional(),
  endpoint: z.string().optional(),
  usage: z.unknown().optional(),
  raw: z.unknown().optional(),
  at: z.string().optional(),
  region: z.string().optional(),
  /** Words of the answer by their names, as the flag `--said` has them. */
  said: z.record(z.string(), z.string()).optional(),
});

function parseLine(text: string): z.infer<typeof LineSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WrongUse(`not JSON: ${JSON.stringify(text.slice(0, 80))}`);
  }
  const parsed = LineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new WrongUse(
    `${issue?.path.join(".") || "the line"}: ${issue?.message}. A line is {"endpoint": …, "usage" or "raw": {…}}, with "id", "at", "region" and "said" if wanted.`,
  );
}

/** Prices one line; `null` for an empty one. @param line counted from 1 */
export function priceLine(
  registry: Registry,
  text: string,
  line: number,
  defaults: BatchDefaults,
): BatchResult | null {
  if (text.trim() === "") return null;
  let id: string | undefined;
  const named = () => ({ line, ...(id === undefined ? {} : { id }) });
  try {
    const {
      endpoint = defaults.endpoint,
      at = defaults.at,
      region = defaults.region,
      ...asked
    } = parseLine(text);
    id = asked.id;
    if (endpoint === undefined)
      throw new WrongUse('no endpoint: give "endpoint" in the line, or --endpoint for all of them');
    const said = Object.entries(asked.said ?? {}).map(([name, value]) => `${name}=${value}`);
    const words = { ...defaults.words, ...wordsOf(said) };
    const place = region === undefined ? {} : { region };
    const { usage, raw } = asked;
    return { ...named(), ...costReport(registry, { endpoint, at, usage, raw, words, ...place }) };
  } catch (error) {
    if (error instanceof WrongUse || error instanceof CannotPrice)
      return { ...named(), error: error.message };
    throw error;
  }
}

/** A result as one line of text. */
export function batchText(result: BatchResult): string {
  const name = result.id ?? `line ${result.line}`;
  return "error" in result ? `${name}  error: ${result.error}` : `${name}  ${costLine(result)}`;
}
