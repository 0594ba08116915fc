/**
 * Cohere's embeddings on Bedrock: the third version answers with a list of vectors, the fourth with vectors by type, and
 * neither counts tokens in its body.
 * @module
 */
import type { EmbeddingsRequest } from "../../canonical/embeddings.ts";
import { at, type Json } from "../../json.ts";
import { invokePath, isInvokeError, readInvokeUsage } from "../_shared/bedrock-invoke.ts";
import { answerOf, untranslated } from "../_shared/embeddings.ts";
import { decodeError } from "../bedrock-converse/errors.ts";
import type { EncodedRequest } from "../codec.ts";
import { textFields } from "../cohere-embeddings/index.ts";
import type {
  DecodedEmbeddings,
  EmbeddingsContext,
  EmbeddingsDecodeContext,
  EmbeddingsUpstreamCodec,
} from "../embeddings-codec.ts";

const encodeRequest = (request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest => ({
  body: textFields(request, context),
  dropped: untranslated(request.body),
});

function decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings {
  const given = at(body, ["embeddings"]);
  const vectors = Array.isArray(given) ? given : at(given, ["float"]);
  if (!Array.isArray(vectors)) return { ok: false, problem: "it has no vectors of type float" };
  return answerOf(vectors, context, readInvokeUsage(context.headers, context.convention));
}

export const bedrockCohereEmbeddings: EmbeddingsUpstreamCodec = {
  id: "bedrock-cohere-embeddings",
  path: invokePath,
  encodeRequest,
  decodeResponse,
  decodeError,
  isError: isInvokeError,
};
