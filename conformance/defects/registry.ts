/**
 * Broken registries (REG): in the data, in the look-ups, and in what callers are shown.
 * @module
 */
import type { Endpoint } from "../../registry/endpoint.ts";
import type { RegistrySource } from "../../registry/index.ts";
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { Indexes } from "../../registry/load/indexes.ts";
import { mapTiers as mapPricing, newestTiers } from "../../registry/pricing/periods.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import type { EndpointConfig, Tier } from "../../registry/schema.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { patched, unchanged, withProvider, withRegistry, withSource } from "./plants.ts";

/** Data that no schema would let in: shown, while the gateway runs on what it had compiled before. */
const withShown = (change: (source: RegistrySource) => RegistrySource): Plant =>
  withRegistry((registry) => ({ source: change(registry.source) }));

const mapEndpoints =
  (change: (config: EndpointConfig, id: string) => EndpointConfig) =>
  (source: RegistrySource): RegistrySource => ({
    ...source,
    endpoints: Object.fromEntries(
      Object.entries(source.endpoints).map(([id, config]) => [id, change(config, id)]),
    ),
  });

const mapTiers = (change: (tier: Tier, i: number) => Tier) =>
  mapEndpoints((config) => ({ ...config, pricing: mapPricing(config.pricing, change) }));

/** The input price of every base tier, rewritten. */
const mapInput = (change: (text: string) => string) =>
  mapTiers((tier) => {
    const { input } = tier.usdPerMillion;
    return input === undefined
      ? tier
      : { ...tier, usdPerMillion: { ...tier.usdPerMillion, input: change(input) } };
  });

const withIndexes = (change: (indexes: Indexes) => Partial<Indexes>): Plant =>
  withRegistry(({ indexes }) => ({ indexes: { ...indexes, ...change(indexes) } }));

/** Every resolved endpoint, changed after it was resolved. */
const withEndpoints = (change: (endpoint: Endpoint) => Endpoint): Plant =>
  withIndexes((indexes) => ({
    endpoint: (id) => {
      const found = indexes.endpoint(id);
      return found && change(found);
    },
  }));

const withProviders = (patch: (provider: BaseProvider) => Partial<BaseProvider>): Plant =>
  withSource((source) => ({
    ...source,
    providers: Object.fromEntries(
      Object.entries(source.providers).map(([slug, provider]) => [slug, patched(provider, patch)]),
    ),
  }));

/** The list of models, rewritten on its way out. */
const withModelsList =
  (change: (entries: JsonObject[]) => JsonObject[]): Around =>
  (send) =>
  async (path, init) => {
    const response = await send(path, init);
    if (path !== "/v1/models" || response.status !== 200) return response;
    const body: unknown = await response.json();
    const data = isObject(body) && Array.isArray(body.data) ? body.data.filter(isObject) : [];
    return Response.json({ object: "list", data: change(data) });
  };

export const registryDefects: readonly Defect[] = [
  {
    id: "registry.scaffold-left-open",
    title: "Endpoints are sold with the facts that the scaffold left open",
    seenIn: "own",
    breaks: ["REG-09"],
    plant: withShown(
      mapEndpoints((config) => ({
        ...config,
        evidence: { ...config.evidence, source: "TODO: the page that these prices are from" },
      })),
    ),
  },
  {
    id: "registry.provider-incomplete",
    title: "A provider states neither pricing pages nor a logo",
    seenIn: "own",
    breaks: ["REG-09"],
    plant: withProviders((provider) => ({
      pricingPages: [],
      dashboard: { ...provider.dashboard, logo: "" },
    })),
  },
  {
    id: "registry.models-undescribed",
    title: "Models have no description and say nothing of their tokenizer",
    seenIn: "own",
    breaks: ["REG-14"],
    plant: withShown((source) => ({
      ...source,
      models: Object.fromEntries(
        Object.entries(source.models).map(([id, model]) => [id, { ...model, description: "" }]),
      ),
    })),
  },
  {
    id: "registry.author-count-stale",
    title: "The number of an author's models is written down instead of counted",
    seenIn: "own",
    breaks: ["REG-14"],
    plant: withRegistry((registry) => ({
      author: (slug) => {
        const summary = registry.author(slug);
        return summary && { ...summary, models: summary.models - 1 };
      },
    })),
  },
  {
    id: "registry.dashboard-without-label",
    title: "The dashboard does not say what the key of a provider is called",
    seenIn: "own",
    breaks: ["REG-15"],
    plant: withProviders((provider) => ({ dashboard: { ...provider.dashboard, keyLabel: "" } })),
  },
  {
    id: "registry.dashboard-shows-key",
    title: "The placeholder of the key field is somebody's key",
    seenIn: "own",
    breaks: ["REG-15"],
    plant: withProviders((provider) => ({
      dashboard: { ...provider.dashboard, keyPlaceholder: "sk-4fQ8s0ZkT1vXw9LmN3pR7yB2" },
    })),
  },
  {
    id: "registry.host-unanchored",
    title: "A host pattern matches anywhere in a URL",
    seenIn: "own",
    breaks: ["REG-09"],
    plant: withProviders((provider) => ({
      hosts: [...provider.hosts, new RegExp(new URL(provider.baseUrl).host)],
    })),
  },
  {
    id: "registry.alias-of-two",
    title: "Every provider has the same alias",
    seenIn: "own",
    breaks: ["REG-03"],
    plant: withProviders(() => ({ aliases: ["default"] })),
  },
  {
    id: "registry.config-undeclared",
    title: "The URL needs a region that the provider does not ask for",
    seenIn: "own",
    breaks: ["REG-10"],
    plant: withProvider((original) => ({
      buildUrl: (context) =>
        original.buildUrl(context).replace("api.", `api.${context.credential.config.region}.`),
    })),
  },
  {
    id: "registry.names-in-plain-objects",
    title: "Look-ups find what every object inherits",
    seenIn: "own",
    breaks: ["REG-13"],
    plant: withIndexes((indexes) => ({ isModel: (name) => name in {} || indexes.isModel(name) })),
  },
  {
    id: "registry.unknown-field",
    title: "A price is written under a misspelt name",
    seenIn: "own",
    breaks: ["REG-01"],
    plant: withShown(mapEndpoints((config) => ({ ...config, cacheReadPrice: "0.1" }) as EndpointConfig)),
  },
  {
    id: "registry.orphan-endpoint",
    title: "An endpoint names a model that is not there",
    seenIn: "own",
    breaks: ["REG-02"],
    plant: withSource((source) => {
      const [config] = Object.values(source.endpoints);
      return config
        ? { ...source, endpoints: { ...source.endpoints, "no-such-model:groq": config } }
        : source;
    }),
  },
  {
    id: "registry.model-id-twice",
    title: "All endpoints of a provider have the same model id there",
    seenIn: "own",
    breaks: ["REG-03"],
    plant: withSource(mapEndpoints((config) => ({ ...config, providerModelId: "the-model" }))),
  },
  {
    id: "registry.index-loses-endpoints",
    title: "The index of a model holds its last endpoint only",
    seenIn: "own",
    breaks: ["REG-04"],
    plant: withIndexes((indexes) => ({
      endpointsOfModel: (model) => indexes.endpointsOfModel(model).slice(-1),
    })),
  },
  {
    id: "registry.limit-above-context",
    title: "The longest answer is longer than the context",
    seenIn: "own",
    breaks: ["REG-07"],
    plant: withSource(
      mapEndpoints((config) => ({ ...config, maxCompletionTokens: config.contextLength + 1 })),
    ),
  },
  {
    id: "registry.parameters-lost",
    title: "A resolved endpoint supports no parameters",
    seenIn: "own",
    breaks: ["REG-07"],
    plant: withEndpoints((endpoint) => ({ ...endpoint, supportedParameters: [] })),
  },
  {
    id: "registry.deployment-inherits-nothing",
    title: "A deployment without limits of its own has none",
    seenIn: "own",
    breaks: ["REG-08"],
    plant: withEndpoints((endpoint) => ({ ...endpoint, contextLength: 0, maxCompletionTokens: 0 })),
  },
  {
    id: "registry.per-token-price",
    title: "Prices per token stand where prices per million belong",
    seenIn: "own",
    breaks: ["REG-05"],
    plant: withShown(mapInput((text) => (Number(text) / 1_000_000).toFixed(12))),
  },
  {
    id: "registry.thousandfold-price",
    title: "Prices per thousand tokens are read as per million, the wrong way round",
    seenIn: "own",
    breaks: ["REG-05", "REG-11"],
    plant: withSource(mapInput((text) => String(Math.round(Number(text) * 1000)))),
  },
  {
    id: "registry.zero-price",
    title: "A price that is not known is entered as 0",
    seenIn: "own",
    breaks: ["REG-05"],
    plant: withSource(mapInput(() => "0")),
  },
  {
    id: "registry.rate-rounded",
    title: "The compiled price is rounded to a whole cent per million",
    seenIn: "own",
    breaks: ["REG-05"],
    plant: withEndpoints((endpoint) => ({
      ...endpoint,
      tiers: endpoint.tiers.map((tier) => ({
        ...tier,
        rates: Object.fromEntries(
          Object.entries(tier.rates).map(([name, rate]) => [name, (rate / 100_000n) * 100_000n]),
        ),
      })),
    })),
  },
  {
    id: "registry.price-changed",
    title: "One digit of a price changed",
    seenIn: "own",
    breaks: ["REG-11"],
    plant: withSource(mapInput((text) => `${text.includes(".") ? text : `${text}.`}1`)),
  },
  {
    id: "registry.tiers-unsorted",
    title: "Tiers stand in falling order",
    seenIn: "own",
    breaks: ["REG-06"],
    plant: withShown(
      mapEndpoints((config) => ({ ...config, pricing: newestTiers(config.pricing).toReversed() })),
    ),
  },
  {
    id: "registry.tier-boundary-lost",
    title: "A compiled tier begins one token late",
    seenIn: "own",
    breaks: ["REG-06"],
    plant: withEndpoints((endpoint) => ({
      ...endpoint,
      tiers: endpoint.tiers.map((tier) => ({ ...tier, from: tier.from === 0 ? 0 : tier.from + 1 })),
    })),
  },
  {
    id: "registry.tier-without-evidence",
    title: "A tier does not say where its boundary is stated",
    seenIn: "own",
    breaks: ["REG-06"],
    plant: withShown(mapTiers((tier) => (tier.kind === "threshold" ? { ...tier, evidence: "" } : tier))),
  },
  {
    id: "registry.tier-unreachable",
    title: "A tier begins where the context ends",
    seenIn: "own",
    breaks: ["REG-06"],
    plant: withSource(
      mapEndpoints((config) => ({
        ...config,
        pricing: mapPricing(config.pricing, (tier) =>
          tier.kind === "threshold" ? { ...tier, from: config.contextLength } : tier,
        ),
      })),
    ),
  },
  {
    id: "registry.no-evidence",
    title: "Prices stand without a source",
    seenIn: "own",
    breaks: ["REG-12"],
    plant: withShown(mapEndpoints((config) => ({ ...config, evidence: { ...config.evidence, source: "" } }))),
  },
  {
    id: "registry.stale-prices",
    title: "The day to look again has long passed",
    seenIn: "own",
    breaks: ["REG-12"],
    plant: withSource(
      mapEndpoints((config) => ({
        ...config,
        evidence: { ...config.evidence, reverifyAfter: "2024-01-01" },
      })),
    ),
  },
  {
    id: "registry.models-list-wrong-shape",
    title: "The list of models has times in milliseconds and no owner",
    seenIn: "own",
    breaks: ["REG-04"],
    plant: unchanged,
    around: withModelsList((entries) =>
      entries.map(({ id, object, created }) => ({
        id: id ?? "",
        object: object ?? "",
        created: Number(created) * 1000,
      })),
    ),
  },
  {
    id: "registry.models-list-loses-embeddings",
    title: "The list of models holds only those that can be chatted with",
    seenIn: "own",
    breaks: ["REG-04"],
    plant: withRegistry(({ indexes }) => ({
      indexes: {
        ...indexes,
        endpoints: indexes.endpoints.filter(({ operation }) => operation === "chat"),
      },
    })),
  },
];
