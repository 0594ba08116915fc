/**
 * Efforts for hosts that take thinking as a switch and a budget of tokens: `enable_thinking` and `thinking_budget`.
 * @module
 */
import { type JsonObject, textOrNull, without } from "../../json.ts";
import { type DialectTraits, UnsupportedInput } from "../dialect.ts";
import { budgetOf } from "../reasoning.ts";

/** The effort without any bound: the model thinks for as long as it can. */
const UNBOUNDED = "max";

/**
 * Puts switch and budget (in tokens) in the place of the effort, where the host wants them; other bodies stay.
 * @throws UnsupportedInput for a word that nobody knows
 */
export function spellThinking(body: JsonObject, { thinkingBudget }: DialectTraits): JsonObject {
  const effort = textOrNull(body.reasoning_effort);
  if (!thinkingBudget || effort === null) return body;
  const rest = without(body, ["reasoning_effort"]);
  if (effort === UNBOUNDED) return { ...rest, enable_thinking: true };
  const budget = budgetOf(effort);
  if (budget === null) throw new UnsupportedInput("reasoning_effort", `${effort} is no known effort`);
  return budget === 0
    ? { ...rest, enable_thinking: false }
    : { ...rest, enable_thinking: true, thinking_budget: budget };
}
