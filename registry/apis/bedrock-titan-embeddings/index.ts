/**
 * Amazon Titan's embeddings on Bedrock: one text a call.
 * @module
 */
import { type EmbeddingsRequest, inputCount } from "../../canonical/embeddings.ts";
import { at, type Json, type JsonObject } from "../../json.ts";
import { invokePath, isInvokeError, readInvokeUsage } from "../_shared/bedrock-invoke.ts";
import { countAt } from "../_shared/counts.ts";
import { answerOf, dimensionsOf, textsOf, untranslated } from "../_shared/embeddings.ts";
import { decodeError } from "../bedrock-converse/errors.ts";
import type { EncodedRequest } from "../codec.ts";
import type {
  DecodedEmbeddings,
  EmbeddingsContext,
  EmbeddingsDecodeContext,
  EmbeddingsUpstreamCodec,
} from "../embeddings-codec.ts";

function encodeRequest(request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest {
  const [inputText = "", ...more] = textsOf(request, context);
  // Whoever calls splits before; taking the first of several would lose the others.
  if (more.length > 0) throw new Error(`Titan takes one text a call, not ${inputCount(request)}`);
  const dimensions = dimensionsOf(request, context);
  const body: JsonObject = { inputText, ...(dimensions === undefined ? {} : { dimensions }) };
  const lost = request.purpose === undefined ? [] : ["input_type"];
  return { body, dropped: [...untranslated(request.body), ...lost] };
}

function decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings {
  const vector = at(body, ["embedding"]);
  if (vector === undefined) return { ok: false, problem: "it has no vector" };
  const usage = readInvokeUsage(context.headers, context.convention, countAt(body, "inputTextTokenCount"));
  return answerOf([vector], context, usage);
}

export const bedrockTitanEmbeddings: EmbeddingsUpstreamCodec = {
  id: "bedrock-titan-embeddings",
  path: invokePath,
  encodeRequest,
  decodeResponse,
  decodeError,
  isError: isInvokeError,
};
