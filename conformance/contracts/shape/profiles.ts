/**
 * Which schemas an API has at a host, and how strictly the host reads them.
 * @module
 */
import type { ContractApi } from "../contract.ts";

/** How a host reads an API. */
export interface ShapeProfile {
  /** A body must fit one of them. */
  schemas: readonly string[];
  /** Unknown fields of the body and of messages are let through. */
  open?: true;
  /** The host reads null as absent. */
  nullIsAbsent?: true;
}

/** What was published or recorded of a host: these take no field that they do not know. */
const AT_HOST: Readonly<Record<string, ShapeProfile>> = {
  "openai-chat openai": { schemas: ["openai-chat"] },
  "openai-chat azure": { schemas: ["openai-chat"] },
  "openai-chat mistral": { schemas: ["mistral-chat"] },
  "openai-chat groq": { schemas: ["groq-chat"] },
  // OpenRouter drops what it does not know, and refuses what it knows with a wrong value.
  "openai-chat openrouter": { schemas: ["openrouter-chat"], open: true },
  "openai-chat together": { schemas: ["openai-chat"], open: true, nullIsAbsent: true },
  "openai-chat huggingface": { schemas: ["openai-chat"], open: true, nullIsAbsent: true },
  "openai-chat ollama": { schemas: ["openai-chat"], open: true, nullIsAbsent: true },
  "openai-responses openai": { schemas: ["openai-responses"] },
  "openai-responses azure": { schemas: ["openai-responses"] },
  "openai-responses openrouter": { schemas: ["openrouter-responses"], open: true },
  "openai-completions openai": { schemas: ["openai-completions"] },
  "openai-embeddings openai": { schemas: ["openai-embeddings"] },
  "openai-embeddings azure": { schemas: ["openai-embeddings"] },
  "openai-embeddings mistral": { schemas: ["mistral-embeddings"] },
  "gemini vertex": { schemas: ["vertex-gemini"] },
  "gemini-count-tokens vertex": { schemas: ["vertex-count-tokens"] },
  "gemini-embed vertex": { schemas: ["vertex-embed"] },
};

/** An API at a host of which nothing more is known. */
const ANYWHERE: Readonly<Record<ContractApi, ShapeProfile>> = {
  "openai-chat": { schemas: ["openai-chat"], open: true },
  "openai-responses": { schemas: ["openai-responses"], open: true },
  "openai-completions": { schemas: ["openai-completions"], open: true },
  "openai-embeddings": { schemas: ["openai-embeddings"], open: true },
  "anthropic-messages": { schemas: ["anthropic-messages", "anthropic-messages-0"] },
  "anthropic-count-tokens": { schemas: ["anthropic-count-tokens"] },
  gemini: { schemas: ["gemini"] },
  "gemini-count-tokens": { schemas: ["gemini-count-tokens"] },
  "gemini-embed": { schemas: ["gemini-embed", "gemini-embed-batch"] },
  "bedrock-converse": { schemas: ["bedrock-converse"] },
  "cohere-v2": { schemas: ["cohere-v2"] },
  "cohere-embed": { schemas: ["cohere-embed"] },
};

/** Previews have fields of their own: with a beta header the wider types count. */
const WITH_BETAS: Readonly<Record<string, readonly string[]>> = {
  "anthropic-messages": ["anthropic-messages-beta", "anthropic-messages-beta-0"],
  "anthropic-count-tokens": ["anthropic-count-tokens-beta"],
};

export function shapeProfile(api: ContractApi, host: string, betas: readonly string[]): ShapeProfile {
  const profile = AT_HOST[`${api} ${host}`] ?? ANYWHERE[api];
  const wider = betas.length > 0 ? WITH_BETAS[api] : undefined;
  return wider ? { ...profile, schemas: wider } : profile;
}

/** Every profile there is, for tests and audits. */
export const allProfiles = (): readonly ShapeProfile[] => [
  ...Object.values(AT_HOST),
  ...Object.values(ANYWHERE),
  ...Object.values(WITH_BETAS).map((schemas) => ({ schemas })),
];
