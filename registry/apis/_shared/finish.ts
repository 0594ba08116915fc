/**
 * How stop reasons and OpenAI's finish reasons stand for each other, where a dialect has a table for it (RES-02).
 * @module
 */
import type { FinishReason } from "../../canonical/chat.ts";
import { own } from "../../json.ts";

export interface FinishTable {
  /** The dialect's words. */
  finish: Readonly<Record<string, FinishReason>>;
  /** Words that say no more than their OpenAI counterpart; any other is shown beside it. */
  plain: Readonly<Record<FinishReason, string>>;
}

export interface Finish {
  finish_reason: FinishReason;
  /** The dialect's own word, where it says more. */
  native_finish_reason?: string;
}

/** Maps a word, an unknown one to `stop`. An answer that calls tools and stops finishes with `tool_calls`. */
export function mapByTable({ finish, plain }: FinishTable, word: string, hasToolCalls: boolean): Finish {
  const known = own(finish, word) ?? "stop";
  const finish_reason = known === "stop" && hasToolCalls ? "tool_calls" : known;
  return { finish_reason, ...(plain[known] === word ? {} : { native_finish_reason: word }) };
}
