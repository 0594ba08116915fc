/**
 * Patches of OpenAI's shapes, and what "open" means for hosts that speak them.
 * @module
 */
import type { Patch } from "./patches.ts";

const USER = { role: "user", content: "Where is the tide?" };
const CHAT = { model: "gpt-4o", messages: [USER] };
const RESPONSE = { model: "gpt-4o", input: "Where is the tide?" };

/** What an open host may do is not published; these were seen to take fields that OpenAI does not have. */
const SEEN_OPEN = [
  "deepseek-00b3f87237",
  "crusoe-7ae795fd5d",
  "cerebras-0f5cb78f1f",
  "zai-236ee50537",
  "snowflake-925c454aab",
];

/** What a widely used client sends OpenAI in every turn that follows an answer. */
const SENT_BY_AI_SDK =
  "vercel/ai:packages/openai/src/responses/convert-to-openai-responses-input.ts (@ai-sdk/openai 3.0.141)";

export const OPENAI_PATCHES: readonly Patch[] = [
  {
    id: "openai-chat.assistant-annotations",
    schemas: ["openai-chat"],
    change: {
      definitions: /ChatCompletionAssistantMessageParam/,
      set: { annotations: { type: "array", items: {} } },
    },
    evidence: ["openai-72f24e16c5", "openai-c7b5d17099", "openai-a1c278902e"],
    probe: {
      api: "openai-chat",
      host: "openai",
      body: { ...CHAT, messages: [USER, { role: "assistant", content: "Out.", annotations: [] }, USER] },
    },
  },
  {
    id: "openai-chat.open-body",
    schemas: ["openai-chat"],
    whenOpen: true,
    change: { definitions: /ChatCompletionCreateParams(Non)?Streaming/, open: true },
    evidence: SEEN_OPEN,
    probe: { api: "openai-chat", host: "deepseek", body: { ...CHAT, thinking: { type: "enabled" } } },
  },
  {
    id: "openai-chat.open-messages",
    schemas: ["openai-chat"],
    whenOpen: true,
    change: { definitions: /ChatCompletion\w+MessageParam/, open: true },
    evidence: SEEN_OPEN,
    probe: {
      api: "openai-chat",
      host: "deepseek",
      body: {
        ...CHAT,
        messages: [USER, { role: "assistant", content: "Out.", reasoning_content: "It turns." }, USER],
      },
    },
  },
  {
    id: "openai-responses.function-strict",
    schemas: ["openai-responses", "openrouter-responses"],
    change: { definitions: /FunctionTool|ResponsesRequestToolFunction\$Outbound/, optional: ["strict"] },
    evidence: ["openai-0a118c2eb9", "openai-07cb745b94", "openai-baf8e9198d"],
    probe: {
      api: "openai-responses",
      host: "openai",
      body: { ...RESPONSE, tools: [{ type: "function", name: "tide", parameters: { type: "object" } }] },
    },
  },
  {
    id: "openai-responses.image-call-echoed",
    schemas: ["openai-responses"],
    change: { definitions: /ResponseInputItem\.ImageGenerationCall/, optional: ["result", "status"] },
    evidence: ["openai-3f0cb520df"],
    probe: {
      api: "openai-responses",
      host: "openai",
      body: { ...RESPONSE, input: [USER, { type: "image_generation_call", id: "ig_1" }] },
    },
  },
  {
    id: "openai-responses.answer-without-type",
    schemas: ["openai-responses"],
    change: { definitions: /^ResponseOutputMessage$/, optional: ["type", "status"] },
    evidence: [SENT_BY_AI_SDK],
    probe: {
      api: "openai-responses",
      host: "openai",
      body: {
        ...RESPONSE,
        input: [
          USER,
          {
            role: "assistant",
            id: "msg_1",
            content: [{ type: "output_text", text: "Out.", annotations: [] }],
          },
          USER,
        ],
      },
    },
  },
  {
    id: "openai-responses.answer-without-annotations",
    schemas: ["openai-responses"],
    change: { definitions: /^ResponseOutputText$/, optional: ["annotations"] },
    evidence: [SENT_BY_AI_SDK],
    probe: {
      api: "openai-responses",
      host: "openai",
      body: {
        ...RESPONSE,
        input: [
          USER,
          {
            type: "message",
            role: "assistant",
            id: "msg_1",
            status: "completed",
            content: [{ type: "output_text", text: "Out." }],
          },
          USER,
        ],
      },
    },
  },
  {
    id: "openai-responses.open-body",
    schemas: ["openai-responses"],
    whenOpen: true,
    change: { definitions: /ResponseCreateParams(Non)?Streaming/, open: true },
    evidence: SEEN_OPEN,
    probe: { api: "openai-responses", host: "xai", body: { ...RESPONSE, search_parameters: {} } },
  },
  {
    id: "openai-responses.open-messages",
    schemas: ["openai-responses"],
    whenOpen: true,
    change: {
      definitions: /EasyInputMessage|ResponseInputItem\.Message|ResponseReasoningItem|ResponseOutputMessage/,
      open: true,
    },
    evidence: ["deepseek Responses documentation: reasoning items carry reasoning_text content"],
    probe: {
      api: "openai-responses",
      host: "xai",
      body: { ...RESPONSE, input: [{ ...USER, name: "mate" }] },
    },
  },
  {
    id: "openai-completions.open-body",
    schemas: ["openai-completions"],
    whenOpen: true,
    change: { definitions: /CompletionCreateParams(Non)?Streaming/, open: true },
    evidence: SEEN_OPEN,
    probe: {
      api: "openai-completions",
      host: "together",
      body: { model: "tide-1", prompt: "tide", top_k: 4 },
    },
  },
  {
    id: "openai-embeddings.open-body",
    schemas: ["openai-embeddings"],
    whenOpen: true,
    change: { definitions: /EmbeddingCreateParams/, open: true },
    evidence: ["voyage-c391b44285", "voyage-b207be5963"],
    probe: {
      api: "openai-embeddings",
      host: "voyage",
      body: { model: "voyage-3", input: "tide", input_type: "query" },
    },
  },
];
