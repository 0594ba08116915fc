/**
 * Stop reasons of Bedrock's Converse (RES-02).
 * @module
 */
import type { FinishReason } from "../../canonical/chat.ts";
import { own } from "../../json.ts";
import { type Finish, mapByTable } from "../_shared/finish.ts";

export type { Finish } from "../_shared/finish.ts";

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

const PLAIN: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  function_call: "tool_use",
  content_filter: "content_filtered",
};

/** Maps a stop reason. */
export const mapFinish = (word: string, hasToolCalls: boolean): Finish =>
  mapByTable({ finish: FINISH, plain: PLAIN }, word, hasToolCalls);

/** The stop reason for a caller: the native word where it is one of Bedrock's, else by the table. */
export function stopReasonOf(finish: FinishReason, native: unknown): string {
  // Stryker disable next-line StringLiteral: neither is one of Bedrock's words
  const word = typeof native === "string" ? native : "";
  return own(FINISH, word) === finish ? word : PLAIN[finish];
}
