/**
 * Patches of other vendors' shapes.
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { Patch } from "./patches.ts";

const USER = { role: "user", content: "Where is the tide?" };

const atMistral = (body: JsonObject): Patch["probe"] => ({
  api: "openai-chat",
  host: "mistral",
  body: { model: "mistral-large-latest", messages: [USER], ...body },
});
const atOpenRouter = (body: JsonObject): Patch["probe"] => ({
  api: "openai-chat",
  host: "openrouter",
  body: { model: "openai/gpt-4o", messages: [USER], ...body },
});

/** Speakeasy's clients fill defaults in, so that their outbound types demand what the wire does not. */
const DEFAULTS_FILLED = "models/components: optional in the plain type, a default in $outboundSchema";

export const OTHER_PATCHES: readonly Patch[] = [
  {
    id: "openai-chat.alibaba.cache_control",
    schemas: ["openai-chat"],
    hosts: ["alibaba"],
    change: {
      definitions: /ChatCompletionContentPartText/,
      set: { cache_control: { type: "object", properties: { type: { const: "ephemeral" } } } },
    },
    evidence: [
      "https://www.alibabacloud.com/help/en/model-studio/context-cache, explicit cache: cache_control on text parts",
    ],
    probe: {
      api: "openai-chat",
      host: "alibaba",
      body: {
        model: "qwen-plus",
        messages: [
          { role: "user", content: [{ type: "text", text: "Out.", cache_control: { type: "ephemeral" } }] },
        ],
      },
    },
  },
  {
    id: "groq-chat.stream_options",
    schemas: ["groq-chat"],
    change: {
      definitions: /ChatCompletionCreateParams(?:NonStreaming|Streaming)/,
      set: { stream_options: { type: "object", properties: { include_usage: { type: "boolean" } } } },
    },
    evidence: ["@langchain/groq ChatGroqCallOptions.stream_options: sent by default with every stream"],
    probe: {
      api: "openai-chat",
      host: "groq",
      body: {
        model: "llama-3.3-70b-versatile",
        messages: [USER],
        stream: true,
        stream_options: { include_usage: true },
      },
    },
  },
  {
    id: "cohere-v2.stream",
    schemas: ["cohere-v2"],
    change: { definitions: /V2ChatRequest\.Raw/, set: { stream: { type: "boolean" } } },
    evidence: ["cohere-fcb8af6088", "cohere-d99e4dc2f0"],
    probe: {
      api: "cohere-v2",
      host: "cohere",
      body: { model: "command-a-03-2025", messages: [USER], stream: true },
    },
  },
  {
    id: "mistral-chat.defaults",
    schemas: ["mistral-chat"],
    change: {
      definitions: /ChatCompletionRequest\$Outbound/,
      optional: ["stream", "type", "prefix"],
      deep: true,
    },
    evidence: [`@mistralai/mistralai 2.7.0 ${DEFAULTS_FILLED}`, "mistral-3f527063eb", "mistral-b8a013c8f8"],
    probe: atMistral({ tools: [{ function: { name: "tide", parameters: {} } }] }),
  },
  {
    id: "mistral-chat.call-defaults",
    schemas: ["mistral-chat"],
    change: { definitions: /ToolCall\$Outbound/, optional: ["type", "index", "id"] },
    evidence: [`@mistralai/mistralai 2.7.0 ${DEFAULTS_FILLED}`],
    probe: atMistral({
      messages: [
        USER,
        { role: "assistant", tool_calls: [{ id: "abcDEF123", function: { name: "tide", arguments: "{}" } }] },
        { role: "tool", tool_call_id: "abcDEF123", content: "out" },
      ],
    }),
  },
  {
    id: "openrouter-chat.stream-default",
    schemas: ["openrouter-chat"],
    change: { definitions: /ChatRequest\$Outbound/, optional: ["stream"], open: true },
    evidence: [
      `@openrouter/sdk 1.3.19 ${DEFAULTS_FILLED}`,
      "openrouter-bda809d90f",
      "openrouter-f1ffce3475",
      "openrouter-98bafbc82c",
      "openrouter-92496cb124",
      "openrouter.unknown: parameters that it does not know are dropped",
    ],
    probe: atOpenRouter({ usage: { include: true } }),
  },
  {
    id: "openrouter-chat.reasoning-switch",
    schemas: ["openrouter-chat"],
    change: { definitions: /ChatRequestReasoning\$Outbound/, open: true },
    evidence: ["openrouter-0303c94bad", "openrouter.effort.words: enabled and max_tokens are documented"],
    probe: atOpenRouter({ stream: false, reasoning: { enabled: true } }),
  },
  {
    id: "openrouter-chat.tool-extras",
    schemas: ["openrouter-chat"],
    change: { definitions: /ChatFunctionToolFunction\$Outbound/, open: true },
    evidence: ["openrouter-6bce3ff34f"],
    probe: atOpenRouter({
      stream: false,
      tools: [{ type: "function", eager_input_streaming: true, function: { name: "tide" } }],
    }),
  },
  {
    id: "openrouter-responses.defaults",
    schemas: ["openrouter-responses"],
    change: {
      definitions: /ResponsesRequest\$Outbound/,
      optional: ["service_tier", "store", "stream"],
      open: true,
    },
    evidence: [`@openrouter/sdk 1.3.19 ${DEFAULTS_FILLED}`, "openrouter-1e43f8edc5", "openrouter-d5df7586f2"],
    probe: {
      api: "openai-responses",
      host: "openrouter",
      body: { model: "openai/gpt-4o", input: "Where is the tide?" },
    },
  },
];
