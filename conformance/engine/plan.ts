/**
 * The plan: cases × providers × modes, with a verdict before anything runs. Computed from the registry, the recordings
 * and the cases; there is no list by hand.
 * @module
 */
import type { Capability } from "../../registry/endpoint.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import { type BaseProvider, quirksOf } from "../../registry/providers/_shared/base.ts";
import { requiredNames } from "../../registry/providers/_shared/config.ts";
import { allCases } from "../cases/index.ts";
import { type ScenarioId, scenarios } from "../recordings/scenarios.ts";
import { recordingOf } from "../recordings/store.ts";
import type { Area, Case, Mode } from "./case.ts";
import { MODES } from "./case.ts";

export type Verdict =
  | { kind: "run" }
  /** The provider lacks the capability: instead of the case, its refusal is checked. */
  | { kind: "twin"; capability: Capability }
  | { kind: "not-applicable"; reason: string }
  | { kind: "untested"; reason: string; repair: string };

export interface PlanItem {
  case: Case;
  provider: string;
  mode: Mode;
  verdict: Verdict;
}

export interface PlanFilter {
  providers?: readonly string[];
  modes?: readonly Mode[];
  areas?: readonly Area[];
  cases?: readonly string[];
}

const hasCapability = (provider: BaseProvider, capability: Capability): boolean =>
  openRegistry()
    .indexes.endpointsOfProvider(provider.slug)
    .some((endpoint) => endpoint.capabilities.has(capability));

/**
 * What is to become of a case at a provider, before anything runs.
 * @param isRecorded whether the provider has a recording of a scenario
 */
export function verdictOf(
  { needs = {} }: Pick<Case, "needs">,
  provider: BaseProvider,
  isRecorded: (scenario: ScenarioId) => boolean,
): Verdict {
  const { scenarios: wanted = [], capabilities = [], quirk, endpoints, api, framing, auth, config } = needs;
  const shown = wanted.map((id) => scenarios[id].quirk);
  const undeclared = [quirk, ...shown].find(
    (name) => name !== undefined && !quirksOf(provider).includes(name),
  );
  if (undeclared !== undefined) {
    return { kind: "not-applicable", reason: `${provider.slug} does not declare the quirk "${undeclared}"` };
  }
  if (api !== undefined && api !== provider.chatApi().id) {
    return {
      kind: "not-applicable",
      reason: `${provider.slug} speaks ${provider.chatApi().id}, not ${api}`,
    };
  }
  if (framing !== undefined && framing !== provider.chatApi().codec.streamType) {
    return {
      kind: "not-applicable",
      reason: `${provider.slug} streams ${provider.chatApi().codec.streamType}`,
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
    const found = openRegistry()
      .indexes.endpointsOfProvider(provider.slug)
      .filter(
        (endpoint) =>
          endpoint.operation === "chat" &&
          endpoint.ptbEnabled &&
          endpoint.api === provider.chatApi().id &&
          where(endpoint),
      );
    if (found.length < count) {
      return { kind: "not-applicable", reason: `${provider.slug} has no endpoint ${that}` };
    }
  }
  const needed = [...capabilities, ...wanted.flatMap((id) => scenarios[id].needs)];
  const lacking = needed.find((capability) => !hasCapability(provider, capability));
  if (lacking) return { kind: "twin", capability: lacking };
  for (const id of wanted) {
    if (isRecorded(id)) continue;
    return {
      kind: "untested",
      reason: `recordings/${provider.slug}/${id} is missing, and ${provider.slug} declares what it shows`,
      repair: `write recordings/${provider.slug}/${id} (recordings/README.md says how), then run npm run seal -- --provider ${provider.slug}`,
    };
  }
  return { kind: "run" };
}

/** Does a case id match a filter: itself, or a prefix that ends with `.` or `*`? */
export function matchesCase(id: string, pattern: string): boolean {
  if (pattern.endsWith("*")) return id.startsWith(pattern.slice(0, -1));
  return id === pattern || (pattern.endsWith(".") && id.startsWith(pattern));
}

/** Everything that a filter selects, in a stable order. */
export function buildPlan(filter: PlanFilter = {}): PlanItem[] {
  const wanted = <T>(list: readonly T[] | undefined, value: T) =>
    list === undefined || list.length === 0 || list.includes(value);
  return Object.values<BaseProvider>(providers)
    .filter((provider) => wanted(filter.providers, provider.slug))
    .flatMap((provider) =>
      allCases
        .filter((item) => wanted(filter.areas, item.area))
        .filter(
          (item) => !filter.cases?.length || filter.cases.some((pattern) => matchesCase(item.id, pattern)),
        )
        .flatMap((item) =>
          (item.modes ?? MODES)
            .filter((mode) => wanted(filter.modes, mode))
            .map((mode) => ({
              case: item,
              provider: provider.slug,
              mode,
              verdict: verdictOf(item, provider, (id) => recordingOf(provider.slug, id) !== undefined),
            })),
        ),
    );
}
