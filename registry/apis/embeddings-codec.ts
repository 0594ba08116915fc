/**
 * What an API of embeddings is: towards providers it writes requests and reads answers, towards callers the reverse. Both
 * sides translate to and from the canonical request. There are no streams.
 * @module
 */
import type { EmbeddingsAnswer, EmbeddingsRequest } from "../canonical/embeddings.ts";
import type { UsageConvention } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import type { ApiError, AttemptSummary } from "../errors/api-error.ts";
import type { ErrorBody } from "../errors/body.ts";
import type { Json, JsonObject } from "../json.ts";
import type { ApiOf, EncodedRequest } from "./codec.ts";

export type EmbeddingsApiId = ApiOf<"embeddings">;

/** How one host offers an API of embeddings. */
export interface EmbeddingsTraits {
  /** Does the host give vectors in base64? Otherwise numbers are asked for, and the gateway converts. */
  base64: boolean;
  /** Whose models the host asks in tokens, which are those of the model's own tokenizer; `null`: nobody's. */
  tokensFor: string | null;
  /** The field for the length of the vectors in OpenAI's form; `null` where the host takes none in any form. */
  dimensionsField: string | null;
  /** The field for the purpose of the vectors in OpenAI's form, where the host takes one. */
  purposeField: string | null;
  /** The most inputs of one call, where the host documents it; more are sent in several calls. */
  maxInputs?: number;
}

export interface EmbeddingsContext {
  endpoint: Endpoint;
  traits: EmbeddingsTraits;
}

export interface EmbeddingsDecodeContext extends EmbeddingsContext {
  /** What was asked, or this part of it. */
  request: EmbeddingsRequest;
  convention: UsageConvention;
  /** Headers of the answer: some hosts count there only. */
  headers: Pick<Headers, "get">;
}

/** A decoded answer, or the sentence that says why it is none (RES-05). */
export type DecodedEmbeddings = { ok: true; answer: EmbeddingsAnswer } | { ok: false; problem: string };

/** Towards providers. */
export interface EmbeddingsUpstreamCodec {
  id: EmbeddingsApiId;
  /** Path (and query) below the provider's base URL, for a call with this many inputs. */
  path(endpoint: Endpoint, inputs: number): string;
  /** @throws UnsupportedInput */
  encodeRequest(request: EmbeddingsRequest, context: EmbeddingsContext): EncodedRequest;
  decodeResponse(body: Json, context: EmbeddingsDecodeContext): DecodedEmbeddings;
  decodeError(text: string, headers: Headers): ErrorBody;
  /** Is this parsed 2xx body nothing but an error (ERR-04)? */
  isError(body: unknown): boolean;
}

/** A caller's request in canonical form, or what is wrong with it and where (ERR-08). */
export type DecodedEmbeddingsRequest =
  | { ok: true; request: EmbeddingsRequest }
  | { ok: false; param: string | null; message: string; unsupported: boolean };

/** Towards callers. */
export interface EmbeddingsClientCodec {
  id: EmbeddingsApiId;
  decodeRequest(body: Json): DecodedEmbeddingsRequest;
  encodeResponse(answer: EmbeddingsAnswer, request: EmbeddingsRequest): JsonObject;
  encodeError(error: ApiError, requestId: string, attempts: readonly AttemptSummary[]): JsonObject;
}
