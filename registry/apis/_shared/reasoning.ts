/**
 * The ways in which requests ask for reasoning, translated into each other.
 * @module
 */

/** Budgets that stand for OpenAI's words where a dialect counts tokens; the ratios are those of common adapters. */
const BUDGETS: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 1024,
  low: 2048,
  medium: 8192,
  high: 24_576,
  xhigh: 32_768,
};

/** The budget, in tokens, that an effort stands for; `null` for a word that nobody knows. */
export const budgetOf = (effort: string): number | null =>
  Object.hasOwn(BUDGETS, effort) ? (BUDGETS[effort] ?? null) : null;

/** The smallest effort whose budget holds this many tokens. */
export function effortOf(budget: number): string {
  const words = Object.entries(BUDGETS).sort(([, a], [, b]) => a - b);
  return words.find(([, size]) => budget <= size)?.[0] ?? "xhigh";
}
