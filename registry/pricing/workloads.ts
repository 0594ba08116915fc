/**
 * Reference workloads: what typical use costs at an endpoint, so that a changed digit shows as changed money (REG-11).
 * @module
 */

import { PROMPT_CLASSES, sumClasses, type Usage } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { type Cost, price } from "./cost.ts";
import type { PicoUsd } from "./money.ts";

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
