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

/** The entries of each model by provider: a provider's slug holds no colon, a model's id may. */
function entriesByModel(
  endpoints: Readonly<Record<string, EndpointConfig>>,
): Map<string, Map<string, EndpointConfig>> {
  const entries = new Map<string, Map<string, EndpointConfig>>();
  for (const [key, config] of Object.entries(endpoints)) {
    const colon = key.lastIndexOf(":");
    const model = key.slice(0, colon);
    const slug = key.slice(colon + 1);
    const known = entries.get(model);
    if (known) known.set(slug, config);
    else entries.set(model, new Map([[slug, config]]));
  }
  return entries;
}

/** In the order of models, and of providers within each. */
function* resolveAll(source: IndexSource): Generator<Endpoint> {
  const providers = Object.values(source.providers);
  const entries = entriesByModel(source.endpoints);
  for (const [modelId, model] of Object.entries(source.models)) {
    for (const provider of providers) {
      const config = entries.get(modelId)?.get(provider.slug);
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
