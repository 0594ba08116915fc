/**
 * What thinking has to do with the calls before and behind it: a turn that goes on must begin with its signed thinking,
 * and a model that is forced to call may not think first (MAP-15, MAP-17).
 * @module
 */
import { isSigned } from "../apis/anthropic-messages/blocks.ts";
import { isObject, type Json, type JsonObject, objectsIn } from "../json.ts";

/** Texts and calls bear no signature; what else an answer holds stands for its thinking. */
const SAID: readonly Json[] = ["text", "tool_use"];

/** Words of thinking alone, as some callers' APIs have them, sign nothing. */
const opensSigned = (message: JsonObject): boolean =>
  objectsIn(message.reasoning_details).some(isSigned) ||
  objectsIn(message.anthropic_content).some(({ type = null }) => !SAID.includes(type));

/**
 * Did the model call tools in the turn that goes on, without the signed thinking that has to stand before the calls? What
 * the user says right behind results belongs to that turn still.
 */
export function lacksThinking(messages: readonly JsonObject[]): boolean {
  const opened = messages.findLastIndex(
    ({ role }, at) => role === "user" && messages[at - 1]?.role !== "tool",
  );
  return messages
    .slice(opened + 1)
    .some(
      (message) =>
        message.role === "assistant" && objectsIn(message.tool_calls).length > 0 && !opensSigned(message),
    );
}

/** Must the model call a tool? */
export const isForced = (choice: Json | undefined): boolean => choice === "required" || isObject(choice);
