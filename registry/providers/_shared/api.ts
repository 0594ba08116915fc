/**
 * An API as one provider offers it: the format is the API's, everything that may differ from host to host stands here.
 * @module
 */
import type { ApiId, ApiTraits, ChatApiId, UpstreamCodec } from "../../apis/codec.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { type JsonObject, without } from "../../json.ts";
import type { QuirkId } from "./quirks.ts";

/** An API for chats at a provider. */
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
}

/** An API that no codec speaks yet: its endpoints are listed with their prices and are never attempted. */
export interface ListedApi {
  readonly id: Exclude<ApiId, ChatApiId>;
  readonly codec: null;
  readonly usage: UsageConvention;
}

export type ProviderApi = ChatApi | ListedApi;

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
  ...facts,
});

export const listedApi = (id: ListedApi["id"], usage: UsageConvention): ListedApi => ({
  id,
  codec: null,
  usage,
});

/** A body with what the host demands in each one, and without what it takes in none. */
export const finishBody = (body: JsonObject, { bodyFields, bodyLacks }: ChatApi): JsonObject => ({
  ...without(body, bodyLacks),
  ...bodyFields,
});
