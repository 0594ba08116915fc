/**
 * An API as one provider offers it: the format is the API's, everything that may differ from host to host stands here.
 * @module
 */
import {
  type ApiTraits,
  type ChatApiId,
  isChatApi,
  PLAIN_TRAITS,
  type UpstreamCodec,
} from "../../apis/codec.ts";
import type { TokenCounter } from "../../apis/counters.ts";
import type {
  EmbeddingsApiId,
  EmbeddingsTraits,
  EmbeddingsUpstreamCodec,
} from "../../apis/embeddings-codec.ts";
import { openaiCompletions } from "../../apis/openai-completions/index.ts";
import { COMPATIBLE_EMBEDDINGS } from "../../apis/openai-embeddings/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { type JsonObject, without } from "../../json.ts";
import type { Parameter } from "../../parameters.ts";
import type { QuirkId } from "./quirks.ts";

/** An API at a provider whose models write text: for chats, or for prompts. */
export interface ChatApi {
  readonly id: ChatApiId;
  readonly codec: UpstreamCodec;
  readonly traits: ApiTraits;
  readonly usage: UsageConvention;
  /** Meanings that this host expresses differently from the common table (ERR-02). */
  readonly errorMeanings: readonly MeaningRule[];
  /** Headers of the caller that the host's own clients send: betas and the like. Lower case. */
  readonly callerHeaders: readonly string[];
  /** Headers that every request of this API needs: a version, for one. Lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Named behaviours that recordings and cases exist for. */
  readonly quirks: readonly QuirkId[];
  /** Path (and query) below the provider's base URL, where it is not the codec's. */
  path?(endpoint: Endpoint, stream: boolean): string;
  /** Fields that the host demands in every body of this API: a version, for one. They cost nothing, whoever sets them. */
  readonly bodyFields: JsonObject;
  /** Fields that it takes in no body: the model, where the path names it. */
  readonly bodyLacks: readonly string[];
  /** The host's own counter of tokens, where it has one for this API (API-03). */
  readonly counter?: TokenCounter;
  /** Is every endpoint that names no API offered on this one too, beside the provider's first one? */
  readonly onEvery: boolean;
  /** Parameters that the host does not take on this API, whatever its endpoints take on others. */
  readonly lacks: readonly Parameter[];
}

/** An API for embeddings at a provider. */
export interface EmbeddingsApi {
  readonly id: EmbeddingsApiId;
  readonly codec: EmbeddingsUpstreamCodec;
  readonly traits: EmbeddingsTraits;
  readonly usage: UsageConvention;
  readonly errorMeanings: readonly MeaningRule[];
  /** Path (and query) below the provider's base URL, where it is not the codec's. */
  path?(endpoint: Endpoint, inputs: number): string;
}

export type ProviderApi = ChatApi | EmbeddingsApi;

/** Is this an API whose models write text? */
export const isChat = (api: ProviderApi): api is ChatApi => isChatApi(api.id);

/** Is this an API for embeddings? */
export const isEmbeddings = (api: ProviderApi): api is EmbeddingsApi => !isChat(api);

/** What a chat API states at least; the rest has nothing special. */
type ChatApiFacts = Pick<ChatApi, "traits" | "usage"> & Partial<Omit<ChatApi, "id" | "codec">>;

export const chatApi = (codec: UpstreamCodec, facts: ChatApiFacts): ChatApi => ({
  id: codec.id,
  codec,
  errorMeanings: [],
  callerHeaders: [],
  headers: [],
  quirks: [],
  bodyFields: {},
  bodyLacks: [],
  onEvery: false,
  lacks: [],
  ...facts,
});

/**
 * The APIs of a host that completes prompts, too: every endpoint of its first API, counted and refused alike.
 * @param apis the first one is the one for chats
 */
export const withCompletions = (apis: readonly [ChatApi, ...ProviderApi[]]): readonly ProviderApi[] => {
  const [{ usage, errorMeanings, traits }] = apis;
  const spoken = { ...PLAIN_TRAITS, extraFields: traits.extraFields };
  return [...apis, chatApi(openaiCompletions, { traits: spoken, usage, errorMeanings, onEvery: true })];
};

/** What an API for embeddings states at least; the rest is as at a compatible host of which nothing is documented. */
type EmbeddingsApiFacts = Pick<EmbeddingsApi, "usage"> &
  Partial<Omit<EmbeddingsApi, "id" | "codec" | "traits">> & { traits?: Partial<EmbeddingsTraits> };

export const embeddingsApi = (
  codec: EmbeddingsUpstreamCodec,
  { traits, ...facts }: EmbeddingsApiFacts,
): EmbeddingsApi => ({
  id: codec.id,
  codec,
  errorMeanings: [],
  traits: { ...COMPATIBLE_EMBEDDINGS, ...traits },
  ...facts,
});

/** A body with what the host demands in each one, and without what it takes in none. */
export const finishBody = (body: JsonObject, { bodyFields, bodyLacks }: ChatApi): JsonObject => ({
  ...without(body, bodyLacks),
  ...bodyFields,
});
