/**
 * Hosts whose models think unless they are told not to: what they demand of tool calls while thinking.
 * @module
 */
import { isObject, type JsonObject } from "../../../json.ts";
import { type ApiTraits, UnsupportedInput } from "../../codec.ts";

/** An assistant message with calls, with the thoughts that the host wants back; none where the caller has none. */
export function withThoughtsBesideCalls(message: JsonObject): JsonObject {
  const { role, tool_calls: calls, reasoning_content: thoughts } = message;
  const holdsCalls = role === "assistant" && Array.isArray(calls) && calls.length > 0;
  return holdsCalls && typeof thoughts !== "string" ? { ...message, reasoning_content: "" } : message;
}

const OFF: JsonObject = { type: "disabled" };

const isForced = ({ tool_choice: choice }: JsonObject): boolean => choice === "required" || isObject(choice);

const asksToThink = ({ thinking, reasoning_effort: effort }: JsonObject): boolean =>
  isObject(thinking) ? thinking.type !== "disabled" : typeof effort === "string" && effort !== "none";

/**
 * Switches thinking off where the caller forces a call, since this host does not do both.
 * @throws UnsupportedInput where the caller asked for both
 */
export function endThinkingForForcedCalls(body: JsonObject, traits: ApiTraits): JsonObject {
  if (!traits.forcedCallsEndThinking || !isForced(body)) return body;
  if (asksToThink(body))
    throw new UnsupportedInput("tool_choice", "the model cannot be forced to call a tool while it thinks");
  return { ...body, thinking: OFF };
}
