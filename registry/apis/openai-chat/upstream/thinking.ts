/**
 * Efforts for endpoints that count thinking in tokens: a switch and a budget, `enable_thinking` and `thinking_budget`.
 * @module
 */
import { acceptsOf } from "../../../authors/accepts.ts";
import { type JsonObject, textOrNull, without } from "../../../json.ts";
import { budgetOf } from "../../_shared/reasoning.ts";
import { type EncodeContext, UnsupportedInput } from "../../codec.ts";

/** The effort without any bound: the model thinks for as long as it can. */
const UNBOUNDED = "max";

/**
 * Puts switch and budget (in tokens) in the place of the effort, where host and endpoint want them; other bodies stay.
 * @throws UnsupportedInput for a word that nobody knows
 */
export function spellThinking(body: JsonObject, { endpoint, traits }: EncodeContext): JsonObject {
  // The switch is on unless told, and some models think in streams alone.
  if (body.stream !== true && acceptsOf(endpoint)?.thinksInStreamsOnly === true)
    return { ...without(body, ["reasoning_effort"]), enable_thinking: false };
  const effort = textOrNull(body.reasoning_effort);
  if (!traits.thinkingBudget || endpoint.reasoning !== "budget" || effort === null) return body;
  const rest = without(body, ["reasoning_effort"]);
  if (effort === UNBOUNDED) return { ...rest, enable_thinking: true };
  const budget = budgetOf(effort);
  if (budget === null) throw new UnsupportedInput("reasoning_effort", `${effort} is no known effort`);
  return budget === 0
    ? { ...rest, enable_thinking: false }
    : { ...rest, enable_thinking: true, thinking_budget: budget };
}
