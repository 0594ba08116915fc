/**
 * Rules that no request of the suite can ask, and why: what they speak about is not in the registry. They hold for
 * `npm run contract`, and for the provider or model that comes next; a rule of this list that can be asked fails by name.
 * @module
 */

/** What a rule speaks about that no endpoint of the registry is. */
export type Lack =
  | { provider: string }
  /** Of this provider, or of all. */
  | { model: string; at?: string }
  | { api: string; at: string };

/** By the ids of rules. */
export const UNASKED: Readonly<Record<string, Lack>> = {
  "anthropic.so.bedrock-newest": { api: "anthropic-messages", at: "bedrock" },
  "openai.role.o1-mini-system": { model: "o1-mini", at: "openai" },
  "gemini.gemma.system": { model: "gemma-3", at: "google-ai-studio" },
  "cerebras.reasoning-history": { provider: "cerebras" },
  "kimi.thinking-and-effort": { provider: "moonshotai" },
  "kimi.top_p.fixed": { provider: "moonshotai" },
  "kimi.image-url": { provider: "moonshotai" },
  "kimi.empty-assistant": { provider: "moonshotai" },
  "zai.effort.glm-5.3": { provider: "zai" },
  "minimax.n": { provider: "minimax" },
  "minimax.temperature": { provider: "minimax" },
  "perplexity.alternation": { api: "openai-chat", at: "perplexity" },
  "perplexity.response_format": { api: "openai-chat", at: "perplexity" },
};
