/**
 * What an API can say towards the gateway, written by hand from the documentation: answers are generated within it.
 * @module
 */
import type { Counted, Finish } from "./answer.ts";

/** An API of providers, by the name that the suite has for it. */
export type SpokenApi =
  | "openai-chat"
  | "openai-responses"
  | "anthropic-messages"
  | "gemini"
  | "bedrock-converse"
  | "cohere-v2";

export interface Holds {
  /** Several answers to one request? */
  choices: boolean;
  reasoning: boolean;
  /** Does thinking carry a signature? */
  signed: boolean;
  /** Does a call? */
  sealsCalls: boolean;
  /** Words of refusal: of its own, with the finish of a filter, or none. */
  refusal: "own" | "with-filter" | "none";
  sources: boolean;
  tokens: "text-and-rivals" | "text" | "none";
  stopSequence: boolean;
  /** Which of the answer's names are told. */
  names: readonly ("id" | "model" | "fingerprint")[];
  /** Does an answer say when it was made? */
  dated: "always" | "at times" | "never";
  /** Are the arguments of calls text? Elsewhere they are objects, whose numbers are doubles and whose blanks are nobody's. */
  argumentsAreText: { whole: boolean; streamed: boolean };
  /** The words for each finish. */
  words: Readonly<Record<Finish, readonly string[]>>;
  counted: readonly Counted[];
  /** Are several usages told in the course of a stream? */
  runningUsage: boolean;
}

const TEXT_COUNTS = ["input", "output"] as const;

export const HOLDS: Readonly<Record<SpokenApi, Holds>> = {
  "openai-chat": {
    choices: true,
    reasoning: true,
    signed: false,
    sealsCalls: false,
    refusal: "own",
    sources: true,
    tokens: "text-and-rivals",
    stopSequence: false,
    names: ["id", "model", "fingerprint"],
    dated: "always",
    argumentsAreText: { whole: true, streamed: true },
    words: {
      stop: ["stop"],
      length: ["length"],
      tool_calls: ["tool_calls"],
      content_filter: ["content_filter"],
    },
    counted: [
      ...TEXT_COUNTS,
      ...(["cacheRead", "cacheWrite5m", "audioInput", "imageInput", "reasoning", "audioOutput"] as const),
      "imageOutput",
    ],
    runningUsage: true,
  },
  "openai-responses": {
    choices: false,
    reasoning: true,
    signed: false,
    sealsCalls: false,
    refusal: "own",
    sources: true,
    tokens: "none",
    stopSequence: false,
    names: ["id", "model"],
    dated: "always",
    argumentsAreText: { whole: true, streamed: true },
    // It has no word of its own for an answer that calls.
    words: {
      stop: ["completed"],
      length: ["max_output_tokens"],
      tool_calls: ["completed"],
      content_filter: ["content_filter"],
    },
    counted: [...TEXT_COUNTS, "cacheRead", "cacheWrite5m", "reasoning"],
    runningUsage: false,
  },
  "anthropic-messages": {
    choices: false,
    reasoning: true,
    signed: true,
    sealsCalls: false,
    refusal: "with-filter",
    sources: true,
    tokens: "none",
    stopSequence: true,
    names: ["id", "model"],
    dated: "never",
    argumentsAreText: { whole: false, streamed: true },
    words: {
      stop: ["end_turn"],
      length: ["max_tokens", "model_context_window_exceeded"],
      tool_calls: ["tool_use"],
      content_filter: ["refusal"],
    },
    counted: [...TEXT_COUNTS, "cacheRead", "cacheWrite5m", "cacheWrite1h", "reasoning"],
    runningUsage: true,
  },
  gemini: {
    choices: true,
    reasoning: true,
    signed: false,
    sealsCalls: true,
    refusal: "with-filter",
    sources: true,
    tokens: "text-and-rivals",
    stopSequence: false,
    names: ["id", "model"],
    dated: "at times",
    argumentsAreText: { whole: false, streamed: false },
    words: {
      stop: ["STOP"],
      length: ["MAX_TOKENS"],
      tool_calls: ["STOP"],
      content_filter: ["SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII"],
    },
    counted: [
      ...TEXT_COUNTS,
      ...(["cacheRead", "cacheReadAudio", "audioInput", "imageInput", "reasoning"] as const),
      ...(["audioOutput", "imageOutput"] as const),
    ],
    runningUsage: true,
  },
  "bedrock-converse": {
    choices: false,
    reasoning: true,
    signed: true,
    sealsCalls: false,
    refusal: "none",
    sources: true,
    tokens: "none",
    stopSequence: false,
    names: [],
    dated: "never",
    argumentsAreText: { whole: false, streamed: true },
    words: {
      stop: ["end_turn", "stop_sequence"],
      length: ["max_tokens", "model_context_window_exceeded"],
      tool_calls: ["tool_use"],
      content_filter: ["guardrail_intervened", "content_filtered"],
    },
    counted: [...TEXT_COUNTS, "cacheRead", "cacheWrite5m", "cacheWrite1h"],
    runningUsage: false,
  },
  "cohere-v2": {
    choices: false,
    reasoning: true,
    signed: false,
    sealsCalls: false,
    refusal: "none",
    sources: true,
    tokens: "text",
    stopSequence: false,
    names: ["id"],
    dated: "never",
    argumentsAreText: { whole: true, streamed: true },
    words: {
      stop: ["COMPLETE", "STOP_SEQUENCE"],
      // The second is of the first API version; its relays still say it.
      length: ["MAX_TOKENS", "ERROR_LIMIT"],
      tool_calls: ["TOOL_CALL"],
      content_filter: ["ERROR_TOXIC"],
    },
    counted: [...TEXT_COUNTS],
    runningUsage: false,
  },
};

export const isSpoken = (api: string): api is SpokenApi => Object.hasOwn(HOLDS, api);
