/**
 * OpenAI's API of embeddings, which most hosts speak and every caller does.
 * @module
 */
import type {
  EmbeddingsClientCodec,
  EmbeddingsTraits,
  EmbeddingsUpstreamCodec,
} from "../embeddings-codec.ts";
import { decodeError, encodeError, isError } from "../openai-chat/errors.ts";
import { decodeRequest, encodeRequest } from "./request.ts";
import { decodeResponse, encodeResponse } from "./response.ts";

export const openaiEmbeddings: EmbeddingsUpstreamCodec & EmbeddingsClientCodec = {
  id: "openai-embeddings",
  path: () => "embeddings",
  encodeRequest,
  decodeRequest,
  decodeResponse,
  encodeResponse,
  decodeError,
  encodeError,
  isError,
};

/** A compatible host of which nothing more is documented. */
export const COMPATIBLE_EMBEDDINGS: EmbeddingsTraits = {
  base64: false,
  tokensFor: null,
  dimensionsField: "dimensions",
  purposeField: null,
};

/** OpenAI's models, whose tokens are those of their callers. */
export const OPENAI_EMBEDDINGS: EmbeddingsTraits = {
  ...COMPATIBLE_EMBEDDINGS,
  base64: true,
  tokensFor: "openai",
};
