/**
 * The smallest good body of each API: examples of rules are changes to it.
 * @module
 */
import type { ContractApi } from "../contract.ts";
import type { JsonObject } from "../json.ts";

const QUESTION = "Where is the tide?";
const USER: JsonObject = { role: "user", content: QUESTION };

export const BASES: Readonly<Record<ContractApi, JsonObject>> = {
  "openai-chat": { model: "gpt-4o", messages: [USER] },
  "openai-responses": { model: "gpt-4o", input: QUESTION },
  "openai-completions": { model: "babbage-002", prompt: QUESTION },
  "openai-embeddings": { model: "text-embedding-3-small", input: QUESTION },
  "anthropic-messages": { model: "claude-sonnet-4-5", max_tokens: 64, messages: [USER] },
  "anthropic-count-tokens": { model: "claude-sonnet-4-5", messages: [USER] },
  gemini: { contents: [{ role: "user", parts: [{ text: QUESTION }] }] },
  "gemini-count-tokens": { contents: [{ role: "user", parts: [{ text: QUESTION }] }] },
  "gemini-embed": { content: { parts: [{ text: QUESTION }] } },
  "bedrock-converse": { messages: [{ role: "user", content: [{ text: QUESTION }] }] },
  "cohere-v2": { model: "command-a-03-2025", messages: [USER], stream: false },
  "cohere-embed": {
    model: "embed-v4.0",
    input_type: "search_query",
    texts: [QUESTION],
  },
};

/** The host that examples are for unless they name one. */
export const MAKERS: Readonly<Record<ContractApi, string>> = {
  "openai-chat": "openai",
  "openai-responses": "openai",
  "openai-completions": "openai",
  "openai-embeddings": "openai",
  "anthropic-messages": "anthropic",
  "anthropic-count-tokens": "anthropic",
  gemini: "google-ai-studio",
  "gemini-count-tokens": "google-ai-studio",
  "gemini-embed": "google-ai-studio",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
  "cohere-embed": "cohere",
};

/** The smallest good body of an API at a host. */
export function baseOf(api: ContractApi, host: string): JsonObject {
  const { model, ...rest } = BASES[api];
  const partner = api === "anthropic-messages" && (host === "vertex" || host === "bedrock");
  if (partner) return { ...rest, anthropic_version: `${host}-2023-05-31` };
  return model === undefined ? rest : { model, ...rest };
}
