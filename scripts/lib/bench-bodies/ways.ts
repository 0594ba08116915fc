/**
 * The ways that a body can take through the gateway: the API of its caller, and the endpoint that it goes to.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import { CHATS, COHERE, CONVERSE, GEMINI, MESSAGES, RESPONSES, type Shape } from "./shapes.ts";

export interface Way {
  path: string;
  model: string;
  headers: Readonly<Record<string, string>>;
  bodies: Readonly<Record<string, Shape>>;
}

const CHAT = "/v1/chat/completions";
const NATIVE = { "helicone-gateway-body-mapping": "NO_MAPPING" };
const CACHE = { "helicone-cache-enabled": "true" };

/** An endpoint of each API that providers have. */
export const ENDPOINTS = {
  openai: "gpt-4o-mini/openai",
  responses: "gpt-5.5-pro/openai",
  deepinfra: "deepseek-v3.2/deepinfra",
  anthropic: "claude-haiku-4-5/anthropic",
  gemini: "gemini-2.5-flash/google-ai-studio",
  converse: "nova-pro/bedrock",
  cohere: "command-a-03-2025/cohere",
} as const;
type Named = keyof typeof ENDPOINTS;

const to = (named: Named, path: string, bodies: Way["bodies"], headers: Way["headers"] = {}): Way => ({
  path,
  model: ENDPOINTS[named],
  headers,
  bodies,
});

/** Bodies of a chat without those that the model at its end does not take. */
const chatsBut = (...names: string[]): Way["bodies"] =>
  Object.fromEntries(Object.entries(CHATS).filter(([name]) => !names.includes(name)));

/** Each way by its name: the caller's API, and that of the provider. */
export const WAYS: Readonly<Record<string, Way>> = {
  "chat > openai": to("openai", CHAT, CHATS),
  "chat > openai, cached": to("openai", CHAT, CHATS, CACHE),
  "chat > responses": to("responses", CHAT, CHATS),
  "chat > deepinfra": to("deepinfra", CHAT, chatsBut("images", "a format")),
  "chat > anthropic": to("anthropic", CHAT, CHATS),
  "chat > gemini": to("gemini", CHAT, chatsBut("images")),
  "chat > converse": to("converse", CHAT, chatsBut("images", "a format")),
  "chat > cohere": to("cohere", CHAT, chatsBut("images")),
  "messages > anthropic": to("anthropic", "/v1/messages", MESSAGES),
  "messages > anthropic, cached": to("anthropic", "/v1/messages", MESSAGES, CACHE),
  "messages > openai": to("openai", "/v1/messages", MESSAGES),
  "messages > gemini": to("gemini", "/v1/messages", MESSAGES),
  "messages > converse": to("converse", "/v1/messages", MESSAGES),
  "messages, counted": to("anthropic", "/v1/messages/count_tokens", MESSAGES),
  "responses > openai": to("openai", "/v1/responses", RESPONSES),
  "responses > responses": to("responses", "/v1/responses", RESPONSES),
  "responses > anthropic": to("anthropic", "/v1/responses", RESPONSES),
  "responses > gemini": to("gemini", "/v1/responses", RESPONSES),
  "native chat": to("openai", CHAT, CHATS, NATIVE),
  "native messages": to("anthropic", CHAT, MESSAGES, NATIVE),
  "native gemini": to("gemini", CHAT, GEMINI, NATIVE),
  "native converse": to("converse", CHAT, CONVERSE, NATIVE),
  "native cohere": to("cohere", CHAT, COHERE, NATIVE),
};

const claude: JsonObject = {
  id: "m",
  type: "message",
  role: "assistant",
  model: "m",
  content: [{ type: "text", text: "Out." }],
  stop_reason: "end_turn",
  usage: { input_tokens: 3, output_tokens: 1 },
};

/** What a provider answers, by a word of its address: short, so that the request is what is measured. */
const ANSWERS: readonly [RegExp, JsonObject][] = [
  [/count_tokens/, { input_tokens: 3 }],
  [/api\.anthropic\.com/, claude],
  [
    /generativelanguage/,
    {
      candidates: [{ index: 0, content: { role: "model", parts: [{ text: "Out." }] }, finishReason: "STOP" }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 1, totalTokenCount: 4 },
      modelVersion: "m",
    },
  ],
  [
    /amazonaws/,
    {
      output: { message: { role: "assistant", content: [{ text: "Out." }] } },
      stopReason: "end_turn",
      usage: { inputTokens: 3, outputTokens: 1, totalTokens: 4 },
      metrics: { latencyMs: 1 },
    },
  ],
  [
    /cohere/,
    {
      id: "x",
      finish_reason: "COMPLETE",
      message: { role: "assistant", content: [{ type: "text", text: "Out." }] },
      usage: {
        billed_units: { input_tokens: 3, output_tokens: 1 },
        tokens: { input_tokens: 3, output_tokens: 1 },
      },
    },
  ],
  [
    /\/responses/,
    {
      id: "resp_x",
      object: "response",
      created_at: 1,
      status: "completed",
      model: "m",
      output: [
        {
          type: "message",
          id: "msg_x",
          status: "completed",
          role: "assistant",
          content: [{ type: "output_text", text: "Out.", annotations: [] }],
        },
      ],
      usage: { input_tokens: 3, output_tokens: 1, total_tokens: 4 },
    },
  ],
];

const chat: JsonObject = {
  id: "x",
  object: "chat.completion",
  created: 1,
  model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Out." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
};

/** The answer of the provider at an address. */
export const answerAt = (url: string): JsonObject =>
  ANSWERS.find(([address]) => address.test(url))?.[1] ?? chat;
