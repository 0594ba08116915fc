/**
 * Every codec by the id of its API. An API may have one side only.
 * @module
 */
import { anthropicMessages } from "./anthropic-messages/index.ts";
import { bedrockConverse } from "./bedrock-converse/index.ts";
import type { ApiId, ChatApiId, ClientCodec, UpstreamCodec } from "./codec.ts";
import { cohereV2 } from "./cohere-v2/index.ts";
import { gemini } from "./gemini/index.ts";
import { openaiChat } from "./openai-chat/index.ts";
import { openaiResponses } from "./openai-responses/index.ts";

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

/** An API that providers can be called on. */
export type UpstreamApiId = keyof typeof upstreamCodecs;
export const UPSTREAM_APIS = Object.keys(upstreamCodecs) as UpstreamApiId[];

export const isUpstreamApi = (api: ApiId): api is UpstreamApiId => Object.hasOwn(upstreamCodecs, api);

/** The codec towards providers of an API, where it has one. */
export const upstreamCodecOf = (api: ApiId): UpstreamCodec | undefined =>
  isUpstreamApi(api) ? upstreamCodecs[api] : undefined;

const clients: Readonly<Partial<Record<ApiId, ClientCodec>>> = clientCodecs;

/** The codec towards callers of an API, where it has one. */
export const clientCodecOf = (api: ApiId): ClientCodec | undefined => clients[api];
