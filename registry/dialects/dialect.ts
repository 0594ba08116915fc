/**
 * What a dialect is: a wire format, translated to and from the canonical chat. Every dialect folder has the same
 * files: request, response, stream, errors, usage, index. Streams are bytes in and events out; nothing may depend on
 * where the bytes were cut (STR-01).
 * @module
 */
import type { ChatChunk, ChatCompletion, ChatRequest } from "../chat.ts";
import type { Endpoint } from "../endpoint.ts";
import type { ErrorBody } from "../errors/body.ts";
import type { Json, JsonObject } from "../json.ts";
import type { UsageConvention, UsageReading } from "../usage.ts";

export const DIALECTS = ["openai-chat"] as const;
export type DialectName = (typeof DIALECTS)[number];

/** How one host speaks its dialect; the typed differences between OpenAI-compatible hosts. */
export interface DialectTraits {
  maxTokensField: "max_tokens" | "max_completion_tokens";
  /** The role that the host takes for developer messages. */
  developerRole: "developer" | "system";
  /** Does the host take `messages[].name`? */
  messageNames: boolean;
  /** Does the host take `cache_control` marks? Otherwise they are removed (MAP-12). */
  cacheControl: boolean;
  /** Documented fields of the host's own that reach the caller under their own names (RES-04). */
  extraFields: { completion: readonly string[]; message: readonly string[]; usage: readonly string[] };
}

export interface EncodeContext {
  endpoint: Endpoint;
  traits: DialectTraits;
}

export interface EncodedRequest {
  body: JsonObject;
  /** Parameters of the caller that the endpoint does not take (MAP-09). */
  dropped: string[];
}

export interface DecodeContext extends EncodeContext {
  /** The caller's request; gives tool names back their original spelling. */
  request: ChatRequest;
  convention: UsageConvention;
  /** Seconds since 1970, where the provider gives no usable `created`. */
  nowSeconds: number;
  /** The gateway's id for this answer, where the provider gives none. */
  fallbackId: string;
}

/** A decoded answer, or the sentence that says why it is none (RES-05). */
export type DecodedResponse =
  | { ok: true; completion: ChatCompletion; usage: UsageReading; reportedCost: unknown }
  | { ok: false; problem: string };

/** What a stream says, one thing at a time. Chunks are already normalised (STR-04). */
export type StreamEvent =
  | { type: "chunk"; chunk: ChatChunk; content: boolean }
  | { type: "usage"; usage: UsageReading; reportedCost: unknown }
  | { type: "keep-alive" }
  | { type: "error"; body: ErrorBody }
  /** The provider broke its own format, or the stream ended before every choice finished (STR-07). */
  | { type: "broken"; problem: string }
  /** The natural end: every choice has its finish reason. Nothing follows. */
  | { type: "end" };

export interface Dialect {
  name: DialectName;
  /** Path below the provider's base URL. */
  path: string;
  encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest;
  decodeResponse(body: Json, context: DecodeContext): DecodedResponse;
  decodeStream(bytes: AsyncIterable<Uint8Array>, context: DecodeContext): AsyncIterable<StreamEvent>;
  decodeError(text: string): ErrorBody;
}
