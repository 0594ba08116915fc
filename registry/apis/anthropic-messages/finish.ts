/**
 * Stop reasons of Anthropic's dialect and OpenAI's finish reasons, both ways (RES-02).
 * @module
 */
import type { FinishReason } from "../../canonical/chat.ts";
import { own } from "../../json.ts";
import { type Finish, mapByTable } from "../_shared/finish.ts";

export type { Finish } from "../_shared/finish.ts";

const FINISH: Readonly<Record<string, FinishReason>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  model_context_window_exceeded: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

const PLAIN: Readonly<Record<FinishReason, string>> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
  function_call: "tool_use",
};

/** Known words without a counterpart: the turn is not over, but it is nobody's error (`pause_turn`: send it back to go on). */
const WITHOUT_COUNTERPART = ["pause_turn", "compaction"];

/** Maps a stop reason. */
export const mapFinish = (word: string, hasToolCalls: boolean): Finish =>
  mapByTable({ finish: FINISH, plain: PLAIN }, word, hasToolCalls);

/** The stop reason for a caller: the native word where it is one of Anthropic's, else by the table. */
export function stopReason(finish: FinishReason, native: unknown): string {
  const isKnown =
    typeof native === "string" && (own(FINISH, native) !== undefined || WITHOUT_COUNTERPART.includes(native));
  return isKnown && finish !== "tool_calls" ? native : PLAIN[finish];
}
