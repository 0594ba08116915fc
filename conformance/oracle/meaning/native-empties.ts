/**
 * Native bodies that say nothing in one of their fields: null, an empty list, object or text, wherever the vendor's schema
 * lets a field be left out. By hand, from the vendors' own types.
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import type { Json, JsonObject } from "../../../registry/json.ts";
import { put } from "./speak.ts";

interface Body {
  /** The least that is a request. */
  least: JsonObject;
  /** Fields, by what they hold; a dot leads into an object. */
  numbers: string;
  lists: string;
  objects: string;
}

const SAID = "Where does the tide go?";

const BODIES: Readonly<Partial<Record<ApiId, Body>>> = {
  gemini: {
    least: { contents: [{ role: "user", parts: [{ text: SAID }] }] },
    numbers: `generationConfig.temperature generationConfig.topP generationConfig.topK generationConfig.seed
      generationConfig.maxOutputTokens generationConfig.candidateCount generationConfig.presencePenalty
      generationConfig.thinkingConfig.thinkingBudget`,
    lists: "tools generationConfig.stopSequences",
    objects: "toolConfig generationConfig generationConfig.thinkingConfig",
  },
  "bedrock-converse": {
    least: { messages: [{ role: "user", content: [{ text: SAID }] }] },
    numbers: "inferenceConfig.maxTokens inferenceConfig.temperature inferenceConfig.topP",
    lists: "system inferenceConfig.stopSequences",
    objects: "inferenceConfig additionalModelRequestFields requestMetadata",
  },
  "cohere-v2": {
    least: { messages: [{ role: "user", content: SAID }] },
    numbers: "temperature p k seed max_tokens frequency_penalty presence_penalty",
    lists: "tools stop_sequences",
    objects: "",
  },
};

const EMPTIES: readonly (readonly [value: Json, kinds: readonly (keyof Body)[]])[] = [
  [null, ["numbers", "lists", "objects"]],
  [[], ["lists"]],
  [{}, ["objects"]],
];

/** The least that is a request in an API of a vendor's own; an empty object for other APIs. */
export const leastNative = (api: ApiId): JsonObject => BODIES[api]?.least ?? {};

/** Each way to say nothing, as a body of an API; none for APIs that are no host's own. */
export function nativeEmpties(api: ApiId): { label: string; body: JsonObject }[] {
  const known = BODIES[api];
  if (known === undefined) return [];
  const { least, ...kinds } = known;
  return EMPTIES.flatMap(([value, of]) =>
    (Object.entries(kinds) as [keyof Body, string][])
      .filter(([kind]) => of.includes(kind))
      .flatMap(([, names]) => names.split(/\s+/).filter((name) => name !== ""))
      .map((name) => ({
        label: `${name} ${JSON.stringify(value)}`,
        body: put(least, name.split("."), value),
      })),
  );
}
