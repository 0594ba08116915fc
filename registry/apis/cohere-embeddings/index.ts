/**
 * Cohere's embeddings: `POST /v2/embed`, with vectors by type and without indexes.
 * @module
 */
import type { EmbeddingsRequest } from "../../canonical/embeddings.ts";
import { at, type Json, type JsonObject } from "../../json.ts";
import { countAt } from "../_shared/counts.ts";
import { answerOf, dimensionsOf, readPromptTokens, textsOf, untranslated } from "../_shared/embeddings.ts";
import type { EncodedRequest } from "../codec.ts";
import { decodeError, isError } from "../cohere-v2/errors.ts";
import type {
  DecodedEmbeddings,
  EmbeddingsContext,
  EmbeddingsDecodeContext,
  EmbeddingsUpstreamCodec,
} from "../embeddings-codec.ts";

/** What Cohere demands and OpenAI's callers do not say: texts that are kept to be searched. */
const USUAL_PURPOSE = "search_document";

/** The part of the body that Cohere's models take wherever they run. */
export function textFields(request: EmbeddingsRequest, context: EmbeddingsContext): JsonObject {
  const output_dimension = dimensionsOf(request, context);
  return {
    texts: [...textsOf(request, context)],
    input_type: request.purpose ?? USUAL_PURPOSE,
    // A text that is too long is refused, as OpenAI does, and never cut in silence.
    truncate: "NONE",
    ...(output_dimension === undefined ? {} : { output_dimension }),
  };
}

function encodeRequest(request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest {
  const { providerModelId } = context.endpoint;
  const body = { model: providerModelId, ...textFields(request, context), embedding_types: ["float"] };
  return { body, dropped: untranslated(request.body) };
}

function decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings {
  const vectors = at(body, ["embeddings", "float"]);
  if (!Array.isArray(vectors)) return { ok: false, problem: "it has no vectors of type float" };
  const raw = at(body, ["meta", "billed_units"]);
  return answerOf(
    vectors,
    context,
    readPromptTokens({ prompt: countAt(raw, "input_tokens") }, context.convention, raw),
  );
}

export const cohereEmbeddings: EmbeddingsUpstreamCodec = {
  id: "cohere-embeddings",
  path: () => "embed",
  encodeRequest,
  decodeResponse,
  decodeError,
  isError,
};
