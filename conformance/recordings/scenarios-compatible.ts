/**
 * Situations of hosts that offer OpenAI's chat completions and differ in single answers: DeepSeek, Together, Fireworks,
 * Perplexity, LemonFox.
 * @module
 */
import type { QuirkId } from "../../registry/providers/_shared/quirks.ts";
import { ask, basic, streamed } from "./bodies.ts";
import type { Draft } from "./scenarios.ts";

const failing = (title: string, quirk: QuirkId) => ({ title, body: basic, quirk });

export const compatibleScenarios = {
  "chat.cached.hit-fields": {
    title: "Hits and misses of the cache stand beside the details that repeat the hits",
    quirk: "cache-hit-fields",
    body: ask("Repeat the pier rules from last to first."),
  },
  "chat.cached.flat": {
    title: "The cached count stands directly in the usage",
    quirk: "flat-cached-tokens",
    body: ask("Repeat the pier rules, shortest first."),
  },
  "bare.answer": {
    title: "The message has no role, and the answer no usage",
    quirk: "bare-answer",
    body: ask("Name the smallest boat in the harbour."),
  },
  "stream.doubled-text": {
    title: "Each piece of text comes in the form of completions and in that of chats",
    quirk: "doubled-text",
    body: streamed(ask("Count the crates by sound.")),
  },
  "error.400.octet-stream": failing("A JSON error is declared as bytes", "binary-error"),
  "error.401.fault": failing("The proxy before the API has an error form of its own", "fault-error"),
  "error.403.context-length": failing("A prompt that is too long is forbidden", "context-403"),
  "error.412": failing("The account is suspended until it pays", "suspended-412"),
} satisfies Record<string, Draft>;
