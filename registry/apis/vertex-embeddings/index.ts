/**
 * Embeddings of Vertex AI's prediction service: `:predict` with one instance a text.
 * @module
 */
import type { EmbeddingsRequest } from "../../canonical/embeddings.ts";
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
import { taskOf } from "../gemini-embeddings/index.ts";

function encodeRequest(request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest {
  const texts = textsOf(request, context);
  const outputDimensionality = dimensionsOf(request, context);
  const { taskType, dropped } = taskOf(request, context);
  const task: JsonObject = taskType === undefined ? {} : { task_type: taskType };
  const parameters: JsonObject = {
    // Left to itself the service cuts a text that is too long, and says so nowhere that a caller of OpenAI's API looks.
    autoTruncate: false,
    ...(outputDimensionality === undefined ? {} : { outputDimensionality }),
  };
  const body = { instances: texts.map((content) => ({ content, ...task })), parameters };
  return { body, dropped: [...untranslated(request.body), ...dropped] };
}

/** The tokens of all instances; `undefined` where one of them is not counted. */
function tokensOf(predictions: readonly Json[]): number | undefined {
  const counts = predictions.map((item) => countAt(item, "embeddings", "statistics", "token_count"));
  return counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );
}

function decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings {
  const predictions = isObject(body) ? body.predictions : null;
  if (!Array.isArray(predictions)) return { ok: false, problem: "it has no predictions" };
  const vectors = predictions.map((item) => at(item, ["embeddings", "values"]));
  const raw = predictions.map((item) => at(item, ["embeddings", "statistics"]));
  return answerOf(
    vectors,
    context,
    readPromptTokens({ prompt: tokensOf(predictions) }, context.convention, raw),
  );
}

export const vertexEmbeddings: EmbeddingsUpstreamCodec = {
  id: "vertex-embeddings",
  path: ({ providerModelId }) => `models/${pathSegment(providerModelId)}:predict`,
  encodeRequest,
  decodeResponse,
  decodeError,
  isError: (body) => isError(body) && at(body, ["predictions"]) === undefined,
};
