/**
 * Answers with embeddings in OpenAI's form: read from hosts, written to callers.
 * @module
 */

import type { EmbeddingsAnswer, EmbeddingsRequest } from "../../canonical/embeddings.ts";
import { findReportedCost } from "../../canonical/reported-cost.ts";
import {
  PROMPT_CLASSES,
  sumClasses,
  type UsageConvention,
  type UsageReading,
} from "../../canonical/usage.ts";
import { base64Of, floatsOf } from "../../canonical/vectors.ts";
import { at, isObject, type Json, type JsonObject, textOrNull, without } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";
import { answerOf, readPromptTokens } from "../_shared/embeddings.ts";
import type { DecodedEmbeddings, EmbeddingsDecodeContext } from "../embeddings-codec.ts";

/** Usage as this API gives it: some hosts give only the total (Voyage's form). */
export function readUsage(raw: unknown, convention: UsageConvention): UsageReading {
  if (!isObject(raw)) return { kind: "unknown" };
  const counts = { prompt: countAt(raw, "prompt_tokens"), total: countAt(raw, "total_tokens") };
  return readPromptTokens(counts, convention, raw);
}

const usageOf = (body: JsonObject, convention: UsageConvention): UsageReading => {
  const found = convention.paths.map((path) => at(body, path)).find(isObject);
  return readUsage(found, convention);
};

/** The items in the order of the inputs; `null` where their indexes are not those of the inputs, once each. */
function inOrder(items: readonly JsonObject[]): JsonObject[] | null {
  const placed: JsonObject[] = [];
  for (const [position, item] of items.entries()) {
    // Hosts that leave it out answer in order.
    const index = item.index ?? position;
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= items.length)
      return null;
    if (placed[index] !== undefined) return null;
    placed[index] = item;
  }
  return placed;
}

/** Reads a host's answer. */
export function decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings {
  if (!isObject(body) || !Array.isArray(body.data))
    return { ok: false, problem: "it has no list of vectors" };
  const items = body.data.filter(isObject);
  if (items.length !== body.data.length) return { ok: false, problem: "an item is no object" };
  const ordered = inOrder(items);
  if (ordered === null) return { ok: false, problem: "its indexes are not those of the inputs, each once" };
  const { convention } = context;
  const decoded = answerOf(
    ordered.map(({ embedding }) => embedding),
    context,
    usageOf(body, convention),
  );
  if (!decoded.ok) return decoded;
  const reportedCost = findReportedCost(body, convention);
  const extra = without(body, ["object", "data", "model"]);
  const answer = {
    ...decoded.answer,
    model: textOrNull(body.model),
    reportedCost,
    extra,
  };
  return { ok: true, answer };
}

/** Usage for the caller: nothing where the host told nothing, since a 0 would be believed. */
function writeUsage({ usage, extra }: EmbeddingsAnswer): JsonObject {
  if (usage.kind !== "known") return {};
  const prompt_tokens = sumClasses(usage.usage, PROMPT_CLASSES);
  const own = isObject(extra.usage) ? extra.usage : {};
  return { usage: { ...own, prompt_tokens, total_tokens: prompt_tokens } };
}

/** Writes an answer in the format that the caller asked for, whatever the host gave. */
export function encodeResponse(answer: EmbeddingsAnswer, { format, model }: EmbeddingsRequest): JsonObject {
  const write = format === "base64" ? base64Of : floatsOf;
  const data = answer.vectors.map((vector, index): JsonObject => {
    const embedding = write(vector);
    return {
      object: "embedding",
      index,
      embedding: typeof embedding === "string" ? embedding : [...embedding],
    };
  });
  return {
    object: "list",
    data,
    model: answer.model ?? model,
    ...without(answer.extra, ["usage"]),
    ...writeUsage(answer),
  };
}
