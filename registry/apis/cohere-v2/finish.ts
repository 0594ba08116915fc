/**
 * Finish reasons of Cohere's dialect, in both directions (RES-02).
 * @module
 */
import type { FinishReason } from "../../canonical/chat.ts";
import { own } from "../../json.ts";

const FINISH: Record<string, FinishReason> = {
  COMPLETE: "stop",
  STOP_SEQUENCE: "stop",
  MAX_TOKENS: "length",
  TOOL_CALL: "tool_calls",
  // Words of the first API version, which its own relays still say.
  ERROR_TOXIC: "content_filter",
  ERROR_LIMIT: "length",
};

const WORDS: Record<FinishReason, string> = {
  stop: "COMPLETE",
  length: "MAX_TOKENS",
  tool_calls: "TOOL_CALL",
  function_call: "TOOL_CALL",
  content_filter: "ERROR_TOXIC",
};

/** Words that say that there is no answer. */
const FAILED = ["ERROR", "TIMEOUT"];

/** The word of an answer or stream that failed. */
export const FAILURE_WORD = "ERROR";

export interface Finish {
  reason: FinishReason;
  /** The provider's own word, where it is not one of the table. */
  native?: string;
}

export const isFailure = (word: string): boolean => FAILED.includes(word.toUpperCase());

/** Maps Cohere's word; an answer that calls tools finishes with `tool_calls`, an unknown word with `stop`. */
export function mapFinish(word: string, hasToolCalls: boolean): Finish {
  const known = own(FINISH, word.toUpperCase());
  const reason = known ?? "stop";
  const native = known === undefined ? { native: word } : {};
  return { reason: reason === "stop" && hasToolCalls ? "tool_calls" : reason, ...native };
}

export const finishWord = (reason: FinishReason): string => WORDS[reason];
