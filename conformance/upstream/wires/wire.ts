/**
 * What a simulated provider speaks: one builder and reader for each dialect, written from the wire facts by hand. Nothing
 * here is shared with the registry's dialects, so that a mistake there cannot hide behind the same mistake here.
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { SeenRequest } from "../../recordings/match.ts";

/** One chunk of a stream: text, or the bytes of a frame. */
export type Piece = string | Uint8Array;

export interface SimulatedCall {
  id: string;
  name: string;
  arguments: JsonObject;
}

/** What an answer says, in words of no wire. */
export interface SimulatedAnswer {
  text?: string;
  reasoning?: string;
  /** What the provider signs its reasoning with, where its API has a place for it; a constant where nobody checks it. */
  signature?: string;
  calls?: readonly SimulatedCall[];
  /** OpenAI's word, which the wire says in its own; by default `tool_calls` with calls and `stop` without. */
  finish?: "stop" | "length" | "tool_calls" | "content_filter";
}

/** Counts as the caller sees them: the prompt with its cached and written tokens, the completion with its reasoning. */
export interface SimulatedCounts {
  prompt: number;
  cached?: number;
  completion: number;
  reasoning?: number;
}

/** A turn that reached the provider. Tool results are turns of their own, in order, wherever the wire puts them. */
export interface SentTurn {
  role: "user" | "assistant" | "tool";
  /** Its texts in order, as they stand on the wire. */
  texts: string[];
  /** Media type and data (base64 or URL) of its images. */
  images?: { type: string | null; data: string }[];
  calls?: { id: string; name: string; arguments: Json }[];
  /** The call that a tool result answers. */
  callId?: string;
}

/** What reached the provider, in words of no wire. */
export interface SentRequest {
  /** As sent: in the body or in the path, decoded. */
  model: string;
  stream: boolean;
  maxTokens: Json | undefined;
  /** Parameters by OpenAI's names: temperature, top_p, stop, seed and so on; those that are there. */
  parameters: JsonObject;
  /** System and developer texts, in order. */
  system: string[];
  turns: SentTurn[];
  tools: { name: string; description: Json | undefined; schema: Json | undefined }[];
  /** `undefined` where the request says nothing about it. */
  toolChoice: "none" | "auto" | "required" | { name: string } | undefined;
  /** How many cache marks it carries, in whatever form the wire has them. */
  cacheMarks: number;
}

/** A failure as the wire says it, and the status that its words mean; without a status of their own, 502. */
export interface WireFailure<Form> {
  name: string;
  form: Form;
  means: number;
  /** The status that is said, where a number says it. */
  status?: number;
}

/** Where usage has its counts: paths of keys in a usage object; `null` where the wire has no such count. */
export interface UsageFields {
  prompt: readonly string[];
  completion: readonly string[];
  cached: readonly string[] | null;
  reasoning: readonly string[] | null;
  total: readonly string[] | null;
}

/** An answer in the provider's wire format. */
export interface Wire {
  streamType: "text/event-stream" | "application/vnd.amazon.eventstream";
  /**
   * Which counts the wire tells apart; the others are inside `prompt` or `completion` there. And does a stream tell what it
   * has come to as it opens?
   */
  tells: { cached: boolean; reasoning: boolean; early: boolean };
  completion(text: string, usage?: JsonObject): JsonObject;
  answer(answer: SimulatedAnswer, usage?: JsonObject): JsonObject;
  /** The pieces of a stream: exactly one opening, exactly one piece a text, then finish, usage, terminator. */
  stream(texts: readonly string[], usage?: JsonObject): Piece[];
  /** The same of any answer; each call's arguments come in two pieces. */
  streamAnswer(answer: SimulatedAnswer, usage?: JsonObject): Piece[];
  /** The first piece of a stream alone: it opens the answer and holds no content. */
  opening(): Piece;
  /** A piece with this content and nothing else, after the opening. */
  content(text: string): Piece;
  /** A piece that says that the provider failed, with the status that its words mean. */
  streamError(message: string, status: number): Piece;
  /** A piece that no decoder can read. */
  broken(): Piece;
  /** What says that the stream is over, where that is said apart from the finish: `[DONE]`. */
  terminator: Piece | null;
  /** A piece that is of no consequence: a comment, a ping, an event that nobody knows. */
  keepAlive(): Piece;
  /** Every way of saying a failure as a whole body, for all statuses that the wire can say. */
  failures(message: string): WireFailure<Json>[];
  /** Every way of saying a failure in one piece of a stream. */
  failureFrames(message: string): WireFailure<Piece>[];
  /** Well-formed bodies that hold no answer. */
  answerless: readonly Json[];
  fields: UsageFields;
  /** Usage as this wire counts it. */
  usage(counts: SimulatedCounts): JsonObject;
  error(message: string, more?: { type?: string; code?: string | null }): JsonObject;
  /** Reads a request off the wire. */
  read(request: SeenRequest): SentRequest;
}
