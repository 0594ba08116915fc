/**
 * A second look at usage, without the dialects: does the wire hold counts, do the classes add up to its own total, and
 * are counts that a decoder calls contradictory really so?
 * @module
 */

import {
  COMPLETION_CLASSES,
  PROMPT_CLASSES,
  sumClasses,
  type UsageReading,
} from "../../../registry/canonical/usage.ts";
import { isObject } from "../../../registry/json.ts";

const PROMPTS = ["prompt_tokens", "input_tokens", "inputTokens", "promptTokenCount"];
const COMPLETIONS = ["completion_tokens", "output_tokens", "outputTokens", "candidatesTokenCount"];
const TOTALS = ["total_tokens", "totalTokens", "totalTokenCount"];

const anyOf = (names: readonly string[], first: string): RegExp =>
  new RegExp(`"(?:${names.join("|")})":\\s*${first}`);

/**
 * Does a body, as text, hold a prompt and a completion count? Quotes inside its texts are escaped and do not match. No
 * prompt has 0 tokens: such counts are placeholders, as those of tools in a response that has only been queued.
 */
export const holdsCounts = (text: string): boolean =>
  anyOf(PROMPTS, "[1-9]").test(text) && anyOf(COMPLETIONS, "\\d").test(text);

interface Numbers {
  whole: number | undefined;
  total: number | undefined;
  /** Every other count, wherever it stands in the object. */
  parts: number[];
}

function numbersOf(raw: unknown): Numbers {
  const found: Numbers = { whole: undefined, total: undefined, parts: [] };
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, depth + 1);
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner !== "number") visit(inner, depth + 1);
      else if (depth === 0 && TOTALS.includes(key)) found.total ??= inner;
      else if (depth === 0 && [...PROMPTS, ...COMPLETIONS].includes(key))
        found.whole = (found.whole ?? 0) + inner;
      else if (Number.isInteger(inner) && inner > 0) found.parts.push(inner);
    }
  };
  visit(raw, 0);
  return found;
}

/** More parts than any real usage object has; beyond, the sums would be too many to try. */
const MAX_PARTS = 16;

function isSumOfSome(parts: readonly number[], wanted: number): boolean {
  let sums = new Set([0]);
  for (const part of parts.slice(0, MAX_PARTS))
    sums = new Set([...sums, ...[...sums].map((sum) => sum + part).filter((sum) => sum <= wanted)]);
  return wanted > 0 && sums.has(wanted);
}

/**
 * Do the provider's own numbers contradict each other, whoever reads them? They do not where its total is prompt,
 * completion and some of the parts: then a convention exists, and not knowing it is our fault.
 */
export function contradictsItself(raw: unknown): boolean {
  const { whole, total, parts } = numbersOf(raw);
  if (whole === undefined || total === undefined) return false;
  return total === whole || !isSumOfSome(parts, total - whole);
}

/** What is wrong with known usage beside the provider's own total; `null` when nothing is. */
export function totalProblem(reading: UsageReading): string | null {
  if (reading.kind !== "known") return null;
  const { total } = numbersOf(reading.raw);
  const sum = sumClasses(reading.usage, [...PROMPT_CLASSES, ...COMPLETION_CLASSES]);
  return total === undefined || total === sum
    ? null
    : `the provider's total is ${total}, the classes sum to ${sum}`;
}
