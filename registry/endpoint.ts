/**
 * A resolved endpoint: a model at a provider in one deployment, with every inherited field filled in (REG-08).
 * @module
 */
import { type ApiId, type Operation, operationOf } from "./apis/codec.ts";
import { sayableOn } from "./apis/lacking.ts";
import type { UsageClass, UsageConvention } from "./canonical/usage.ts";
import type { Parameter } from "./parameters.ts";
import { type CompiledModifier, compileModifiers } from "./pricing/modifiers/compile.ts";
import type { PicoUsd } from "./pricing/money.ts";
import { type CompiledWindow, compilePricing, type EarlierPrices, withholding } from "./pricing/periods.ts";
import { placed } from "./pricing/place.ts";
import type { CompiledTier } from "./pricing/tiers.ts";
import type { Deployment, EndpointConfig, Model, ReasoningControl } from "./schema.ts";

/** What an endpoint can do; derived from its parameters and its model's inputs, never written by hand. */
export const CAPABILITIES = [
  "tools",
  "json_object",
  "json_schema",
  "images",
  "files",
  "audio",
  "reasoning",
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** An API that an endpoint is offered on. */
export interface EndpointApi {
  id: ApiId;
  usage: UsageConvention;
  /** What the endpoint takes on it. */
  parameters: readonly Parameter[];
}

/** An API as a provider offers it to its endpoints. */
export interface OfferedApi extends Omit<EndpointApi, "parameters"> {
  /** Is every endpoint that names no API offered on it too, beside the provider's first one? */
  onEvery?: boolean;
  /** Parameters that the host does not take on it, beside those that the API has no place for. */
  lacks?: readonly Parameter[];
}

export interface Endpoint {
  /** `model:provider`, or `model:provider:deployment` when it is not the default one. An opaque key: never split it. */
  id: string;
  model: string;
  author: string;
  provider: string;
  deployment: string;
  providerModelId: string;
  /** The newest prices, or those of the day that `asOf` was asked for. */
  tiers: CompiledTier[];
  /** Prices that `tiers` replaced, oldest first; empty where prices never changed. */
  earlier: EarlierPrices[];
  /** Hours with prices of their own, and the moment at which prices end; not of an endpoint `asOf` a moment. */
  windows?: CompiledWindow[];
  ends?: string;
  /** What the answer's own words do to the price. */
  modifiers?: readonly CompiledModifier[];
  /** The moment whose prices it holds, and the place that they are for, once both are settled. */
  pricedAt?: string;
  place?: string;
  free: boolean;
  contextLength: number;
  maxCompletionTokens: number;
  /** What it takes on `api`. */
  supportedParameters: readonly Parameter[];
  capabilities: ReadonlySet<Capability>;
  rateLimits: EndpointConfig["rateLimits"];
  ptbEnabled: boolean;
  status: EndpointConfig["status"];
  priority: number;
  /** The API that an attempt uses: the default one until a plan has chosen. */
  api: ApiId;
  /** The usage convention of `api`. */
  usage: UsageConvention;
  /** What `api` is for. */
  operation: Operation;
  /** Every API that the endpoint is offered on, the default one first. */
  apis: readonly EndpointApi[];
  reasoning: ReasoningControl;
  region: string | undefined;
  /** The lengths of its vectors, where it makes vectors and they are known. */
  vector?: Model["vector"];
  /** False for a model that the registry does not know, passed through in BYOK (RTE-08). */
  priced: boolean;
}

export const DEFAULT_DEPLOYMENT = "default";

/** The author of a model that the registry does not know. */
export const PASSTHROUGH = "passthrough";

export function capabilitiesOf(
  parameters: readonly Parameter[],
  inputs: Model["inputs"],
): ReadonlySet<Capability> {
  const found = new Set<Capability>();
  if (parameters.includes("tools")) found.add("tools");
  if (parameters.includes("response_format")) found.add("json_object");
  if (parameters.includes("structured_outputs")) found.add("json_schema");
  if (parameters.includes("reasoning_effort")) found.add("reasoning");
  if (inputs.includes("image")) found.add("images");
  if (inputs.includes("pdf")) found.add("files");
  if (inputs.includes("audio")) found.add("audio");
  return found;
}

/** First-tier input + output rate, the price that ordering compares (RTE-02). Pico-USD per token pair. */
export function listPrice(endpoint: Endpoint): PicoUsd {
  const rates = endpoint.tiers[0]?.rates ?? {};
  return (rates.input ?? 0n) + (rates.output ?? 0n);
}

export interface EndpointSource {
  modelId: string;
  model: Model;
  provider: {
    slug: string;
    priority: number;
    apis: readonly OfferedApi[];
  };
  config: EndpointConfig;
}

/** The APIs of an endpoint, by what it names and what its provider offers. @throws Error for one that the provider lacks */
function apisOf({ modelId, provider, config }: EndpointSource): [EndpointApi, ...EndpointApi[]] {
  const usual = provider.apis.filter(({ onEvery }, i) => i === 0 || onEvery === true);
  const ids = config.apis ?? usual.map(({ id }) => id);
  const [first, ...rest] = ids.map((id) => {
    const offered = provider.apis.find((api) => api.id === id);
    if (!offered) throw new Error(`${modelId}:${provider.slug}: ${provider.slug} offers no API ${id}`);
    const parameters = sayableOn(id, config.supportedParameters, offered.lacks);
    return { id, usage: { ...offered.usage, ...config.usage }, parameters };
  });
  if (!first) throw new Error(`${modelId}:${provider.slug}: ${provider.slug} offers no API`);
  return [first, ...rest];
}

/** What an endpoint is for: the operation of its default API. */
export const operationAt = (
  { apis }: Pick<EndpointConfig, "apis">,
  provider: { apis: readonly { id: ApiId }[] } | undefined,
): Operation => operationOf(apis?.[0] ?? provider?.apis[0]?.id ?? "openai-chat");

const onApi = ({ id, usage, parameters }: EndpointApi) => ({
  api: id,
  usage,
  operation: operationOf(id),
  supportedParameters: parameters,
});

/** Endpoints never change: what one is on an API is worked out once. */
const onApis = new WeakMap<Endpoint, Map<ApiId, Endpoint>>();

/** The endpoint as attempted on one of its APIs; `undefined` where it is not offered on it. */
export function endpointOn(endpoint: Endpoint, api: ApiId): Endpoint | undefined {
  const known = onApis.get(endpoint)?.get(api);
  const offered = known ? undefined : endpoint.apis.find(({ id }) => id === api);
  if (!offered) return known;
  const found: Endpoint = { ...endpoint, ...onApi(offered) };
  const views = onApis.get(endpoint) ?? new Map<ApiId, Endpoint>();
  onApis.set(endpoint, views.set(api, found));
  return found;
}

/** Resolves one deployment of an endpoint, field by field. */
export function resolveEndpoint(
  source: EndpointSource,
  deploymentId: string,
  deployment: Deployment,
): Endpoint {
  const { modelId, model, provider, config } = source;
  const apis = apisOf(source);
  const id = `${modelId}:${provider.slug}${deploymentId === DEFAULT_DEPLOYMENT ? "" : `:${deploymentId}`}`;
  const endpoint: Endpoint = {
    id,
    model: modelId,
    author: model.author,
    provider: provider.slug,
    deployment: deploymentId,
    providerModelId: deployment.providerModelId ?? config.providerModelId,
    ...withholding(
      compilePricing(deployment.pricing ?? config.pricing, model.created),
      Object.keys(config.unpriced ?? {}) as UsageClass[],
    ),
    modifiers: compileModifiers(deployment.modifiers ?? config.modifiers),
    free: config.free === true,
    contextLength: deployment.contextLength ?? config.contextLength,
    maxCompletionTokens: deployment.maxCompletionTokens ?? config.maxCompletionTokens,
    capabilities: capabilitiesOf(config.supportedParameters, model.inputs),
    rateLimits: deployment.rateLimits ?? config.rateLimits,
    ptbEnabled: deployment.ptbEnabled ?? config.ptbEnabled,
    status: deployment.status ?? config.status,
    priority: config.priority ?? provider.priority,
    ...onApi(apis[0]),
    apis,
    reasoning: config.reasoning ?? "effort",
    region: deployment.region,
    ...(model.vector ? { vector: model.vector } : {}),
    priced: true,
  };
  // A pinned deployment is always called where it is pinned to.
  return deployment.region === undefined ? endpoint : placed(endpoint, deployment.region);
}
