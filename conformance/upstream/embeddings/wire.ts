/**
 * What a simulated provider of embeddings speaks: one builder and reader for each API, written from the wire facts by
 * hand. Nothing here is shared with the registry's codecs.
 * @module
 */
import type { Json } from "../../../registry/json.ts";
import type { SeenRequest } from "../../recordings/match.ts";

/** What reached the provider, in words of no wire. */
export interface SentEmbeddings {
  /** As sent: in the body or in the path, decoded. */
  model: string;
  /** The inputs in order: texts, or lists of tokens where the wire has them. */
  inputs: Json[];
  /** Was the input sent alone and not as a list, where the wire has both? */
  alone: boolean;
  dimensions: Json | undefined;
  /** OpenAI's word for the form of the vectors; `undefined` where the wire has none or says nothing. */
  format: Json | undefined;
  /** What the vectors are for, in the wire's own word. */
  purpose: Json | undefined;
}

/** An answer in the provider's wire format. */
export interface WireAnswer {
  body: Json;
  headers: [name: string, value: string][];
}

export interface EmbeddingsWire {
  /** Does the wire have inputs in tokens and vectors in base64? */
  isOpenAi: boolean;
  /** The wire's word for a purpose; `undefined` where it has none. */
  purpose(word: "search_query"): string | undefined;
  /**
   * The answer with these vectors, whatever they are.
   * @param tokens what the provider counts for all inputs; `null`: it counts nothing
   */
  answer(vectors: readonly Json[], tokens: number | null, model: string): WireAnswer;
  read(request: SeenRequest): SentEmbeddings;
  error(status: number, message: string): Json;
}
