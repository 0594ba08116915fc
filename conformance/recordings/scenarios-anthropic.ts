/**
 * Situations of Anthropic's dialect: cache writes by lifetime, signed thinking, typed events.
 * @module
 */
import { ask, basic, bellTool, markedRules, signedThinking, streamed } from "./bodies.ts";
import type { Draft } from "./scenarios.ts";

export const anthropicScenarios = {
  "chat.cache-writes": {
    title: "Cache writes of two lifetimes, each with a price of its own",
    quirk: "cache-writes-by-lifetime",
    body: markedRules,
  },
  "stream.cache-writes": {
    title: "Streamed cache writes of two lifetimes",
    quirk: "cache-writes-by-lifetime",
    body: streamed(markedRules),
  },
  "chat.refusal.no-content": {
    title: "A refusal as the reason for the end, and no content at all",
    quirk: "refusal-stop-reason",
    body: ask("Tell me how to cut the mooring lines."),
  },
  "stream.refusal.no-content": {
    title: "A streamed refusal without content",
    quirk: "refusal-stop-reason",
    body: streamed(ask("Tell me how to cut the mooring lines.")),
  },
  "chat.reasoning.redacted": {
    title: "Thinking that is partly encrypted",
    needs: ["reasoning"],
    quirk: "signed-thinking",
    body: ask("Why do tides come twice a day?", { reasoning_effort: "low" }),
  },
  "chat.reasoning.replayed": {
    title: "Signed thinking comes back before the tool call that it led to",
    needs: ["reasoning", "tools"],
    quirk: "signed-thinking",
    body: signedThinking,
  },
  "stream.padded-events": {
    title: "Pings between all events, and padding before the closing brace",
    quirk: "padded-events",
    body: streamed(ask("Sing the slow shanty.")),
  },
  "stream.tools.no-arguments": {
    title: "A tool call whose only argument delta is empty",
    needs: ["tools"],
    quirk: "empty-input-delta",
    body: streamed(ask("Ring the bell.", { tools: [bellTool] })),
  },
  "stream.usage.in-parts": {
    title: "Input counts at the start, output counts alone at the end",
    quirk: "usage-in-parts",
    body: streamed(ask("Count the buoys.")),
  },
  "stream.repeated-start": {
    title: "The opening of the stream comes twice",
    quirk: "repeated-start",
    body: streamed(ask("Begin the watch.")),
  },
  "stream.error.overloaded": {
    title: "The provider is overloaded in the midst of an answer",
    quirk: "overloaded-event",
    body: streamed(ask("Read the whole log aloud.")),
  },
  "error.stream.overloaded": {
    title: "The first event of a stream says that the provider is overloaded",
    quirk: "overloaded-event",
    body: streamed(ask("Open the overcrowded quay.")),
  },
  "chat.retry-after": {
    title: "A success that carries Retry-After",
    quirk: "retry-after-on-success",
    body: ask("May I moor at once?"),
  },
  "error.529": {
    title: "The provider is overloaded, by a status of its own",
    quirk: "status-529",
    body: basic,
  },
} as const satisfies Record<string, Draft>;
