/**
 * Gemini's embeddings: `:embedContent` for one text, `:batchEmbedContents` for more, where the host has it.
 * @module
 */
import type { EmbeddingPurpose, EmbeddingsRequest } from "../../canonical/embeddings.ts";
import { at, isObject, type Json, type JsonObject } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";
import { answerOf, dimensionsOf, readPromptTokens, textsOf, untranslated } from "../_shared/embeddings.ts";
import { pathSegment } from "../_shared/path-segment.ts";
import type { EncodedRequest } from "../codec.ts";
import type {
  DecodedEmbeddings,
  EmbeddingsContext,
  EmbeddingsDecodeContext,
  EmbeddingsUpstreamCodec,
} from "../embeddings-codec.ts";
import { decodeError, isError } from "../gemini/errors.ts";

/** Google's words for purposes; Vertex's `:predict` has the same. */
export const TASK_TYPES: Readonly<Record<EmbeddingPurpose, string>> = {
  search_document: "RETRIEVAL_DOCUMENT",
  search_query: "RETRIEVAL_QUERY",
  classification: "CLASSIFICATION",
  clustering: "CLUSTERING",
};

/** Models that ignore the field: they read the purpose from the text, which is the caller's to write. */
const IGNORES_TASKS = /^gemini-embedding-2\b/;

/** The purpose as the model takes it, and what becomes of one that it has no field for. */
export function taskOf({ purpose }: EmbeddingsRequest, { endpoint }: EmbeddingsContext) {
  if (purpose === undefined) return { taskType: undefined, dropped: [] };
  if (IGNORES_TASKS.test(endpoint.providerModelId)) return { taskType: undefined, dropped: ["input_type"] };
  return { taskType: TASK_TYPES[purpose], dropped: [] };
}

function encodeRequest(request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest {
  const { providerModelId } = context.endpoint;
  const texts = textsOf(request, context);
  const outputDimensionality = dimensionsOf(request, context);
  const { taskType, dropped } = taskOf(request, context);
  const about: JsonObject = {
    ...(taskType === undefined ? {} : { taskType }),
    ...(outputDimensionality === undefined ? {} : { outputDimensionality }),
  };
  const contents = texts.map((text): JsonObject => ({ content: { parts: [{ text }] }, ...about }));
  const [only = {}] = contents;
  const body: JsonObject =
    contents.length === 1
      ? only
      : { requests: contents.map((content) => ({ model: `models/${providerModelId}`, ...content })) };
  return { body, dropped: [...untranslated(request.body), ...dropped] };
}

const valuesOf = (item: unknown): unknown => at(item, ["values"]);

function decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings {
  const several = isObject(body) && Array.isArray(body.embeddings) ? body.embeddings : null;
  const single = isObject(body) && isObject(body.embedding) ? [body.embedding] : null;
  const items = several ?? single;
  if (items === null) return { ok: false, problem: "it has no vectors" };
  const raw = at(body, ["usageMetadata"]);
  const counts = { prompt: countAt(raw, "promptTokenCount"), total: countAt(raw, "totalTokenCount") };
  return answerOf(items.map(valuesOf), context, readPromptTokens(counts, context.convention, raw));
}

export const geminiEmbeddings: EmbeddingsUpstreamCodec = {
  id: "gemini-embeddings",
  path: ({ providerModelId }, inputs) =>
    `models/${pathSegment(providerModelId)}:${inputs === 1 ? "embedContent" : "batchEmbedContents"}`,
  encodeRequest,
  decodeResponse,
  decodeError,
  isError,
};
