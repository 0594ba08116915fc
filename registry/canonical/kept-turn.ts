/**
 * A turn of the Responses API as it came, for callers of other APIs: chat has a field for it, and where a client sends back
 * nothing but what it knows, it travels as thinking that nobody can read (MAP-17).
 * @module
 */
import { isObject, type Json, type JsonObject, parseJson } from "../json.ts";
import { readOrigin, withOrigin } from "./origin.ts";

/** The field of a message that holds the provider and its items. */
export const OUTPUT_FIELD = "responses_output";

/** Stands where other unreadable thinking names its author: no endpoint has this name, so that none is sent it. */
const ORIGIN = "responses-output";

/** The text for unreadable thinking, or `null` where the message keeps no items. */
export function concealedTurn(message: object): string | null {
  const kept = (message as Record<string, Json | undefined>)[OUTPUT_FIELD];
  if (!isObject(kept)) return null;
  const data = Buffer.from(JSON.stringify(kept), "utf8").toString("base64url");
  return withOrigin(data, ORIGIN);
}

function parsed(text: string): Json {
  try {
    return parseJson(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null; // Damaged on its way: what it held is lost, the rest of the message is not.
  }
}

/** The field again from what was concealed; nothing from other text. */
export function revealedTurn(text: string): JsonObject {
  const { origin, signature } = readOrigin(text);
  const kept = origin === ORIGIN ? parsed(signature) : null;
  return isObject(kept) ? { [OUTPUT_FIELD]: kept } : {};
}
