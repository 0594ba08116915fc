/**
 * What providers document of their embeddings, by hand and apart from the registry: how many inputs a call may have, and
 * how long the vectors of a model are.
 * @module
 */

/** Inputs of one call, by provider and API; where nobody says, any number goes in one call. */
const MOST_INPUTS: Readonly<Record<string, number>> = {
  "google-ai-studio/gemini-embeddings": 100,
  "vertex/gemini-embeddings": 1,
  "vertex/vertex-embeddings": 1,
  "cohere/cohere-embeddings": 96,
  "bedrock/bedrock-titan-embeddings": 1,
  "bedrock/bedrock-cohere-embeddings": 96,
};

export const mostInputs = (provider: string, api: string): number =>
  MOST_INPUTS[`${provider}/${api}`] ?? Number.POSITIVE_INFINITY;

/** Lengths by the model's name on the wire. */
const SIZES: readonly (readonly [model: RegExp, size: number])[] = [
  [/text-embedding-3-large/, 3072],
  [/text-embedding-(?:3-small|ada-002)/, 1536],
  [/gemini-embedding/, 3072],
  [/titan-embed-text-v1/, 1536],
  [/titan-embed-text-v2/, 1024],
  [/embed-v-?4/, 1536],
  [/embed-(?:english|multilingual)-v3|embed-v3-/, 1024],
  [/mistral-embed/, 1024],
  [/codestral-embed/, 1536],
  [/qwen3-embedding-8b/i, 4096],
  [/qwen3-embedding-4b/i, 2560],
  [/qwen3-embedding-0\.6b/i, 1024],
  [/bge-small/, 384],
  [/bge-base/, 768],
  [/bge-(?:large|m3)/, 1024],
];

/** @throws Error for a model that nobody looked up */
export function sizeOf(model: string): number {
  const found = SIZES.find(([pattern]) => pattern.test(model));
  if (!found)
    throw new Error(
      `the length of the vectors of ${model} is not in conformance/upstream/embeddings/facts.ts`,
    );
  return found[1];
}

/** A shorter length that a model documents, by its name on the wire; `null` where it has one length only. */
export function shorterOf(model: string): number | null {
  if (
    /text-embedding-3|gemini-embedding|titan-embed-text-v2|embed-v-?4|qwen3-embedding|codestral-embed/i.test(
      model,
    )
  )
    return 256;
  return null;
}

/** OpenAI's models under their own names are asked in tokens, too; relays that name them otherwise document texts only. */
export const takesTokens = (model: string): boolean => /^text-embedding-/.test(model);
