/**
 * Reasoning in Anthropic's forms: a budget of tokens, or adaptive thinking with an effort; and what thinking forbids.
 * @module
 */
import { isForced, lacksThinking } from "../../../accepts/open-turn.ts";
import type { ChatRequest } from "../../../canonical/chat.ts";
import type { Endpoint } from "../../../endpoint.ts";
import { isGiven, isObject, type Json, type JsonObject, own } from "../../../json.ts";
import { budgetOf } from "../../_shared/reasoning.ts";
import { UnsupportedInput } from "../../codec.ts";

/** The smallest budget that the provider takes, in tokens. */
const MIN_BUDGET = 1024;

/** OpenAI's words that Anthropic has another word for. */
const EFFORT: Readonly<Record<string, string>> = { minimal: "low" };
const EFFORTS = ["low", "medium", "high", "xhigh", "max"];

export interface WrittenThinking {
  thinking?: Json;
  effort?: string;
  /** The effort could not be sent beside the rest of the request. */
  dropped?: "reasoning_effort";
}

function adaptive(word: string): WrittenThinking {
  if (word === "none") return { thinking: { type: "disabled" } };
  const effort = own(EFFORT, word) ?? word;
  if (!EFFORTS.includes(effort))
    throw new UnsupportedInput("reasoning_effort", `none, minimal, ${EFFORTS.join(", ")} are known`);
  return { thinking: { type: "adaptive" }, effort };
}

function budgeted(word: string, request: ChatRequest, maxTokens: number): WrittenThinking {
  const wanted = word === "max" ? maxTokens : budgetOf(word);
  if (wanted === null) throw new UnsupportedInput("reasoning_effort", `${word} is no known effort`);
  if (wanted === 0) return { thinking: { type: "disabled" } };
  // Budget and answer share the limit: at most half of it is thought, unless that were too little to think at all.
  const budget = wanted < maxTokens ? wanted : Math.max(MIN_BUDGET, Math.floor(maxTokens / 2));
  if (
    budget >= maxTokens ||
    isForced(request.tool_choice as Json | undefined) ||
    lacksThinking(request.messages as unknown as JsonObject[])
  )
    return { dropped: "reasoning_effort" };
  return { thinking: { type: "enabled", budget_tokens: Math.max(MIN_BUDGET, budget) } };
}

/** @param kept what the endpoint takes of the request; a `thinking` of the caller's own wins */
export function writeThinking(
  request: ChatRequest,
  kept: JsonObject,
  endpoint: Endpoint,
  maxTokens: number,
): WrittenThinking {
  const effort = typeof kept.reasoning_effort === "string" ? kept.reasoning_effort : null;
  const given = isObject(kept.thinking) ? kept.thinking : null;
  if (given !== null) {
    // Beside a budget the effort says the same thing again.
    const beside = effort === null || given.type !== "adaptive" ? {} : adaptive(effort);
    return { ...beside, thinking: given };
  }
  if (effort === null) return {};
  return endpoint.reasoning === "budget" ? budgeted(effort, request, maxTokens) : adaptive(effort);
}

/** The least share of the probability mass that a thinking model may be held to. */
const MIN_THINKING_TOP_P = 0.95;

/** Sampling controls that the provider refuses beside thinking, or beside each other. */
export function clashing(kept: JsonObject, thinking: Json | undefined): string[] {
  const isThinking = isObject(thinking) && thinking.type !== "disabled";
  const given = (name: string) => isGiven(kept[name]);
  const clashes: string[] = [];
  if (isThinking && given("temperature") && kept.temperature !== 1) clashes.push("temperature");
  if (isThinking && given("top_k")) clashes.push("top_k");
  const isHeld = isThinking && Number(kept.top_p) < MIN_THINKING_TOP_P;
  const isSecond = given("temperature") && !clashes.includes("temperature");
  if (given("top_p") && (isHeld || isSecond)) clashes.push("top_p");
  return clashes;
}
