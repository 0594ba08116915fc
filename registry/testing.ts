/**
 * A small made-up registry for unit tests of what today's data does not hold: deployments, retired endpoints, free
 * ones, prices that contradict the order of names.
 * @module
 */

import { base } from "./pricing/tiers.ts";
import type { BaseProvider } from "./providers/_shared/base.ts";
import { providers } from "./providers/index.ts";
import type { RegistrySource } from "./registry.ts";
import type { EndpointConfig, Model } from "./schema.ts";

/** A provider like an existing one, under another name. */
export function madeUpProvider(slug: string, more: Partial<BaseProvider> = {}): BaseProvider {
  const like: BaseProvider = providers.deepinfra;
  return Object.assign(Object.create(like) as BaseProvider, { slug, aliases: [], priority: 4, ...more });
}

export function madeUpModel(more: Partial<Model> = {}): Model {
  return {
    name: "Made-up",
    description: "A model that exists in tests only.",
    author: "nobody",
    created: "2026-01-01",
    contextLength: 100_000,
    maxOutputTokens: 50_000,
    tokenizer: "Unknown",
    inputs: ["text"],
    outputs: ["text"],
    openWeights: true,
    ...more,
  };
}

export function madeUpEndpoint(more: Partial<EndpointConfig> = {}): EndpointConfig {
  return {
    providerModelId: "maker/made-up",
    pricing: [base({ input: "1", output: "2" })],
    contextLength: 100_000,
    maxCompletionTokens: 10_000,
    supportedParameters: ["temperature", "max_tokens"],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: { source: "made up", date: "2026-01-01", reverifyAfter: "2026-04-01" },
    ...more,
  };
}

/** A registry source of one author. @param endpoints by `model:provider` */
export function madeUpSource(
  endpoints: Record<string, EndpointConfig>,
  { models = { m: madeUpModel() }, providers: made = [madeUpProvider("p")] } = {} as {
    models?: Record<string, Model>;
    providers?: BaseProvider[];
  },
): RegistrySource {
  return {
    authors: { nobody: { displayName: "Nobody", homepage: "https://nobody.example" } },
    models,
    endpoints,
    providers: Object.fromEntries(made.map((provider) => [provider.slug, provider])),
  };
}
