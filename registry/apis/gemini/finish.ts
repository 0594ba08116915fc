/**
 * Gemini's finish reasons and those of OpenAI, by table in both directions (RES-02).
 * @module
 */
import type { FinishReason } from "../../canonical/chat.ts";
import { own } from "../../json.ts";

const FINISH: Readonly<Record<string, FinishReason>> = {
  STOP: "stop",
  MAX_TOKENS: "length",
  SAFETY: "content_filter",
  RECITATION: "content_filter",
  BLOCKLIST: "content_filter",
  PROHIBITED_CONTENT: "content_filter",
  SPII: "content_filter",
  IMAGE_SAFETY: "content_filter",
  IMAGE_PROHIBITED_CONTENT: "content_filter",
  IMAGE_RECITATION: "content_filter",
  MODEL_ARMOR: "content_filter",
};

/** Finishes whose function calls the caller must not run: the model named what nobody declared. */
const INVALID_CALLS: readonly (string | null)[] = [
  "UNEXPECTED_TOOL_CALL",
  "MALFORMED_FUNCTION_CALL",
  "TOO_MANY_TOOL_CALLS",
];

export const callsAreInvalid = (word: string | null): boolean => INVALID_CALLS.includes(word);

export interface Finish {
  reason: FinishReason;
  /** Gemini's own word, where the reason alone does not say it. */
  native?: string;
}

/** Gemini says STOP when it calls functions; words without an equivalent are `stop` with the word beside it. */
export function mapFinish(word: string, hasToolCalls: boolean): Finish {
  const known = own(FINISH, word);
  if (known === "stop") return { reason: hasToolCalls ? "tool_calls" : "stop" };
  if (known === undefined) return { reason: "stop", native: word };
  return { reason: known, ...(word === "MAX_TOKENS" ? {} : { native: word }) };
}

const WORDS: Readonly<Record<FinishReason, string>> = {
  stop: "STOP",
  tool_calls: "STOP",
  function_call: "STOP",
  length: "MAX_TOKENS",
  content_filter: "SAFETY",
};

/** The way back. A native word of this dialect outranks the reason. */
export function finishWord(reason: FinishReason, native: unknown): string {
  const isOurs = typeof native === "string" && /^[A-Z_]+$/.test(native);
  return isOurs ? native : WORDS[reason];
}
