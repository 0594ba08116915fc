/**
 * What callers say who say nothing: null, and the empty list, object and text, in each field of a request. Whatever form it
 * has, nothing is nothing: the provider reads what it would read without the field. What is of another kind than the field
 * is a mistake, and is told (MAP-09, MAP-15).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { ClientApi } from "./expected.ts";

/** What a field holds, by its API's own schema. */
export type Kind = "number" | "text" | "word" | "flag" | "list" | "object" | "choice";

/** The fields that a caller may leave out. */
const FIELDS: Readonly<Record<ClientApi, Readonly<Partial<Record<Kind, string>>>>> = {
  "openai-chat": {
    number: "temperature top_p seed max_tokens max_completion_tokens presence_penalty frequency_penalty n",
    text: "user stop prompt_cache_key",
    word: "reasoning_effort service_tier",
    flag: "parallel_tool_calls store logprobs stream",
    list: "tools stop",
    object: "metadata logit_bias stream_options",
    choice: "tool_choice response_format",
  },
  "openai-responses": {
    number: "temperature top_p max_output_tokens top_logprobs",
    text: "instructions user prompt_cache_key",
    word: "service_tier truncation",
    flag: "parallel_tool_calls store stream background",
    list: "tools include",
    object: "metadata text reasoning",
    choice: "tool_choice",
  },
  "anthropic-messages": {
    number: "temperature top_p top_k",
    text: "system",
    word: "service_tier",
    flag: "stream",
    list: "tools stop_sequences system",
    object: "metadata output_config",
    choice: "tool_choice thinking cache_control",
  },
};

/** Every way to say nothing, and the kinds of fields in which it is one. */
const EMPTIES: readonly (readonly [value: Json, of: readonly Kind[]])[] = [
  [null, ["number", "text", "word", "flag", "list", "object", "choice"]],
  [[], ["list"]],
  [{}, ["object"]],
  // A word is one of a few: an empty one is none of them.
  ["", ["text"]],
];

export interface Empty {
  field: string;
  value: Json;
  /** Is it what the field may hold? Otherwise it is of another kind. */
  fits: boolean;
}

/** Each field of an API with each way to say nothing. */
export function emptiesOf(client: ClientApi): Empty[] {
  const kinds = Object.entries(FIELDS[client]) as [Kind, string][];
  const fields = new Map<string, Kind[]>();
  for (const [kind, names] of kinds)
    for (const field of names.split(" ")) fields.set(field, [...(fields.get(field) ?? []), kind]);
  return [...fields].flatMap(([field, held]) =>
    EMPTIES.map(([value, of]) => ({ field, value, fits: of.some((kind) => held.includes(kind)) })),
  );
}

const isNothing = (value: Json | undefined): boolean => {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
};

/** The same without whatever says nothing, at any depth. */
export function saying(value: Json): Json {
  if (Array.isArray(value)) return value.map(saying).filter((item) => !isNothing(item));
  if (!isObject(value)) return value;
  const said = Object.entries(value).map(([key, inner = null]): [string, Json] => [key, saying(inner)]);
  return Object.fromEntries(said.filter(([, inner]) => !isNothing(inner))) as JsonObject;
}
