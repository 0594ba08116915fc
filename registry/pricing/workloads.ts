/**
 * Reference workloads: what typical use costs at an endpoint, so that a changed digit shows as changed money (REG-11).
 * @module
 */

import type { PriceWords } from "../canonical/price-words.ts";
import {
  PER_USE_CLASSES,
  PROMPT_CLASSES,
  sumClasses,
  USAGE_CLASSES,
  type Usage,
  type UsageClass,
} from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { type Cost, price } from "./cost.ts";
import type { CompiledModifier } from "./modifiers/compile.ts";
import type { PicoUsd } from "./money.ts";
import { placed } from "./place.ts";
import { type CompiledTier, rateOf } from "./tiers.ts";

/** Disjoint counts of each request; `requests` of them are priced one by one, so that tiers apply to each. */
export interface Workload {
  id: string;
  /** As it stands before a change of its cost: tokens in / tokens out. */
  title: string;
  requests: readonly Usage[];
}

/** Twenty turns of an agent: each sees the whole history, all but the last turn's text from the cache. */
const agentLoop: Usage[] = Array.from({ length: 20 }, (_, turn) => ({
  ...(turn === 0 ? {} : { cacheRead: 2_000 + 1_500 * (turn - 1) }),
  input: turn === 0 ? 2_000 : 1_500,
  output: 400,
}));

export const WORKLOADS: readonly Workload[] = [
  { id: "chat", title: "chat 1k/200", requests: [{ input: 1_000, output: 200 }] },
  {
    id: "rag",
    title: "RAG 180k/1k, 90% cached",
    requests: [{ input: 18_000, cacheRead: 162_000, output: 1_000 }],
  },
  { id: "long", title: "long prompt 300k/1k", requests: [{ input: 300_000, output: 1_000 }] },
  {
    id: "reasoning",
    title: "reasoning 2k/500 after 8k of thought",
    requests: [{ input: 2_000, output: 500, reasoning: 8_000 }],
  },
  { id: "agent", title: "agent of 20 turns, 400 out each, history cached", requests: agentLoop },
];

/** Some of every class that a tier prices, each another number, so that no two changes cancel out. */
function someOfEach(tier: CompiledTier, thinks: boolean): Usage {
  const names = USAGE_CLASSES.filter(
    (name) => rateOf(tier, name) !== null && name !== "request" && (thinks || name !== "reasoning"),
  );
  const perUse: readonly UsageClass[] = PER_USE_CLASSES;
  return Object.fromEntries(
    names.map((name) => [name, perUse.includes(name) ? 3 : 1_000 + 10 * USAGE_CLASSES.indexOf(name)]),
  );
}

/** The same, with as much more input as reaches the tier. */
function reaching(tier: CompiledTier, thinks: boolean): Usage {
  const usage = someOfEach(tier, thinks);
  const counted = tier.basis.find((name) => name === "input") ?? tier.basis[0];
  return counted === undefined || tier.from === 0
    ? usage
    : { ...usage, [counted]: (usage[counted] ?? 0) + tier.from };
}

/** The endpoint and the words under which a modifier holds. */
function under(endpoint: Endpoint, modifier: CompiledModifier): [Endpoint, PriceWords] {
  const only = { ...endpoint, modifiers: (endpoint.modifiers ?? []).filter((other) => other === modifier) };
  if (modifier.word === "region") return [placed(only, modifier.example), {}];
  return modifier.word === "thinking" ? [only, {}] : [only, { [modifier.word]: modifier.example }];
}

/** The price lists of hours and of earlier days, which no other list shows. */
function otherLists({ windows = [], earlier }: Endpoint): CompiledTier[][] {
  const lists = [...windows, ...earlier, ...earlier.flatMap((period) => period.windows ?? [])];
  return lists.map(({ tiers }) => tiers).filter((tiers) => tiers.length > 0);
}

/** Some of every class in every tier of a list. */
const usagesOf = (tiers: readonly CompiledTier[]): Usage[] =>
  tiers.flatMap((tier) => [reaching(tier, true), reaching(tier, false)]);

/**
 * What some of every class costs in every tier, under every modifier, in every hour and period, together: no price of an
 * endpoint can change without this (REG-16). In pico-USD; `null` where the endpoint has no price at all.
 */
export function everyPrice(endpoint: Endpoint): PicoUsd | null {
  const cases = [[endpoint, {}] as [Endpoint, PriceWords]].concat(
    (endpoint.modifiers ?? []).map((modifier) => under(endpoint, modifier)),
  );
  const usages = usagesOf(endpoint.tiers);
  const now = cases.flatMap(([at, words]) => usages.map((usage) => price(at, usage, words)));
  const others = otherLists(endpoint).flatMap((tiers) =>
    usagesOf(tiers).map((usage) => price({ tiers, free: endpoint.free }, usage)),
  );
  const costs = [...now, ...others];
  const known = costs.filter((cost) => cost.kind === "priced");
  return known.length === 0 ? null : known.reduce((sum, { total }) => sum + total, 0n);
}

/** Does one request of a workload fit the endpoint? */
function fits(endpoint: Endpoint, usage: Usage): boolean {
  const prompt = sumClasses(usage, PROMPT_CLASSES);
  const completion = (usage.output ?? 0) + (usage.reasoning ?? 0);
  return completion <= endpoint.maxCompletionTokens && prompt + completion <= endpoint.contextLength;
}

/** What a workload costs in pico-USD, or `null` where it does not fit the endpoint or the endpoint has no price for it. */
export function workloadCost(endpoint: Endpoint, workload: Workload): PicoUsd | null {
  const needsReasoning = workload.requests.some((usage) => (usage.reasoning ?? 0) > 0);
  if (needsReasoning && !endpoint.capabilities.has("reasoning")) return null;
  if (!workload.requests.every((usage) => fits(endpoint, usage))) return null;
  const costs: Cost[] = workload.requests.map((usage) => price(endpoint, usage));
  return costs.reduce<PicoUsd | null>(
    (sum, cost) => (sum === null || cost.kind !== "priced" ? null : sum + cost.total),
    0n,
  );
}
