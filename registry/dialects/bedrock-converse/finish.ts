/**
 * Stop reasons of Bedrock's Converse (RES-02).
 * @module
 */
import type { FinishReason } from "../../chat.ts";
import { own } from "../../json.ts";

const FINISH: Readonly<Record<string, FinishReason>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  tool_use: "tool_calls",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  // Also where a guardrail only masked parts: the text is there, with placeholders.
  guardrail_intervened: "content_filter",
  content_filtered: "content_filter",
};

/** The model failed at its own format; there is no answer to use. */
const FAILURES = ["malformed_model_output", "malformed_tool_use"];

export const isFailure = (word: string): boolean => FAILURES.includes(word);

export const failureMessage = (word: string): string => `the model's answer is unusable (${word})`;

/** Words that say no more than their OpenAI counterpart; any other is shown beside it. */
const PLAIN: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  function_call: "tool_use",
  content_filter: "content_filtered",
};

export interface Finish {
  finish_reason: FinishReason;
  /** Bedrock's own word, where it says more: which of the two filters it was, for one. */
  native_finish_reason?: string;
}

/** Maps a stop reason, an unknown one to `stop`. An answer that calls tools and stops finishes with `tool_calls`. */
export function mapFinish(word: string, hasToolCalls: boolean): Finish {
  const known = own(FINISH, word) ?? "stop";
  const finish_reason = known === "stop" && hasToolCalls ? "tool_calls" : known;
  return { finish_reason, ...(PLAIN[known] === word ? {} : { native_finish_reason: word }) };
}

/** The stop reason for a caller: the native word where it is one of Bedrock's, else by the table. */
export function stopReasonOf(finish: FinishReason, native: unknown): string {
  const word = typeof native === "string" ? native : "";
  return own(FINISH, word) === finish ? word : PLAIN[finish];
}
