/**
 * Finish reasons of OpenAI-compatible hosts (RES-02).
 * @module
 */
import type { FinishReason } from "../../canonical/chat.ts";

const FINISH: Record<string, FinishReason> = {
  stop: "stop",
  eos: "stop",
  length: "length",
  max_tokens: "length",
  model_length: "length",
  tool_calls: "tool_calls",
  tool_use: "tool_calls",
  function_call: "function_call",
  content_filter: "content_filter",
};

/** Where a host says a word that nobody documents: the answer is complete, and the word itself is shown beside it. */
export const UNKNOWN_FINISH: FinishReason = "stop";

/** A host that reports a failure as a finish reason. */
export const FINISH_ERROR = "error";

export interface Finish {
  reason: FinishReason;
  /** The host's own word, where it is not one of the table. */
  native?: string;
}

/** Maps a host's word. An answer that calls tools finishes with `tool_calls`, whatever a host says about stopping. */
export function mapFinish(word: string, hasToolCalls: boolean): Finish {
  const known = Object.hasOwn(FINISH, word) ? FINISH[word] : undefined;
  const reason = known ?? UNKNOWN_FINISH;
  const native = known === undefined ? { native: word } : {};
  return { reason: reason === "stop" && hasToolCalls ? "tool_calls" : reason, ...native };
}
