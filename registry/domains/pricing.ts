/**
 * What a passed call cost: the endpoint that answered, found by exact names only, and its price (PRX-07). A model that the
 * registry does not know is pending, never priced by a neighbour.
 * @module
 */
import type { UsageConvention, UsageReading } from "../canonical/usage.ts";
import { DEFAULT_DEPLOYMENT, type Endpoint } from "../endpoint.ts";
import type { Charge } from "../pricing/charge.ts";
import { asOf } from "../pricing/periods.ts";
import { placed } from "../pricing/place.ts";
import type { Registry } from "../registry.ts";
import type { UsageShape } from "./api-paths.ts";
import type { ApprovedDomain } from "./approved.ts";
import type { RecognisedApi } from "./domains.ts";
import { plainConvention, readUsageOf, type UsageSeen } from "./usage.ts";

/** A passed call once its answer is over. */
export interface PassedCall {
  domain: ApprovedDomain | null;
  api: RecognisedApi | null;
  /** The model field of the request's body, where it could be read. */
  bodyModel: string | null;
  /** `Helicone-Model-Override`: asked last. */
  override: string | null;
  seen: UsageSeen;
  /** When the call was made, as a timestamp. */
  when: string;
}

export interface PassPrice {
  /** The model as the call named it, or as the answer did; empty where neither told. */
  model: string;
  /** Every name that was looked for, in order. */
  names: string[];
  endpoint: Endpoint | null;
  usage: UsageReading;
  charge: Charge | null;
  /** Why the call waits for the mapper; `null` where it does not. */
  pending: string | null;
}

/** APIs that count like another one, where a provider says nothing of their own. */
const LIKE: Readonly<Partial<Record<UsageShape, UsageShape>>> = {
  "openai-responses": "openai-chat",
  "openai-embeddings": "openai-chat",
};

/** How the provider of a domain counts in an API; the API's own convention where no provider says. */
export function conventionFor(registry: Registry, slug: string, shape: UsageShape): UsageConvention {
  const apis = registry.provider(slug)?.apis ?? [];
  const own = apis.find(({ id }) => id === shape) ?? apis.find(({ id }) => id === LIKE[shape]);
  return own?.usage ?? plainConvention(shape);
}

/** A version that makers append to a name when the call did not ask for one. */
const undated = (model: string): string => model.replace(/-\d{4}-\d{2}-\d{2}$/, "");

/** Names to look for, in order. A deployment counts as a model only where the answer does not say otherwise. */
function candidates({ api, bodyModel, override, seen }: PassedCall): string[] {
  const answered = seen.model;
  const deployment = api?.deployment ?? null;
  const trusted = deployment === null || answered === null || undated(answered) === deployment;
  const named =
    deployment === null ? [api?.model, bodyModel, answered] : [answered, trusted ? deployment : null];
  return [...named, override].filter((name): name is string => typeof name === "string" && name !== "");
}

/** The endpoint in the region of the call, else the default one; `null` where several are left that differ. */
function chosen(endpoints: readonly Endpoint[], region: string | null): Endpoint | null {
  const [first] = endpoints;
  if (endpoints.length === 1 && first) return first;
  return (
    endpoints.find((endpoint) => region !== null && endpoint.region === region) ??
    endpoints.find(({ deployment }) => deployment === DEFAULT_DEPLOYMENT) ??
    null
  );
}

/** Prices a passed call. Nothing is computed at domains without cost support. */
export function pricePass(registry: Registry, call: PassedCall): PassPrice {
  const { domain, api, seen } = call;
  const names = candidates(call);
  const model = names[0] ?? "";
  if (!domain || !api)
    return { model, names, endpoint: null, usage: { kind: "unknown" }, charge: null, pending: null };
  const endpoint = names
    .map((name) => chosen(registry.indexes.endpointsByProviderModelId(domain.slug, name), api.region))
    .find((found) => found !== null);
  const offered = endpoint?.apis.find(({ id }) => id === api.api);
  const convention = offered?.usage ?? conventionFor(registry, domain.slug, api.api);
  const usage = readUsageOf(api.api, seen, convention);
  const base = { model, names, endpoint: endpoint ?? null, usage };
  if (!domain.costSupport || (usage.kind === "unknown" && seen.reportedCost === null))
    return { ...base, charge: null, pending: null };
  if (!endpoint) {
    const reason = model === "" ? "neither call nor answer names a model" : `no price for "${model}"`;
    return { ...base, charge: null, pending: `${reason} at ${domain.slug}` };
  }
  const there = placed(asOf(endpoint, call.when), api.region ?? undefined);
  return { ...base, charge: registry.charge(there, usage, seen.reportedCost), pending: null };
}
