/**
 * Recorded counts of tokens through the readers of counters.
 * @module
 */
import {
  anthropicCounter,
  bedrockCounter,
  geminiCounter,
  openaiCounter,
  type TokenCounter,
} from "../../../registry/apis/counters.ts";
import { type Json, own } from "../../../registry/json.ts";
import type { TextApiId } from "./hosts.ts";

/** The counters of a corpus by the names it has for them, with the API whose chats they count. */
const COUNTERS: Readonly<Record<string, { counter: TokenCounter; of: TextApiId }>> = {
  "anthropic.countTokens": { counter: anthropicCounter, of: "anthropic-messages" },
  "gemini.countTokens": { counter: geminiCounter, of: "gemini" },
  "bedrock.countTokens": { counter: bedrockCounter, of: "bedrock-converse" },
  "openai.responses.inputTokens": { counter: openaiCounter, of: "openai-responses" },
};

/** The counter of an exchange; `undefined` where it is about something else. */
export const counterOf = (api: string) => own(COUNTERS, api);

/** The first whole number of an answer, as it stands there: what the count must be. */
const firstNumber = (body: Json): number => Number(/:\s*(\d+)/.exec(JSON.stringify(body))?.[1]);

/** What is wrong with the count of an answer; `null` when nothing is. */
export function countProblem(counter: TokenCounter, body: Json): string | null {
  const count = counter.read(body);
  const expected = firstNumber(body);
  if (count === undefined) return "the count was not found";
  return count === expected ? null : `the count is ${expected}, read was ${count}`;
}
