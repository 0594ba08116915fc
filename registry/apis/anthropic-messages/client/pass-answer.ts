/**
 * A provider's whole answer for a caller of the same API: its own text, wherever it is a message as the caller's clients
 * read it (MAP-16, RES-02).
 * @module
 */
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import { toolNames } from "../../_shared/tool-names.ts";
import type { AnswerPassage } from "../../codec.ts";
import { mapFinish, stopReason } from "../finish.ts";

/** The reason of an end in the API's words; a word that nobody knows is not among them. */
export function sameReason(said: JsonObject, hasCalls: boolean): string | null {
  const word = textOrNull(said.stop_reason);
  if (word === null) return null;
  const { finish_reason: finish, native_finish_reason: native } = mapFinish(word, hasCalls);
  return stopReason(finish, native);
}

/** Is this a block as clients read it? A call of theirs has an id. */
const isWhole = (block: unknown): boolean =>
  isObject(block) && (block.type !== "tool_use" || (textOrNull(block.id) !== null && isObject(block.input)));

export const passAnswer: AnswerPassage["whole"] = ({ text, body, decoded }, { request }) => {
  const { id, type, role, model, content, stop_reason: reason, usage } = body;
  const isMessage = type === "message" && role === "assistant" && textOrNull(id) !== null;
  const isOwn = isMessage && textOrNull(model) !== null && Array.isArray(content) && content.every(isWhole);
  const hasCalls = decoded.completion.choices.some(({ message }) => (message.tool_calls ?? []).length > 0);
  const isCounted = isObject(usage) && decoded.usage.kind === "known";
  const isPlain = toolNames(request).isPlain && reason === sameReason(body, hasCalls);
  return isOwn && isCounted && isPlain ? text : null;
};
