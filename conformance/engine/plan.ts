/**
 * The plan: cases × providers × APIs × modes, with a verdict before anything runs. Computed from the registry, the recordings
 * and the cases; there is no list by hand.
 * @module
 */

import { operationOf } from "../../registry/apis/codec.ts";
import type { ProviderApiId } from "../../registry/apis/index.ts";
import { type Capability, type Endpoint, endpointOn } from "../../registry/endpoint.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import { type ChatApi, isChat, type ProviderApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { requiredNames } from "../../registry/providers/_shared/config.ts";
import { allCases } from "../cases/index.ts";
import { type ScenarioId, scenarios } from "../recordings/scenarios.ts";
import { isRecorded } from "../recordings/store.ts";
import type { TargetDescription } from "../targets/target.ts";
import type { AnyCase, Area, Case, EmbeddingsCase, Mode } from "./case.ts";
import { MODES } from "./case.ts";

export type Verdict =
  | { kind: "run" }
  /** The provider lacks the capability: instead of the case, its refusal is checked. */
  | { kind: "unsupported"; capability: Capability }
  | { kind: "not-applicable"; reason: string }
  | { kind: "untested"; reason: string; repair: string };

export interface PlanItem {
  case: AnyCase;
  provider: string;
  /** The API of the provider that is tested. */
  api: ProviderApiId;
  mode: Mode;
  verdict: Verdict;
}

export const isRun = ({ verdict }: PlanItem): boolean =>
  verdict.kind === "run" || verdict.kind === "unsupported";

export interface PlanFilter {
  providers?: readonly string[];
  apis?: readonly string[];
  modes?: readonly Mode[];
  areas?: readonly Area[];
  cases?: readonly string[];
}

const endpointsByApi = new Map<string, readonly Endpoint[]>();

/** The endpoints of a provider on an API that can be asked in both modes; looked up once, since every case asks. */
export function endpointsAt(
  { slug }: Pick<BaseProvider, "slug">,
  { id }: Pick<ProviderApi, "id">,
): readonly Endpoint[] {
  const key = `${slug} ${id}`;
  const known = endpointsByApi.get(key);
  if (known !== undefined) return known;
  const found = openRegistry()
    .indexes.endpointsOfProvider(slug)
    .flatMap((endpoint) => endpointOn(endpoint, id) ?? [])
    .filter(({ ptbEnabled }) => ptbEnabled);
  endpointsByApi.set(key, found);
  return found;
}

/**
 * The APIs of a provider that the suite tests: those on which some endpoint can be asked. Legacy completions stand beside
 * chats, and the cases about them run there.
 */
export const testedApis = (provider: BaseProvider): ProviderApi[] =>
  provider.apis.filter(
    (api) => operationOf(api.id) !== "completions" && endpointsAt(provider, api).length > 0,
  );

/**
 * What is to become of a case at a provider on one of its APIs, before anything runs.
 * @param isRecorded whether there is a recording of a scenario, or one follows
 */
export function verdictOf(
  { needs = {} }: Pick<Case, "needs">,
  provider: BaseProvider,
  tested: ChatApi,
  isRecorded: (scenario: ScenarioId) => boolean,
): Verdict {
  const {
    scenarios: wanted = [],
    capabilities = [],
    quirk,
    endpoints,
    api,
    unlike,
    framing,
    unlistedModels,
    auth,
    config,
  } = needs;
  const shown = wanted.map((id) => scenarios[id].quirk);
  const undeclared = [quirk, ...shown].find((name) => name !== undefined && !tested.quirks.includes(name));
  if (undeclared !== undefined) {
    return {
      kind: "not-applicable",
      reason: `${provider.slug} does not declare the quirk "${undeclared}" on ${tested.id}`,
    };
  }
  if (api !== undefined && api !== tested.id) {
    return { kind: "not-applicable", reason: `it is about ${api}, not ${tested.id}` };
  }
  if (unlike === tested.id) {
    return {
      kind: "not-applicable",
      reason: `its callers speak ${unlike} themselves: nothing is translated`,
    };
  }
  const first = provider.chatApi().id;
  if (unlistedModels && tested.id !== first) {
    return { kind: "not-applicable", reason: `models that nobody listed go to ${first} at ${provider.slug}` };
  }
  if (framing !== undefined && framing !== tested.codec.streamType) {
    return {
      kind: "not-applicable",
      reason: `${tested.id} streams ${tested.codec.streamType}`,
    };
  }
  if (auth !== undefined && auth !== provider.auth) {
    return {
      kind: "not-applicable",
      reason: `${provider.slug} authenticates by ${provider.auth}, not ${auth}`,
    };
  }
  const settings = config === "required" ? requiredNames(provider.config) : provider.config;
  if (config !== undefined && settings.length === 0) {
    return { kind: "not-applicable", reason: `${provider.slug} needs no settings beside its key` };
  }
  if (endpoints) {
    const { that, where = () => true, count = 1 } = endpoints;
    if (endpointsAt(provider, tested).filter(where).length < count) {
      return { kind: "not-applicable", reason: `${provider.slug} has no endpoint on ${tested.id} ${that}` };
    }
  }
  const needed = [...capabilities, ...wanted.flatMap((id) => scenarios[id].needs)];
  const able = endpointsAt(provider, tested);
  const lacking = needed.find((need) => !able.some(({ capabilities: own }) => own.has(need)));
  if (lacking) return { kind: "unsupported", capability: lacking };
  for (const id of wanted) {
    if (isRecorded(id)) continue;
    return {
      kind: "untested",
      reason: `recordings/${provider.slug}/${id} is missing, and ${provider.slug} declares what it shows on ${tested.id}`,
      repair: `write recordings/${provider.slug}/${id} (recordings/README.md says how), then run npm run seal -- --provider ${provider.slug}`,
    };
  }
  return { kind: "run" };
}

/** What is to become of a case about embeddings at a provider on one of its APIs for them. */
function verdictOfEmbeddings(
  { needs }: EmbeddingsCase,
  provider: BaseProvider,
  tested: ProviderApi,
): Verdict {
  const found = endpointsAt(provider, tested).filter((endpoint) => needs?.endpoints.where(endpoint) ?? true);
  if (found.length > 0) return { kind: "run" };
  const reason = `${provider.slug} has no endpoint on ${tested.id} ${needs?.endpoints.that}`;
  return { kind: "not-applicable", reason };
}

/** The recordings that a case needs. */
export const scenariosOf = (item: AnyCase): readonly ScenarioId[] =>
  item.operation === "embeddings" ? [] : (item.needs?.scenarios ?? []);

/** Does the case belong to the operation of the API? */
export const isAbout = (item: AnyCase, api: ProviderApi): boolean =>
  (item.operation === "embeddings") !== isChat(api);

function verdictAt(item: AnyCase, provider: BaseProvider, api: ProviderApi): Verdict {
  if (item.operation === "embeddings") return verdictOfEmbeddings(item, provider, api);
  if (!isChat(api)) return { kind: "not-applicable", reason: `${api.id} has no chats` };
  return verdictOf(item, provider, api, (id) => isRecorded(provider, api, id));
}

/** Does a case id match a filter: itself, or a prefix that ends with `.` or `*`? */
export function matchesCase(id: string, pattern: string): boolean {
  if (pattern.endsWith("*")) return id.startsWith(pattern.slice(0, -1));
  return id === pattern || (pattern.endsWith(".") && id.startsWith(pattern));
}

/**
 * Everything that a filter selects, in a stable order.
 * @param target what a gateway under test does not have does not apply to it
 */
export function buildPlan(filter: PlanFilter = {}, target?: TargetDescription): PlanItem[] {
  const lacks = (mode: Mode): Verdict | null =>
    target === undefined || target.modes.includes(mode)
      ? null
      : { kind: "not-applicable", reason: `${target.name} has no ${mode.toUpperCase()}` };
  const wanted = <T>(list: readonly T[] | undefined, value: T) =>
    list === undefined || list.length === 0 || list.includes(value);
  const cases = allCases
    .filter((item) => wanted(filter.areas, item.area))
    .filter((item) => !filter.cases?.length || filter.cases.some((pattern) => matchesCase(item.id, pattern)));
  const tested = Object.values<BaseProvider>(providers)
    .filter((provider) => wanted(filter.providers, provider.slug))
    .flatMap((provider) => testedApis(provider).map((api) => ({ provider, api })))
    .filter(({ api }) => wanted<string>(filter.apis, api.id));
  return tested.flatMap(({ provider, api }, index) =>
    cases
      .filter((item) => isAbout(item, api))
      .flatMap((item) =>
        (item.once && index > 0 ? [] : (item.modes ?? MODES))
          .filter((mode) => wanted(filter.modes, mode))
          .map((mode) => ({
            case: item,
            provider: provider.slug,
            api: api.id as ProviderApiId,
            mode,
            verdict: lacks(mode) ?? verdictAt(item, provider, api),
          })),
      ),
  );
}
