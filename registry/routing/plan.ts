/**
 * Which attempts, in which order: a pure function of the model field, the registry and the keys at hand (RTE-01…09).
 * @module
 */

import type { ApiId, Operation, StateUse } from "../apis/codec.ts";
import type { ChatRequest } from "../canonical/chat.ts";
import { DEFAULT_DEPLOYMENT, type Endpoint, endpointOn, listPrice, PASSTHROUGH } from "../endpoint.ts";
import { type ApiError, gatewayError } from "../errors/api-error.ts";
import { without } from "../json.ts";
import type { Indexes } from "../load/indexes.ts";
import { asOf } from "../pricing/periods.ts";
import type { Demand } from "./demand.ts";
import { type Entry, type KnownNames, parseModelField } from "./model-string.ts";
import { suggestion } from "./nearest.ts";

export type Mode = "ptb" | "byok";

/** A caller's key for a provider, as the plan sees it: no secret in it. */
export interface KeyView {
  id: string;
  provider: string;
  enabled: boolean;
  /** Remove this provider's PTB attempts (RTE-03). */
  byokOnly: boolean;
}

export interface Attempt {
  endpoint: Endpoint;
  mode: Mode;
  /** The vault key to use; `null` in PTB. */
  keyId: string | null;
  /** Which entry of the caller's list it is for, from 0. */
  entry: number;
}

/** Why a provider (or deployment) of the list is not attempted in a mode. */
export interface Refusal extends Obstacle {
  entry: string;
  provider: string;
  mode: Mode;
}

/** Why an endpoint is not attempted. */
export interface Obstacle {
  reason: string;
  /** Set where the request asks for something the endpoint lacks. */
  unsupported?: string;
  /** Set where PTB cannot price something. */
  unpriced?: string;
}

/** What a plan is made from beside the request. */
export interface PlanSetting {
  keys: readonly KeyView[];
  /** Providers that the gateway holds a platform key for. */
  platform: ReadonlySet<string>;
  /** ISO date, UTC: the attempts have the prices of this day. The newest prices where absent. */
  on?: string;
  /** The API that the caller speaks; endpoints that are offered on it are attempted on it (MAP-16). */
  caller?: ApiId;
}

/** A chat to be planned. */
export interface PlanInput extends PlanSetting {
  request: ChatRequest;
  /** Does a body in the caller's API go out as the caller wrote it to endpoints that are offered on it (MAP-16)? */
  passes?: boolean;
  /** What the request says that no other API than the caller's can, and no price is known for: state, hosted tools. */
  beyond?: Beyond;
  /** Set where the request goes out as the caller wrote it, in a provider's own API (MAP-14). */
  native?: Native;
}

/** Something in the caller's body, by its place. */
export interface Beyond {
  param: string | null;
  message: string;
  /** What of it rests on state that the provider keeps. */
  state?: readonly StateUse[];
}

/** A body in a provider's own API. */
export interface Native {
  api: ApiId;
  /** Could it be read? What cannot be read cannot be priced. */
  readable: boolean;
}

export type Plan = { ok: true; attempts: Attempt[]; refusals: Refusal[] } | { ok: false; error: ApiError };

const refuse = (code: string, message: string, param = "model"): Plan => ({
  ok: false,
  error: gatewayError("invalid_request", message, { code, param }),
});

/** A model that the registry does not know, at a provider that it does: BYOK only, unpriced (RTE-08). */
function passthroughEndpoint(
  entry: Entry,
  provider: string,
  indexes: Indexes,
  wanted: Operation,
): Endpoint | null {
  // On the provider's first API of the operation: nothing is known of the model that would speak for another.
  const main = indexes.mainApiOf(provider, wanted);
  const offered = indexes
    .endpointsOfProvider(provider)
    .flatMap((e) => (main === undefined ? [] : (endpointOn(e, main) ?? [])));
  const sample = offered.find(({ apis }) => apis[0]?.id === main) ?? offered[0];
  if (!sample || entry.deployment !== null) return null;
  const everything = [
    ...new Set(indexes.endpointsOfProvider(provider).flatMap((e) => e.supportedParameters)),
  ];
  return {
    ...without(sample, ["vector"]),
    id: `${entry.model}:${provider}`,
    model: entry.model,
    author: PASSTHROUGH,
    deployment: DEFAULT_DEPLOYMENT,
    providerModelId: entry.model,
    apis: sample.apis.filter(({ id }) => id === main).map((api) => ({ ...api, parameters: everything })),
    tiers: [],
    earlier: [],
    free: false,
    supportedParameters: everything,
    capabilities: new Set(indexes.endpointsOfProvider(provider).flatMap((e) => [...e.capabilities])),
    ptbEnabled: false,
    status: "active",
    region: undefined,
    priced: false,
  };
}

/**
 * One deployment of each endpoint: the default one, or the first where none is called so. Data does not change its region
 * because a request failed: other deployments are used where the caller names them.
 */
function homes(endpoints: readonly Endpoint[]): Endpoint[] {
  if (endpoints.length < 2) return [...endpoints];
  const chosen = new Map<string, Endpoint>();
  for (const endpoint of endpoints) {
    const key = JSON.stringify([endpoint.provider, endpoint.model]);
    if (endpoint.deployment === DEFAULT_DEPLOYMENT || !chosen.has(key)) chosen.set(key, endpoint);
  }
  return [...chosen.values()];
}

/** The endpoints that an entry names, or the sentence that says why it names none (RTE-04, RTE-05). */
function endpointsFor(entry: Entry, indexes: Indexes, operation: Operation): Endpoint[] | string {
  if (entry.provider === null) return homes(indexes.endpointsOfModel(entry.model));
  const { provider } = entry;
  const known = indexes.isModel(entry.model);
  const found = known
    ? indexes.endpointsOfModel(entry.model).filter((endpoint) => endpoint.provider === provider)
    : indexes.endpointsByProviderModelId(provider, entry.model);
  if (found.length === 0) {
    if (known) {
      const others = indexes.providersOfModel(entry.model).join(", ");
      return `"${entry.model}" is not offered by ${provider} (it is by ${others})`;
    }
    const passthrough = passthroughEndpoint(entry, provider, indexes, operation);
    return passthrough ? [passthrough] : `unknown model "${entry.model}" in "${entry.raw}"`;
  }
  if (entry.deployment === null) return homes(found);
  const deployments = found.map((endpoint) => endpoint.deployment);
  const pinned = found.filter((endpoint) => endpoint.deployment === entry.deployment);
  if (pinned.length > 0) return pinned;
  return `unknown deployment "${entry.deployment}" in "${entry.raw}" (there is ${deployments.join(", ")}).${suggestion(entry.deployment, deployments)}`;
}

/** What a plan works with. */
interface Planning {
  demand: Demand;
  input: PlanSetting;
  excluded: ReadonlySet<string>;
}

/** Where a model can be asked that does not complete prompts. */
const instead = (endpoint: Endpoint, demand: Demand): string =>
  demand.operation === "completions" && endpoint.operation === "chat" ? ": use /v1/chat/completions" : "";

/** Why this endpoint cannot be attempted in this mode, or `null` when it can. */
function obstacle(endpoint: Endpoint, mode: Mode, { demand, input, excluded }: Planning): Obstacle | null {
  const keys = input.keys.filter((key) => key.provider === endpoint.provider);
  const usable = keys.filter((key) => key.enabled);
  if (excluded.has(endpoint.provider)) return { reason: "excluded by the model list" };
  if (endpoint.status === "deprecated" || endpoint.status === "disabled")
    return { reason: `the endpoint is ${endpoint.status}` };
  if (endpoint.operation !== demand.operation)
    return {
      reason: `the model serves ${endpoint.operation}, not ${demand.operation}${instead(endpoint, demand)}`,
    };
  const lacking = demand.lacking(endpoint, mode);
  if (lacking) return lacking;
  if (mode === "byok") {
    if (usable.length > 0) return null;
    return { reason: keys.length > 0 ? "its key is disabled" : "no provider key" };
  }
  // The wish outlives the key: a caller who disables a byokOnly key has not asked to be billed.
  if (keys.some((key) => key.byokOnly)) return { reason: "its key is byokOnly" };
  if (!endpoint.priced) return { reason: "an unknown model has no price", unpriced: "model" };
  if (!endpoint.ptbEnabled) return { reason: "PTB is off for this endpoint" };
  if (!input.platform.has(endpoint.provider)) return { reason: "the gateway has no platform key" };
  return demand.unpriced(endpoint);
}

const byNumber = (a: number, b: number) => a - b;
const byPrice = (a: Endpoint, b: Endpoint) =>
  listPrice(a) < listPrice(b) ? -1 : listPrice(a) > listPrice(b) ? 1 : 0;
// Stryker disable next-line EqualityOperator,ConditionalExpression: no two endpoints have the same id; the ids differ, and a sort asks only whether one comes before the other
const byId = (a: Endpoint, b: Endpoint) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** BYOK by priority then price; PTB by price then priority (RTE-02). */
const ORDER: Record<Mode, (a: Endpoint, b: Endpoint) => number> = {
  byok: (a, b) => byNumber(a.priority, b.priority) || byPrice(a, b) || byId(a, b),
  ptb: (a, b) => byPrice(a, b) || byNumber(a.priority, b.priority) || byId(a, b),
};

function attemptsFor(entry: Entry, place: number, endpoints: readonly Endpoint[], planning: Planning) {
  const { keys } = planning.input;
  const attempts: Attempt[] = [];
  const refusals: Refusal[] = [];
  for (const mode of ["byok", "ptb"] as const) {
    for (const endpoint of [...endpoints].sort(ORDER[mode])) {
      const why = obstacle(endpoint, mode, planning);
      if (why) {
        refusals.push({ entry: entry.raw, provider: endpoint.provider, mode, ...why });
        continue;
      }
      const key =
        mode === "byok" ? keys.find((k) => k.provider === endpoint.provider && k.enabled) : undefined;
      attempts.push({ endpoint, mode, keyId: key?.id ?? null, entry: place });
    }
  }
  return { attempts, refusals };
}

/** The error when nothing can be attempted: the reason for each provider and mode (RTE-06). */
function impossible(refusals: readonly Refusal[], { beyond }: Demand): Plan {
  // Stryker disable next-line ConditionalExpression: the refusal that is found counts only where all of them are of this kind
  const unsupported = refusals.find((refusal) => refusal.unsupported !== undefined);
  const onlyCapability = refusals.every((refusal) => refusal.unsupported !== undefined);
  if (unsupported && onlyCapability) {
    return refuse("unsupported_parameter", unsupported.reason, unsupported.unsupported);
  }
  const unpriced = refusals.find((refusal) => refusal.unpriced !== undefined && refusal.unpriced !== "model");
  const reasons = refusals.map(
    (refusal) => `${refusal.entry} at ${refusal.provider} (${refusal.mode}): ${refusal.reason}`,
  );
  const message = `No attempt is possible. ${[...new Set(reasons)].join("; ")}.`;
  if (beyond) return refuse("unsupported_parameter", message, beyond.param ?? "body");
  return unpriced
    ? refuse("unpriced_feature", message, unpriced.unpriced)
    : refuse("no_attempt_possible", message);
}

/** A model field's first endpoint, in whose API a native body must be; `null` when it names none. */
export function nativeEndpoint(model: string, names: KnownNames, indexes: Indexes): Endpoint | null {
  const parsed = parseModelField(model, names);
  // Stryker disable next-line ArrayDeclaration: what is no entry names no endpoint either
  const [first] = parsed.ok ? parsed.field.entries : [];
  const endpoints = first ? endpointsFor(first, indexes, "chat") : [];
  return typeof endpoints === "string" ? null : (endpoints[0] ?? null);
}

/** An answer of another model is no answer: `null` where the entries name one model, else the refusal. */
function differentModels(endpoints: readonly Endpoint[]): Plan | null {
  const models = [...new Set(endpoints.map(({ model }) => model))];
  if (models.length < 2) return null;
  const message = `Vectors of different models cannot be compared: name one model, not ${models.join(" and ")}`;
  return refuse("different_models", message);
}

/** Plans a request. `ok: false` carries the 4xx that names the entry or the reasons; no upstream call was made. */
export function planRequest(demand: Demand, input: PlanSetting, names: KnownNames, indexes: Indexes): Plan {
  const parsed = parseModelField(demand.model, names);
  if (!parsed.ok) return refuse("model_not_found", parsed.problem);
  const { entries, excluded } = parsed.field;
  const planning: Planning = { demand, input, excluded };
  const attempts: Attempt[] = [];
  const refusals: Refusal[] = [];
  const named: Endpoint[] = [];
  for (const [place, entry] of entries.entries()) {
    const endpoints = endpointsFor(entry, indexes, demand.operation);
    if (typeof endpoints === "string") return refuse("model_not_found", endpoints);
    named.push(...endpoints);
    const { on } = input;
    const priced = endpoints
      .map((endpoint) => (on === undefined ? endpoint : asOf(endpoint, on)))
      .map((endpoint) => demand.onBestApi(endpoint));
    const found = attemptsFor(entry, place, priced, planning);
    attempts.push(...found.attempts);
    refusals.push(...found.refusals);
  }
  const mixed = demand.oneModel ? differentModels(named) : null;
  if (mixed) return mixed;
  if (attempts.length === 0) return impossible(refusals, demand);
  return demand.strict ? planStrictly(demand, attempts, refusals) : { ok: true, attempts, refusals };
}

/** Under `strict`, only endpoints that take every parameter are attempted (MAP-09). */
function planStrictly(demand: Demand, attempts: Attempt[], refusals: Refusal[]): Plan {
  const lacking = ({ endpoint }: Attempt) => demand.missing(endpoint)[0];
  const kept = attempts.filter((attempt) => lacking(attempt) === undefined);
  if (kept.length > 0) return { ok: true, attempts: kept, refusals };
  const first = attempts[0];
  const param = first && lacking(first);
  // Stryker disable next-line OptionalChaining: the list is never empty here; the type cannot say so
  return refuse("unsupported_parameter", `${first?.endpoint.id} does not support ${param}`, param);
}
