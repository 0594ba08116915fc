/**
 * What an answer with vectors counts, in the words of each API of embeddings: a usage object, or the body that holds it.
 * @module
 */
import { INPUT_TOKENS_HEADER } from "../../registry/apis/_shared/bedrock-invoke.ts";
import { countAt } from "../../registry/apis/_shared/counts.ts";
import { readPromptTokens } from "../../registry/apis/_shared/embeddings.ts";
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { JsonObject } from "../../registry/json.ts";

/** Where each API has its count; the first that is there counts. */
const PLACES: readonly (readonly string[])[] = [
  ["usage", "prompt_tokens"],
  ["prompt_tokens"],
  ["usage", "total_tokens"],
  ["total_tokens"],
  ["usageMetadata", "promptTokenCount"],
  ["promptTokenCount"],
  ["meta", "billed_units", "input_tokens"],
  ["billed_units", "input_tokens"],
  ["input_tokens"],
  ["inputTextTokenCount"],
  [INPUT_TOKENS_HEADER],
];

/** Vertex counts each prediction by itself. */
function predicted({ predictions }: JsonObject): number | undefined {
  if (!Array.isArray(predictions) || predictions.length === 0) return undefined;
  const counts = predictions.map((one) => countAt(one, "embeddings", "statistics", "token_count"));
  return counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
}

/** The counts, in words, for whoever gave none. */
export const EMBEDDINGS_COUNTS =
  "prompt_tokens, total_tokens, promptTokenCount, billed_units, inputTextTokenCount, or a header's count";

/** Reads the usage of one answer; unknown where it counts nothing. */
export function embeddingsReading(body: JsonObject, { usage: convention }: Endpoint): UsageReading {
  const found = PLACES.map((path) => countAt(body, ...path)).find((count) => count !== undefined);
  return readPromptTokens({ prompt: found ?? predicted(body) }, convention, body);
}
