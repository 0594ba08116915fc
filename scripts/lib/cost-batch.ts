/**
 * Many usages at once: JSON lines in, one result a line out. A line that cannot be priced says why and stops nothing.
 * @module
 */
import { z } from "zod";
import type { Registry } from "../../registry/index.ts";
import { CannotPrice, type CostReport, costReport } from "./cost.ts";
import { costLine } from "./cost-text.ts";
import { WrongUse } from "./wrong-use.ts";

/** What the flags say for every line that does not say it itself. */
export interface BatchDefaults {
  endpoint?: string;
  at: string;
}

export type BatchResult = { line: number; id?: string } & (CostReport | { error: string });

const LineSchema = z.strictObject({
  /** The caller's own name for the line; it comes back with the result. */
  id: z.string().optional(),
  endpoint: z.string().optional(),
  usage: z.unknown().optional(),
  raw: z.unknown().optional(),
  at: z.string().optional(),
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
    `${issue?.path.join(".") || "the line"}: ${issue?.message}. A line is {"endpoint": …, "usage" or "raw": {…}}, with "id" and "at" if wanted.`,
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
    const { endpoint = defaults.endpoint, at = defaults.at, ...asked } = parseLine(text);
    id = asked.id;
    if (endpoint === undefined)
      throw new WrongUse('no endpoint: give "endpoint" in the line, or --endpoint for all of them');
    return { ...named(), ...costReport(registry, { endpoint, at, usage: asked.usage, raw: asked.raw }) };
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
