/**
 * The nearest thing to what was asked of a model's thinking, among what it has.
 * @module
 */
import { own } from "../json.ts";
import { type Accepts, EFFORTS, type Effort, type ThinkingBudget } from "./accepts.ts";

const isEffort = (word: string): word is Effort => (EFFORTS as readonly string[]).includes(word);

/**
 * The word of the model that is nearest to another; of two equally near ones the lesser. A word that nobody knows stays:
 * who writes the request refuses it by name.
 * @example nearestEffort("xhigh", { efforts: ["low", "high"], evidence }) // "high"
 */
export function nearestEffort(word: string, accepts: Accepts | undefined): string {
  const { efforts, spelled = {} } = accepts ?? {};
  if (!efforts || !isEffort(word)) return word;
  const rank = EFFORTS.indexOf(word);
  const far = (other: Effort) => Math.abs(EFFORTS.indexOf(other) - rank);
  // Who asks for a little thinking does not ask for none.
  const thinking = efforts.filter((other) => other !== "none");
  const among = word === "none" || thinking.length === 0 ? efforts : thinking;
  const nearest = among.reduce((best, next) => (far(next) < far(best) ? next : best));
  return own(spelled, nearest) ?? nearest;
}

/** A budget of tokens within what the model takes; 0 stays where it can be switched off. */
export function budgetWithin(tokens: number, { least, most, off }: ThinkingBudget): number {
  if (tokens <= 0 && off) return 0;
  return Math.min(most, Math.max(least, tokens));
}
