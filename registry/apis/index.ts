/**
 * Every codec by the id of its API. An API may have one side only.
 * @module
 */
import { anthropicMessages } from "./anthropic-messages/index.ts";
import { bedrockCohereEmbeddings } from "./bedrock-cohere-embeddings/index.ts";
import { bedrockConverse } from "./bedrock-converse/index.ts";
import { bedrockNovaEmbeddings } from "./bedrock-nova-embeddings/index.ts";
import { bedrockTitanEmbeddings } from "./bedrock-titan-embeddings/index.ts";
import type { ApiId, ChatApiId, ClientCodec, UpstreamCodec } from "./codec.ts";
import { cohereEmbeddings } from "./cohere-embeddings/index.ts";
import { cohereV2 } from "./cohere-v2/index.ts";
import type { EmbeddingsApiId, EmbeddingsUpstreamCodec } from "./embeddings-codec.ts";
import { gemini } from "./gemini/index.ts";
import { geminiEmbeddings } from "./gemini-embeddings/index.ts";
import { openaiChat } from "./openai-chat/index.ts";
import { openaiEmbeddings } from "./openai-embeddings/index.ts";
import { openaiResponses } from "./openai-responses/index.ts";
import { vertexEmbeddings } from "./vertex-embeddings/index.ts";

/** Towards providers. */
export const upstreamCodecs = {
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
  "anthropic-messages": anthropicMessages,
  gemini,
  "bedrock-converse": bedrockConverse,
  "cohere-v2": cohereV2,
} as const satisfies Partial<Record<ChatApiId, UpstreamCodec>>;

/** Towards callers. */
export const clientCodecs = {
  "openai-chat": openaiChat,
  "openai-responses": openaiResponses,
  "anthropic-messages": anthropicMessages,
  gemini,
  "bedrock-converse": bedrockConverse,
  "cohere-v2": cohereV2,
} as const satisfies Partial<Record<ChatApiId, ClientCodec>>;

/** Towards providers, for embeddings. */
export const embeddingsCodecs = {
  "openai-embeddings": openaiEmbeddings,
  "gemini-embeddings": geminiEmbeddings,
  "vertex-embeddings": vertexEmbeddings,
  "cohere-embeddings": cohereEmbeddings,
  "bedrock-titan-embeddings": bedrockTitanEmbeddings,
  "bedrock-cohere-embeddings": bedrockCohereEmbeddings,
  "bedrock-nova-embeddings": bedrockNovaEmbeddings,
} as const satisfies Readonly<Record<EmbeddingsApiId, EmbeddingsUpstreamCodec>>;
export const EMBEDDINGS_APIS = Object.keys(embeddingsCodecs) as EmbeddingsApiId[];

/** A chat API that providers can be called on. */
export type UpstreamApiId = keyof typeof upstreamCodecs;
export const UPSTREAM_APIS = Object.keys(upstreamCodecs) as UpstreamApiId[];

/** Any API that providers can be called on. */
export type ProviderApiId = UpstreamApiId | EmbeddingsApiId;
export const PROVIDER_APIS: readonly ProviderApiId[] = [...UPSTREAM_APIS, ...EMBEDDINGS_APIS];

export const isUpstreamApi = (api: ApiId): api is UpstreamApiId => Object.hasOwn(upstreamCodecs, api);

/** The codec towards providers of an API, where it has one. */
export const upstreamCodecOf = (api: ApiId): UpstreamCodec | undefined =>
  isUpstreamApi(api) ? upstreamCodecs[api] : undefined;

const clients: Readonly<Partial<Record<ApiId, ClientCodec>>> = clientCodecs;

/** The codec towards callers of an API, where it has one. */
export const clientCodecOf = (api: ApiId): ClientCodec | undefined => clients[api];
