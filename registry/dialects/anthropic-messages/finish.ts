/**
 * Stop reasons of Anthropic's dialect and OpenAI's finish reasons, both ways (RES-02).
 * @module
 */
import type { FinishReason } from "../../chat.ts";
import { own } from "../../json.ts";

const FINISH: Readonly<Record<string, FinishReason>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** Words that say no more than their OpenAI counterpart; any other is shown beside it. */
const PLAIN: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  function_call: "tool_use",
};

/** Known words without a counterpart: the turn is not over, but it is nobody's error (`pause_turn`: send it back to go on). */
const WITHOUT_COUNTERPART = ["pause_turn", "compaction"];

export interface Finish {
  finish_reason: FinishReason;
  /** Anthropic's own word, where it says more. */
  native_finish_reason?: string;
}

/** Maps a stop reason. An answer that calls tools finishes with `tool_calls`, whatever a host says about stopping. */
export function mapFinish(word: string, hasToolCalls: boolean): Finish {
  const known = own(FINISH, word) ?? "stop";
  const finish_reason = known === "stop" && hasToolCalls ? "tool_calls" : known;
  return { finish_reason, ...(PLAIN[known] === word ? {} : { native_finish_reason: word }) };
}

/** The stop reason for a caller: the native word where it is one of Anthropic's, else by the table. */
export function stopReason(finish: FinishReason, native: unknown): string {
  const word = typeof native === "string" ? native : "";
  const isKnown = own(FINISH, word) !== undefined || WITHOUT_COUNTERPART.includes(word);
  return isKnown && finish !== "tool_calls" ? word : PLAIN[finish];
}
