/**
 * `additionalModelRequestFields`: what Converse itself has no place for and hands to the model as it is.
 * @module
 */
import type { Endpoint } from "../../../endpoint.ts";
import { isObject, type Json, type JsonObject, own } from "../../../json.ts";
import { budgetOf } from "../../_shared/reasoning.ts";

/** Parameters that some models take under OpenAI's own names. */
export const MODEL_FIELDS = ["top_k", "seed", "frequency_penalty", "presence_penalty"] as const;

/** The smallest budget that Claude accepts. */
const LEAST_BUDGET = 1024;

/** Effort words of models that know only three. */
const THREE_LEVELS: Readonly<Record<string, string>> = {
  minimal: "low",
  low: "low",
  medium: "medium",
  high: "high",
  xhigh: "high",
};

/** Claude's words; which of them a model has is settled before. */
const ADAPTIVE: Readonly<Record<string, string>> = { ...THREE_LEVELS, xhigh: "xhigh", max: "max" };

/** A budget below the limit of the whole answer, which leaves room for the answer itself; `null` where none fits. */
function budgetWithin(effort: string, limit: number): number | null {
  const wanted = budgetOf(effort);
  if (wanted === null || limit <= LEAST_BUDGET) return null;
  return Math.max(LEAST_BUDGET, Math.min(wanted, Math.floor(limit / 2)));
}

function budget(effort: string, limit: number): JsonObject | null {
  if (effort === "none") return { thinking: { type: "disabled" } };
  const tokens = budgetWithin(effort, limit);
  return tokens === null ? null : { thinking: { type: "enabled", budget_tokens: tokens } };
}

function adaptive(effort: string): JsonObject | null {
  if (effort === "none") return { thinking: { type: "disabled" } };
  const word = own(ADAPTIVE, effort);
  return word === undefined ? null : { thinking: { type: "adaptive" }, output_config: { effort: word } };
}

/** Nova's form. */
function level(effort: string): JsonObject | null {
  if (effort === "none") return { reasoningConfig: { type: "disabled" } };
  const word = own(THREE_LEVELS, effort);
  return word === undefined ? null : { reasoningConfig: { type: "enabled", maxReasoningEffort: word } };
}

/** The fields for an effort in the endpoint's own form, or `null` for an effort that it cannot have. */
function reasoningFields(effort: string, endpoint: Endpoint, limit: number): JsonObject | null {
  switch (endpoint.reasoning) {
    case "budget":
      return budget(effort, limit);
    case "adaptive":
      return adaptive(effort);
    case "level":
      return level(effort);
    default:
      return { reasoning_effort: effort };
  }
}

const isOn = (config: Json | undefined): boolean =>
  isObject(config) && config.type !== undefined && config.type !== "disabled";

/** Does the model think under these fields? Then it refuses sampling controls. */
export const thinks = (fields: JsonObject): boolean => isOn(fields.thinking) || isOn(fields.reasoningConfig);

/**
 * The fields of a request. The caller's own `thinking` wins over an effort.
 * @param unthought does a turn go on whose calls have no thinking before them? No budget is taken then.
 * @returns the fields, and whether the effort came to nothing
 */
export function additionalFields(
  kept: JsonObject,
  endpoint: Endpoint,
  limit: number,
  unthought: boolean,
): { fields: JsonObject; lostEffort: boolean } {
  const fields: JsonObject = {};
  for (const name of MODEL_FIELDS)
    if (kept[name] !== undefined && kept[name] !== null) fields[name] = kept[name];
  if (isObject(kept.thinking)) return { fields: { ...fields, thinking: kept.thinking }, lostEffort: false };
  if (typeof kept.reasoning_effort !== "string") return { fields, lostEffort: false };
  const asked =
    unthought && endpoint.reasoning === "budget" && kept.reasoning_effort !== "none"
      ? null
      : reasoningFields(kept.reasoning_effort, endpoint, limit);
  return { fields: { ...fields, ...asked }, lostEffort: asked === null };
}
