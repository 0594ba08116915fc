/**
 * Which form a caller's body is in: that of the path, unless a header or the body itself says otherwise.
 * @module
 */
import { isObject, type Json } from "../json.ts";
import type { ClientCodec } from "./codec.ts";
import { openaiChat } from "./openai-chat/index.ts";
import { openaiResponses } from "./openai-responses/index.ts";

/** The words of `Helicone-Gateway-Body-Mapping`. */
export const BODY_MAPPINGS = ["OPENAI", "RESPONSES", "NO_MAPPING"] as const;
export type BodyMapping = (typeof BODY_MAPPINGS)[number];

/** A body with an `input` and without `messages` belongs to the Responses API, whatever its path. */
const looksLikeResponses = (body: Json): boolean =>
  isObject(body) && body.input !== undefined && body.messages === undefined;

/**
 * The client API that a body is read in and answered in; `null` where header and path contradict each other.
 * @param own the API of the path
 * @param mapping the header's word, `null` where there is none
 */
export function clientOf(own: ClientCodec, mapping: BodyMapping | null, body: Json): ClientCodec | null {
  if (mapping === "RESPONSES") return own === openaiChat || own === openaiResponses ? openaiResponses : null;
  if (mapping === null && own === openaiChat && looksLikeResponses(body)) return openaiResponses;
  return own;
}
