/**
 * The situations that recordings show: one caller body each, the same for every provider.
 * A scenario is *due* for a provider when one of its endpoints has what the scenario needs and, if the scenario shows a
 * quirk, the provider declares that quirk.
 * @module
 */
import type { Capability } from "../../registry/endpoint.ts";
import type { JsonObject } from "../../registry/json.ts";
import type { QuirkId } from "../../registry/providers/_shared/quirks.ts";
import {
  ask,
  basic,
  bellTool,
  image,
  jsonObject,
  jsonSchema,
  multiTurn,
  parallelTools,
  reasoning,
  signedCall,
  streamed,
  streamedTools,
  toolResult,
  tools,
} from "./bodies.ts";
import { anthropicScenarios } from "./scenarios-anthropic.ts";
import { bedrockScenarios } from "./scenarios-bedrock.ts";
import { cohereMistralAzure } from "./scenarios-cohere-mistral-azure.ts";
import { compatibleScenarios } from "./scenarios-compatible.ts";
import { hostScenarios } from "./scenarios-hosts.ts";
import { relayScenarios } from "./scenarios-relays.ts";

export interface Scenario {
  id: string;
  title: string;
  /** What an endpoint must be able to do. */
  needs: Capability[];
  /** The provider quirk that it shows; due only where declared. */
  quirk?: QuirkId;
  /** The caller's body in OpenAI chat form, without `model`. */
  body: JsonObject;
}

export type Draft = Omit<Scenario, "id" | "needs" | "quirk"> & {
  needs?: Capability[];
  quirk?: QuirkId;
};

function define<Id extends string>(drafts: Record<Id, Draft>): Record<Id, Scenario> {
  const entries = Object.entries<Draft>(drafts).map(([id, { needs = [], ...rest }]) => [
    id,
    { id, ...rest, needs },
  ]);
  return Object.fromEntries(entries) as Record<Id, Scenario>;
}

const failing = (title: string, rest: { quirk?: QuirkId } = {}): Draft => ({
  title,
  body: basic,
  ...rest,
});

export const scenarios = define({
  "chat.basic": { title: "A short text answer", body: basic },
  "chat.multi-turn": { title: "System, history and falsy parameters", body: multiTurn },
  "chat.tools": { title: "One tool call", needs: ["tools"], body: tools },
  "chat.tools.parallel": { title: "Two tool calls in one turn", needs: ["tools"], body: parallelTools },
  "chat.tools.result": { title: "An answer that uses two tool results", needs: ["tools"], body: toolResult },
  "chat.json-object": { title: "JSON mode", needs: ["json_object"], body: jsonObject },
  "chat.json-schema": { title: "Structured output", needs: ["json_schema"], body: jsonSchema },
  "chat.image": { title: "An image in the prompt", needs: ["images"], body: image },
  "chat.reasoning": { title: "A reasoning answer", needs: ["reasoning"], body: reasoning },
  "chat.length": { title: "Cut at the caller's limit", body: ask("Tell a sea story.", { max_tokens: 5 }) },
  "chat.cached": {
    title: "Part of the prompt came from the cache",
    body: ask("Repeat the pier rules."),
  },
  "chat.unicode": {
    title: "CJK and four-byte emoji",
    body: ask("Greet the harbour in Japanese and Chinese."),
  },
  "chat.refusal": {
    title: "A refusal beside null content",
    quirk: "refusal",
    body: ask("Help me sink a boat."),
  },
  "chat.content-filter": {
    title: "Stopped by the content filter",
    quirk: "content-filter",
    body: ask("Recite the whole forbidden shanty."),
  },
  "chat.choices.two": {
    title: "Two choices",
    quirk: "multiple-choices",
    body: ask("Name a boat.", { n: 2 }),
  },
  "chat.reasoning.outside": {
    title: "Reasoning tokens beside the completion count",
    quirk: "reasoning-outside-completion",
    body: ask("How many knots are in a mile of rope?"),
  },
  "chat.estimated-cost.absent": {
    title: "The provider's own price is missing",
    quirk: "reported-cost",
    body: ask("What does mooring cost?"),
  },
  "chat.null-details": {
    title: "Nulls where fields are usually absent",
    quirk: "null-details",
    body: ask("Is the tide in?"),
  },
  "chat.cache-write": {
    title: "Cache writes counted inside the prompt",
    quirk: "cache-write",
    body: ask("Learn the pier rules by heart."),
  },
  "chat.service-fields": {
    title: "The provider's own fields around an answer",
    quirk: "service-fields",
    body: ask("Who lights the lighthouse?"),
  },

  "stream.basic": { title: "A short streamed answer", body: streamed(basic) },
  "stream.multi-turn": { title: "Streamed, with history and falsy parameters", body: streamed(multiTurn) },
  "stream.tools": { title: "A streamed tool call with an emoji", needs: ["tools"], body: streamedTools },
  "stream.tools.parallel": {
    title: "Two streamed tool calls",
    needs: ["tools"],
    body: streamed(parallelTools),
  },
  "stream.json-object": { title: "Streamed JSON mode", needs: ["json_object"], body: streamed(jsonObject) },
  "stream.json-schema": {
    title: "Streamed structured output",
    needs: ["json_schema"],
    body: streamed(jsonSchema),
  },
  "stream.image": {
    title: "Streamed, with an image in the prompt",
    needs: ["images"],
    body: streamed(image),
  },
  "stream.reasoning": {
    title: "A streamed reasoning answer",
    needs: ["reasoning"],
    body: streamed(reasoning),
  },
  "stream.length": {
    title: "A stream cut at the caller's limit",
    body: streamed(ask("Tell a sea story.", { max_tokens: 5 })),
  },
  "stream.cached": {
    title: "Streamed, part of the prompt from the cache",
    body: streamed(ask("Repeat the pier rules.")),
  },
  "stream.unicode": {
    title: "Streamed CJK and four-byte emoji, cut inside characters",
    body: streamed(ask("Greet the harbour in Japanese and Chinese.")),
  },
  "stream.refusal": {
    title: "A streamed refusal",
    quirk: "refusal",
    body: streamed(ask("Help me sink a boat.")),
  },
  "stream.content-filter": {
    title: "A stream stopped by the content filter",
    quirk: "content-filter",
    body: streamed(ask("Recite the whole forbidden shanty.")),
  },
  "stream.reasoning.outside": {
    title: "Streamed reasoning tokens beside the completion count",
    quirk: "reasoning-outside-completion",
    body: streamed(ask("How many knots are in a mile of rope?")),
  },
  "stream.keep-alive": {
    title: "Comment lines first, between and after the chunks",
    quirk: "keep-alive-comments",
    body: streamed(ask("Wait for the slow boat.")),
  },
  "stream.tool-type-late": {
    title: "The type of a tool call comes after its arguments",
    needs: ["tools"],
    quirk: "tool-type-late",
    body: streamed({ ...tools, tool_choice: "required" }),
  },
  "stream.usage.x-groq-only": {
    title: "Usage stands only in the provider's own field",
    quirk: "x-groq-usage",
    body: streamed(ask("Count the gulls.")),
  },
  "stream.usage.twice": {
    title: "The same usage stands in two places",
    quirk: "x-groq-usage",
    body: streamed(ask("Count the gulls twice.")),
  },
  "stream.moderation-after-usage": {
    title: "A chunk with null usage follows the usage chunk",
    quirk: "moderation-after-usage",
    body: streamed(ask("Is this message safe?")),
  },
  "stream.obfuscation": {
    title: "Random padding on every chunk",
    quirk: "obfuscation",
    body: streamed(ask("Whisper the password.")),
  },
  "stream.error.event": {
    title: "A named error event after some text",
    needs: ["tools"],
    quirk: "error-event",
    body: streamed({ ...parallelTools, tool_choice: "required" }),
  },
  "stream.error.mid": {
    title: "An error object after two text chunks",
    quirk: "error-data",
    body: streamed(ask("Start a tale and break off.")),
  },
  "error.stream.before-content": {
    title: "A stream whose first data is an error",
    quirk: "error-data",
    body: streamed(ask("Do not even begin.")),
  },

  "error.400": failing("The request is invalid"),
  "error.401": failing("The key is wrong"),
  "error.402": failing("The account has no credit", { quirk: "status-402" }),
  "error.403": failing("The key lacks a permission"),
  "error.404": failing("The model does not exist"),
  "error.413": failing("The body is too large"),
  "error.422": failing("The request cannot be processed"),
  "error.429": failing("Rate limited, with Retry-After"),
  "error.429.no-retry-after": failing("Rate limited, without Retry-After"),
  "error.500": failing("The provider failed"),
  "error.502.html": failing("An HTML page from the edge"),
  "error.503": failing("The provider is overloaded"),
  "error.empty-body": failing("A failure without a body"),
  "error.in-200": failing("An error inside a success status"),
  "error.400.context-length": failing("The prompt is too long for the model", { quirk: "context-length" }),
  "error.422.detail-list": failing("Validation errors as a list", { quirk: "fastapi-detail" }),
  "error.detail-string": failing("The error is a string", { quirk: "fastapi-detail" }),
  "error.detail-object": failing("The error is an object in detail", { quirk: "fastapi-detail" }),
  "error.405.empty": failing("A wrong path: 405 and no body", { quirk: "wrong-path-405" }),
  "error.429.model-busy": failing("Busy, without type or code", { quirk: "model-busy" }),
  "error.429.quota": failing("The quota is used up: waiting does not help", { quirk: "insufficient-quota" }),
  "error.401.echoes-key": failing("The message repeats part of the key", { quirk: "echoes-key" }),
  "error.400.param-null-code": failing("A parameter is named, the code is null", { quirk: "null-code" }),
  "error.413.tokens-per-minute": failing("One request beyond the minute's tokens", { quirk: "tpm-413" }),
  "error.498": failing("Flex capacity is used up", { quirk: "status-498" }),
  "error.400.tool-use-failed": failing("The model's own tool call was invalid", { quirk: "tool-use-failed" }),

  // Gemini: blocked prompts, thoughts that eat the limit, signatures on calls, Google's envelope.
  "chat.blocked-prompt": {
    title: "A blocked prompt: no candidates, only the reason",
    quirk: "blocked-prompt",
    body: ask("How do I smuggle rum past the customs boat?"),
  },
  "stream.blocked-prompt": {
    title: "A blocked prompt, streamed: one chunk without candidates",
    quirk: "blocked-prompt",
    body: streamed(ask("How do I smuggle rum past the customs boat?")),
  },
  "blocked.prompt.no-counts": {
    title: "A blocked prompt whose usage has no counts",
    quirk: "blocked-without-counts",
    body: ask("Forget the captain and give me the wheel."),
  },
  "chat.thoughts-only": {
    title: "Thoughts use up the limit, and nothing is said",
    quirk: "thoughts-only",
    body: ask("How deep is the deepest berth?", { max_tokens: 4 }),
  },
  "stream.thoughts-only": {
    title: "Thoughts use up the limit of a stream",
    quirk: "thoughts-only",
    body: streamed(ask("How deep is the deepest berth?", { max_tokens: 4 })),
  },
  "stream.prompt-grows": {
    title: "The prompt count grows from chunk to chunk",
    quirk: "prompt-grows",
    body: streamed(ask("Measure the tide while it rises.")),
  },
  "chat.thought-signature": {
    title: "The signature of a call comes back with the call",
    needs: ["tools"],
    quirk: "thought-signature",
    body: signedCall,
  },
  "stream.thought-signature": {
    title: "Streamed, the signature of a call comes back with the call",
    needs: ["tools"],
    quirk: "thought-signature",
    body: streamed(signedCall),
  },
  "chat.unexpected-tool-call": {
    title: "A call of a tool that nobody declared is no tool call",
    needs: ["tools"],
    quirk: "unexpected-tool-call",
    body: ask("Raise the anchor with whatever you have.", { tools: [bellTool] }),
  },
  "stream.traffic-type-only": {
    title: "Early chunks whose usage has no counts",
    quirk: "traffic-type-only",
    body: streamed(ask("Signal the pilot boat.")),
  },
  "stream.partial-arguments": {
    title: "Arguments in pieces with JSON paths, for two calls in one stream",
    needs: ["tools"],
    quirk: "partial-arguments",
    body: streamed({ ...parallelTools, tool_choice: "required", temperature: 0 }),
  },
  "chat.claude": {
    title: "Claude at a host whose path holds the model",
    quirk: "claude-raw-predict",
    body: ask("Which lamp burns at the pier head?", { max_tokens: 64 }),
  },
  "stream.claude": {
    title: "Claude streamed at a host whose path holds model and verb",
    quirk: "claude-raw-predict",
    body: streamed(ask("Which lamp burns at the pier head?", { max_tokens: 64 })),
  },
  "error.529.claude": {
    title: "A failure of the model in the model's own shape",
    quirk: "anthropic-shaped-error",
    body: ask("Say hello to the harbour, Claude.", { max_tokens: 32 }),
  },
  "error.429.claude-google": {
    title: "A failure of the platform in the platform's shape, for a model with another",
    quirk: "anthropic-shaped-error",
    body: ask("Say hello to the harbour, Claude, once more.", { max_tokens: 48 }),
  },
  "error.400.bad-key": failing("A wrong key is an invalid request here", { quirk: "key-is-400" }),
  "error.400.location": failing("The caller's country is not served", { quirk: "location-refused" }),
  "error.503.in-list": {
    title: "The error stands in a list",
    quirk: "error-in-list",
    body: ask("Hoist the list of signals."),
  },
  ...anthropicScenarios,
  ...bedrockScenarios,
  ...cohereMistralAzure,
  ...relayScenarios,
  ...hostScenarios,
  ...compatibleScenarios,
});

/** The id of a known scenario. */
export type ScenarioId = keyof typeof scenarios;

export const isScenarioId = (id: string): id is ScenarioId => Object.hasOwn(scenarios, id);
