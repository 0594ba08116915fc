/**
 * What an answer of this API had that the canonical message has no place for: reasoning that only its provider can read,
 * hosted tools, items that nobody knows. The items stand beside the message as they came; sent back with it, they replay
 * the turn exactly at the provider that made them, and nowhere else (MAP-17).
 * @module
 */
import { OUTPUT_FIELD } from "../../canonical/kept-turn.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";

/** Items whose whole meaning fits into the canonical message. */
function isPlain(item: JsonObject): boolean {
  if (item.type === "message") return item.phase === undefined || item.phase === null;
  if (item.type === "function_call") return item.namespace === undefined || item.namespace === null;
  return item.type === "reasoning" && typeof item.encrypted_content !== "string";
}

/** The field for these items, or nothing where the message says it all. */
export const keptOutput = (items: readonly JsonObject[], provider: string): JsonObject =>
  items.every(isPlain) ? {} : { [OUTPUT_FIELD]: { provider, items: [...items] } };

/** The items of a message, where this provider made them; `null` where there are none for it. */
export function outputFor(message: object, provider: string): JsonObject[] | null {
  const kept = (message as Record<string, Json | undefined>)[OUTPUT_FIELD];
  if (!isObject(kept) || kept.provider !== provider || !Array.isArray(kept.items)) return null;
  return kept.items.filter(isObject);
}
