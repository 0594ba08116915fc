/**
 * Which API is spoken at a path of a host, and where the call names its model. Paths are compared whole, never by prefix:
 * what is not listed is passed on, but no usage is read from it.
 * @module
 */

/** The formats in which providers report usage; named like the APIs that they belong to. */
export const USAGE_SHAPES = [
  "openai-chat",
  "openai-responses",
  "openai-embeddings",
  "anthropic-messages",
  "gemini",
  "bedrock-converse",
  "cohere-v2",
] as const;
export type UsageShape = (typeof USAGE_SHAPES)[number];

/** One API at a domain. */
export interface ApiPath {
  api: UsageShape;
  /**
   * The whole path, without query. A group `model` names the model, a group `deployment` what its owner called it; without
   * either the body names the model.
   */
  path: RegExp;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** The paths of an OpenAI-compatible host below its base path, `""` for the root. */
export function openAiPaths(...bases: readonly string[]): ApiPath[] {
  const below = (path: string): RegExp => new RegExp(`^(?:${bases.map(escaped).join("|")})${path}$`);
  return [
    { api: "openai-chat", path: below("/chat/completions") },
    { api: "openai-chat", path: below("/completions") },
    { api: "openai-responses", path: below("/responses") },
    { api: "openai-embeddings", path: below("/embeddings") },
  ];
}

/** Anthropic's messages below a base path. */
export const anthropicPath = (base: string): ApiPath => ({
  api: "anthropic-messages",
  path: new RegExp(`^${escaped(base)}/messages$`),
});
