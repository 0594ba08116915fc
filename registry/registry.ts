/**
 * The registry as one value: data, look-ups and the pure functions that the gateway runs. The gateway knows nothing
 * but this, so a changed price, API or plan is a changed value, never a changed gateway.
 * @module
 */

import { UnsupportedInput } from "./apis/codec.ts";
import { authors, endpoints, models } from "./authors/index.ts";
import { type AuthorSummary, authorSummary } from "./authors/summary.ts";
import type { ChatRequest } from "./canonical/chat.ts";
import { type EmbeddingsRequest, inputCount, splitRequest } from "./canonical/embeddings.ts";
import type { Usage, UsageReading } from "./canonical/usage.ts";
import { createDomains, type Domains } from "./domains/index.ts";
import type { Endpoint } from "./endpoint.ts";
import { type ProviderClaim, providerClaims } from "./limits/provider-limits.ts";
import { buildIndexes, type Indexes } from "./load/indexes.ts";
import { type Charge, chargeFor } from "./pricing/charge.ts";
import { type Cost, price, worstCase } from "./pricing/cost.ts";
import type { PicoUsd } from "./pricing/money.ts";
import { asOf } from "./pricing/periods.ts";
import { placed } from "./pricing/place.ts";
import type { BaseProvider, Credential } from "./providers/_shared/base.ts";
import { keepWritten } from "./providers/_shared/written.ts";
import { providers } from "./providers/index.ts";
import {
  chatDemand,
  embeddingsDemand,
  type LostOn,
  type UnkeptAt,
  type WriteEmbeddings,
} from "./routing/demand.ts";
import type { KnownNames } from "./routing/model-string.ts";
import { boundsOf, completionBounds, embeddingBounds, mayBeServed } from "./routing/needs.ts";
import { nativeEndpoint, type Plan, type PlanInput, type PlanSetting, planRequest } from "./routing/plan.ts";
import type { Author, EndpointConfig, Model } from "./schema.ts";

export interface RegistrySource {
  authors: Readonly<Record<string, Author>>;
  models: Readonly<Record<string, Model>>;
  endpoints: Readonly<Record<string, EndpointConfig>>;
  providers: Readonly<Record<string, BaseProvider>>;
}

export interface Registry {
  source: RegistrySource;
  indexes: Indexes;
  /** Where passed calls may go without a limit, and which APIs are spoken there. */
  domains: Domains;
  provider(slug: string): BaseProvider | undefined;
  /** What an author has, counted from the models. */
  author(slug: string): AuthorSummary | undefined;
  /** Attempts for a request, or the 4xx that says why there are none. */
  plan(input: PlanInput): Plan;
  /** The same for a request for embeddings: every attempt is at the one model (API-02). */
  planEmbeddings(request: EmbeddingsRequest, setting: PlanSetting): Plan;
  /** The calls that a request for embeddings takes at an endpoint, in order (API-02). */
  embeddingCalls(request: EmbeddingsRequest, endpoint: Endpoint): EmbeddingsRequest[];
  /** The endpoint in whose API a native body for this model field must be; `null` when the field names none. */
  nativeEndpoint(model: string): Endpoint | null;
  /** The exact cost of usage at an endpoint, at the prices of a day (ISO date, UTC); at those it holds where absent. */
  price(endpoint: Endpoint, usage: Usage, on?: string): Cost;
  /** The endpoint at the prices of the place that a call with this credential goes to (CST-10). */
  placed(endpoint: Endpoint, credential: Credential): Endpoint;
  /** What an answer is charged, from its usage, what it says about its price, and the provider's own price. */
  charge(endpoint: Endpoint, reading: UsageReading, reportedCost: unknown): Charge;
  /** The most that this request can cost at this endpoint, in pico-USD. */
  reserve(endpoint: Endpoint, request: ChatRequest): PicoUsd;
  /** The same of a request for embeddings. */
  reserveEmbeddings(endpoint: Endpoint, request: EmbeddingsRequest): PicoUsd;
  /** What a chat may use of its provider's own limits for the platform's keys. */
  claims(endpoint: Endpoint, request: ChatRequest): ProviderClaim[];
  /** The same of a request for embeddings, with all its calls. */
  claimsOfEmbeddings(endpoint: Endpoint, request: EmbeddingsRequest): ProviderClaim[];
}

/** Most calls that one request for embeddings becomes at one endpoint. */
export const MAX_CALLS = 64;

function namesOf(source: RegistrySource, indexes: Indexes): KnownNames {
  const slugs = new Map<string, string>();
  for (const provider of Object.values(source.providers)) {
    for (const name of [provider.slug, ...provider.aliases]) slugs.set(name.toLowerCase(), provider.slug);
  }
  return {
    provider: (name) => slugs.get(name.toLowerCase()) ?? null,
    providerNames: () => Object.keys(source.providers),
    isModel: (name) => indexes.isModel(name),
    modelNames: () => Object.keys(source.models),
  };
}

/** The endpoint of another model inside an answer: same provider, moment and place. */
function otherModel(indexes: Indexes, beside: Endpoint, providerModelId: string): Endpoint | null {
  const found = indexes
    .endpointsOfProvider(beside.provider)
    .filter((known) => known.providerModelId === providerModelId);
  const here = found.find(({ region }) => region === beside.region) ?? found[0];
  if (!here) return null;
  const placedHere = placed(here, here.region ?? beside.place);
  return beside.pricedAt === undefined ? placedHere : asOf(placedHere, beside.pricedAt);
}

/** Builds a registry from any source: the checked-in one, or one with a planted defect. */
export function createRegistry(source: RegistrySource): Registry {
  const indexes = buildIndexes(source);
  const names = namesOf(source, indexes);
  const bySlug = new Map(Object.entries(source.providers));
  const lostOn: LostOn = (endpoint, request) => {
    const writer = bySlug.get(endpoint.provider);
    if (writer === undefined) return [];
    try {
      const encoded = writer.buildBody(request, endpoint);
      keepWritten(request, { writer, endpoint, encoded });
      return encoded.dropped;
    } catch (thrown) {
      if (thrown instanceof UnsupportedInput) return null;
      throw thrown;
    }
  };
  const unkeptAt: UnkeptAt = (endpoint) => bySlug.get(endpoint.provider)?.traitsOf(endpoint).unkept ?? [];
  const embeddingCalls = (request: EmbeddingsRequest, endpoint: Endpoint): EmbeddingsRequest[] => {
    const most = bySlug.get(endpoint.provider)?.embeddingsApi(endpoint.api).traits.maxInputs;
    return splitRequest(request, most ?? inputCount(request));
  };
  const writeEmbeddings: WriteEmbeddings = (request, endpoint) => {
    const calls = embeddingCalls(request, endpoint);
    if (calls.length > MAX_CALLS)
      throw new UnsupportedInput(
        "input",
        `more than ${MAX_CALLS} calls would be needed for ${inputCount(request)} inputs; send fewer at once`,
      );
    const [first = request] = calls;
    return bySlug.get(endpoint.provider)?.buildEmbeddings(first, endpoint) ?? { body: {}, dropped: [] };
  };
  /** The most that an answer can use. */
  const bounds = (endpoint: Endpoint, request: ChatRequest) => {
    if (endpoint.operation === "completions") return completionBounds(request, endpoint);
    const isChat = endpoint.operation === "chat";
    const least = isChat ? bySlug.get(endpoint.provider)?.traitsOf(endpoint).leastOutput : undefined;
    return boundsOf(request, endpoint, least);
  };
  return {
    source,
    indexes,
    domains: createDomains(source.providers),
    provider: (slug) => bySlug.get(slug),
    author: (slug) => authorSummary(source, slug),
    plan: (input) => planRequest(chatDemand(input, lostOn, unkeptAt), input, names, indexes),
    planEmbeddings: (request, setting) => {
      const demand = embeddingsDemand(request, setting.caller ?? "openai-embeddings", writeEmbeddings);
      return planRequest(demand, setting, names, indexes);
    },
    embeddingCalls,
    nativeEndpoint: (model) => nativeEndpoint(model, names, indexes),
    price: (endpoint, usage, on) => price(on === undefined ? endpoint : asOf(endpoint, on), usage),
    placed: (endpoint, credential) =>
      placed(endpoint, bySlug.get(endpoint.provider)?.placeOf(endpoint, credential)),
    charge: (endpoint, reading, reported) =>
      chargeFor(endpoint, reading, reported, (beside, id) => otherModel(indexes, beside, id)),
    reserve: (endpoint, request) =>
      worstCase(endpoint, bounds(endpoint, request), (modifier) => mayBeServed(request, modifier)),
    claims: (endpoint, request) => providerClaims(endpoint, bounds(endpoint, request)),
    claimsOfEmbeddings: (endpoint, request) => {
      const calls = embeddingCalls(request, endpoint).length;
      return providerClaims(endpoint, embeddingBounds(request, endpoint), calls);
    },
    reserveEmbeddings: (endpoint, request) => worstCase(endpoint, embeddingBounds(request, endpoint)),
  };
}

/** The registry that this repository holds. */
export const registrySource: RegistrySource = { authors, models, endpoints, providers };
