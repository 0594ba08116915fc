/**
 * Amazon Nova's multimodal embeddings on Bedrock, asked for texts: one a call.
 * @module
 */
import { type EmbeddingPurpose, type EmbeddingsRequest, inputCount } from "../../canonical/embeddings.ts";
import { at, isObject, type Json, type JsonObject } from "../../json.ts";
import { invokePath, isInvokeError, readInvokeUsage } from "../_shared/bedrock-invoke.ts";
import { answerOf, dimensionsOf, textsOf, untranslated } from "../_shared/embeddings.ts";
import { decodeError } from "../bedrock-converse/errors.ts";
import type { EncodedRequest } from "../codec.ts";
import type {
  DecodedEmbeddings,
  EmbeddingsContext,
  EmbeddingsDecodeContext,
  EmbeddingsUpstreamCodec,
} from "../embeddings-codec.ts";

const PURPOSES: Readonly<Record<EmbeddingPurpose, string>> = {
  search_document: "GENERIC_INDEX",
  search_query: "GENERIC_RETRIEVAL",
  classification: "CLASSIFICATION",
  clustering: "CLUSTERING",
};

function encodeRequest(request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest {
  const [value = "", ...more] = textsOf(request, context);
  if (more.length > 0) throw new Error(`Nova takes one text a call, not ${inputCount(request)}`);
  const embeddingDimension = dimensionsOf(request, context);
  const params: JsonObject = {
    embeddingPurpose: PURPOSES[request.purpose ?? "search_document"],
    text: { value, truncationMode: "NONE" },
    ...(embeddingDimension === undefined ? {} : { embeddingDimension }),
  };
  return {
    body: { taskType: "SINGLE_EMBEDDING", singleEmbeddingParams: params },
    dropped: untranslated(request.body),
  };
}

function decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings {
  const items = at(body, ["embeddings"]);
  if (!Array.isArray(items)) return { ok: false, problem: "it has no vectors" };
  const vectors = items.map((item) => (isObject(item) ? item.embedding : undefined));
  return answerOf(vectors, context, readInvokeUsage(context.headers, context.convention));
}

export const bedrockNovaEmbeddings: EmbeddingsUpstreamCodec = {
  id: "bedrock-nova-embeddings",
  path: invokePath,
  encodeRequest,
  decodeResponse,
  decodeError,
  isError: isInvokeError,
};
