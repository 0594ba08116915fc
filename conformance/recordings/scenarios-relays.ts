/**
 * Situations that only xAI, Novita or OpenRouter shows.
 * @module
 */
import type { JsonObject } from "../../registry/json.ts";
import type { QuirkId } from "../../registry/providers/_shared/quirks.ts";
import { ask, basic, streamed } from "./bodies.ts";
import type { Draft } from "./scenarios.ts";

const failing = (title: string, quirk: QuirkId) => ({ title, body: basic, quirk });

/** Marks of the one lifetime that relays pass on without a price of its own. */
const markedLog: JsonObject = {
  messages: [
    {
      role: "system",
      content: [{ type: "text", text: "The harbour log, all of it.", cache_control: { type: "ephemeral" } }],
    },
    { role: "user", content: "Which boat came last?" },
  ],
};

export const relayScenarios = {
  "chat.cached.whole": {
    title: "The whole prompt came from the cache",
    quirk: "full-cache-hit",
    body: ask("Repeat the pier rules word for word."),
  },
  "chat.cache-marks": {
    title: "Marks go through a relay, and cache reads and writes come back inside the prompt",
    quirk: "cache-marks",
    body: markedLog,
  },
  "chat.cost.own-key": {
    title: "A call on a key of one's own at the relay costs the fee there and what the provider bills",
    quirk: "own-key-cost",
    body: ask("Who pays for the pilot?"),
  },
  "stream.usage.beside-choice": {
    title: "Usage stands beside an empty choice, after the finish",
    quirk: "usage-chunk-forms",
    body: streamed(ask("Count the crates.")),
  },
  "stream.usage.second-finish": {
    title: "The chunk with the usage says the finish a second time",
    quirk: "usage-chunk-forms",
    body: streamed(ask("Count the crates twice.")),
  },
  "stream.error.after-finish": {
    title: "An error after the chunk that finished the answer",
    quirk: "error-after-finish",
    body: streamed(ask("Read the log to the last page.")),
  },
  "stream.error.done-early": {
    title: "The stream says [DONE] although no choice has finished",
    quirk: "done-without-finish",
    body: streamed(ask("Stop in the middle of the tale.")),
  },
  "error.stream.json": {
    title: "A JSON error under a success status answers a streaming request",
    quirk: "prose-code",
    body: streamed(ask("Wait for the first word.")),
  },
  "error.choice": failing("The only choice of a success holds an error", "error-in-choice"),
  "error.400.relayed": failing(
    "The words of the model's host stand in the metadata, as JSON",
    "relayed-error",
  ),
  "error.400.flat": failing("The error is the whole body, with a type", "flat-error"),
  "error.402.in-flight": failing(
    "The budget for calls in flight is taken: waiting helps",
    "in-flight-budget",
  ),
  "error.403.bad-key": failing("A 403 whose reason is the key", "forbidden-reasons"),
  "error.403.balance": failing("A 403 whose reason is the balance", "forbidden-reasons"),
  "error.403.credits": failing("A 403 once all credits are used up", "credits-403"),
  "error.403.flagged": failing("A 403 for a prompt that was flagged", "flagged-403"),
  "error.429.limits-in-body": failing("The limit and its reset stand in the body", "limits-in-body"),
  "error.502.edge-timeout": failing("The edge gave up waiting: 524 inside a 502", "edge-timeout"),
} satisfies Record<string, Draft>;
