/**
 * What answers and streams have in common: argument text and log probabilities.
 * @module
 */
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";

/** Arguments as JSON text. Cohere says `null` or nothing for a call without any (MAP-06). */
export function argumentsText(value: Json | undefined): string {
  if (isObject(value)) return JSON.stringify(value);
  const text = textOrNull(value)?.trim();
  return text === undefined || text === "" || text === "null" ? "{}" : String(value);
}

const finite = (value: unknown): number[] =>
  Array.isArray(value) ? value.filter((item): item is number => typeof item === "number") : [];

/** One of Cohere's log-probability items: a piece of text with the numbers of its tokens. */
function tokenOf(item: JsonObject): JsonObject {
  const logprob = finite(item.logprobs).reduce((sum, one) => sum + one, 0);
  return { token: textOrNull(item.text) ?? "", logprob, bytes: null, top_logprobs: [] };
}

/** Log probabilities in OpenAI's form, `null` where there are none. The whole piece counts as one token. */
export function toLogprobs(value: Json | undefined): JsonObject | null {
  const items = Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : [];
  return items.length === 0 ? null : { content: items.map(tokenOf), refusal: null };
}

/** The same for a caller of this dialect. Token ids are no business of other providers. */
export function fromLogprobs(value: unknown): JsonObject[] {
  const content = isObject(value) && Array.isArray(value.content) ? value.content.filter(isObject) : [];
  return content.map(({ token, logprob }) => ({
    text: token ?? "",
    token_ids: [],
    logprobs: [logprob ?? null],
  }));
}
