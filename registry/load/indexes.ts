/**
 * The look-ups of the registry, built once from the data (REG-04). Names come from callers, so only maps are used:
 * `constructor` is as unknown as `gpt-99` (REG-13).
 * @module
 */
import { type ApiId, type Operation, operationOf } from "../apis/codec.ts";
import { type Endpoint, resolveEndpoint } from "../endpoint.ts";
import type { BaseProvider } from "../providers/_shared/base.ts";
import type { EndpointConfig, Model } from "../schema.ts";

export interface IndexSource {
  models: Readonly<Record<string, Model>>;
  /** By `model:provider`. */
  endpoints: Readonly<Record<string, EndpointConfig>>;
  providers: Readonly<Record<string, BaseProvider>>;
}

export interface Indexes {
  endpoints: readonly Endpoint[];
  endpoint(id: string): Endpoint | undefined;
  endpointsOfModel(model: string): Endpoint[];
  endpointsOfProvider(provider: string): Endpoint[];
  endpointsByProviderModelId(provider: string, providerModelId: string): Endpoint[];
  providersOfModel(model: string): string[];
  /** A provider's first API of an operation; of chats, that of its endpoints that name none. */
  mainApiOf(provider: string, operation: Operation): ApiId | undefined;
  isModel(model: string): boolean;
}

function group<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const members = groups.get(key);
    if (members) members.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The key of an endpoint is `model:provider`; neither part is found by splitting but by what the source holds. */
function* resolveAll(source: IndexSource): Generator<Endpoint> {
  for (const [modelId, model] of Object.entries(source.models)) {
    for (const provider of Object.values(source.providers)) {
      const config = source.endpoints[`${modelId}:${provider.slug}`];
      if (!config) continue;
      for (const [deploymentId, deployment] of Object.entries(config.deployments)) {
        yield resolveEndpoint({ modelId, model, provider, config }, deploymentId, deployment);
      }
    }
  }
}

export function buildIndexes(source: IndexSource): Indexes {
  const endpoints = [...resolveAll(source)];
  const offered = new Map(Object.values(source.providers).map(({ slug, apis }) => [slug, apis]));
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const byModel = group(endpoints, (endpoint) => endpoint.model);
  const byProvider = group(endpoints, (endpoint) => endpoint.provider);
  const byProviderModelId = group(endpoints, (endpoint) =>
    JSON.stringify([endpoint.provider, endpoint.providerModelId]),
  );
  return {
    endpoints,
    endpoint: (id) => byId.get(id),
    mainApiOf: (provider, operation) =>
      offered.get(provider)?.find(({ id }) => operationOf(id) === operation)?.id,
    endpointsOfModel: (model) => byModel.get(model) ?? [],
    endpointsOfProvider: (provider) => byProvider.get(provider) ?? [],
    endpointsByProviderModelId: (provider, id) => byProviderModelId.get(JSON.stringify([provider, id])) ?? [],
    providersOfModel: (model) => [
      ...new Set((byModel.get(model) ?? []).map((endpoint) => endpoint.provider)),
    ],
    isModel: (model) => byModel.has(model),
  };
}
