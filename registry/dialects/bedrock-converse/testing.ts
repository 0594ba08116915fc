/**
 * What the tests of this dialect share: an endpoint, contexts, and arbitrary pieces of chats.
 * @module
 */
import fc from "fast-check";
import { type ChatRequest, ChatRequestSchema } from "../../chat.ts";
import type { Endpoint } from "../../endpoint.ts";
import { BedrockProvider } from "../../providers/bedrock.ts";
import type { DecodeContext } from "../dialect.ts";

export const SEED = { seed: 20_261 };
export const provider = new BedrockProvider();

export const endpoint: Endpoint = {
  ...{ id: "keel:bedrock", model: "keel", author: "harbour", provider: "bedrock", deployment: "default" },
  ...{ providerModelId: "harbour.keel-v1:0", surface: "chat", tiers: [], earlier: [], free: false },
  ...{ contextLength: 200_000, maxCompletionTokens: 64_000, rateLimits: undefined, ptbEnabled: true },
  ...{ status: "active", priority: 4, usage: provider.usage, dialect: "bedrock-converse" },
  ...{ reasoning: "budget", region: undefined, priced: true },
  supportedParameters: [
    ...(["max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "stop"] as const),
    ...(["tools", "tool_choice", "structured_outputs", "reasoning_effort", "thinking"] as const),
  ],
  capabilities: new Set(["tools", "json_schema", "images", "files", "reasoning"] as const),
};

const contextFor = (request: ChatRequest): DecodeContext => ({
  ...{ endpoint, traits: provider.traits, convention: provider.usage, request },
  ...{ nowSeconds: 1_796_000_000, fallbackId: "chatcmpl-test" },
});
export const plainRequest = ChatRequestSchema.parse({
  model: "keel",
  messages: [{ role: "user", content: "Ahoy" }],
});
export const context = contextFor(plainRequest);
export const rendering = { request: plainRequest, requestId: "test", usageExtras: () => ({}) };

export const words = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() !== "");
export const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
export const name = fc.stringMatching(/^[a-zA-Z0-9_-]{1,20}$/);
export const args = fc.dictionary(name, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }).map((value) =>
  // Through JSON once: a negative zero is none there.
  JSON.stringify(JSON.parse(JSON.stringify(value))),
);
const signature = fc.base64String({ minLength: 4, maxLength: 12 });
export const detail = fc.oneof(
  fc.record({ type: fc.constant("reasoning.text"), text: words, signature }),
  fc.record({ type: fc.constant("reasoning.encrypted"), data: signature }),
);
