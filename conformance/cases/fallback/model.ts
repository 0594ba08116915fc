/**
 * What fallback must do, worked out by hand from the rules FLB-01…05, ERR-02, ERR-03 and ERR-09; nothing of the
 * registry is asked.
 * @module
 */

import { type Declares, declaredAt } from "../../recordings/host-meanings.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw, streamed, type Wire } from "../../upstream/wire.ts";
import { TYPE_OF } from "../errors/judge.ts";

export const OUTCOMES = [
  "success",
  "network",
  "timeout",
  "400",
  "401",
  "402",
  "403",
  "404",
  "408",
  "409",
  "413",
  "422",
  "429",
  "500",
  "503",
  "overflow",
  "in-200",
  "broken-before-content",
] as const;
export type OutcomeName = (typeof OUTCOMES)[number];

/** FLB-01: the request itself is wrong, and nobody else is asked. */
const STOPS: readonly OutcomeName[] = ["400", "413", "422"];

/** ERR-02: the status that a failure means. */
const STATUS: Partial<Record<OutcomeName, number>> = {
  network: 502,
  timeout: 504,
  "500": 502,
  overflow: 400,
  "in-200": 503,
  "broken-before-content": 502,
};

/** An attempt of the plan. */
export interface Step {
  provider: string;
  model: string;
  mode: "ptb" | "byok";
}

export interface Told extends Pick<Step, "provider" | "mode"> {
  status: number;
  type: string;
}

/** What must happen. */
export interface Prediction {
  /** The steps that reach a provider, in order. */
  asked: Step[];
  /** Those that failed, as the caller is told. */
  failed: Told[];
  served: Step | null;
}

function tell({ provider, mode }: Step, outcome: OutcomeName): Told {
  const means = STATUS[outcome] ?? Number(outcome);
  // ERR-03: in PTB a refused key is the gateway's own trouble.
  const status = mode === "ptb" && [401, 402, 403].includes(means) ? 502 : means;
  return { provider, mode, status, type: TYPE_OF[status] ?? "?" };
}

/** The outcome that a status is at a host, which may declare that it uses it in its own way. */
export function outcomeAt(api: Declares, outcome: OutcomeName): OutcomeName {
  const declared = declaredAt(api, Number(outcome));
  if (declared === null) return outcome;
  if (declared.fallsOn === "other-model") return "overflow";
  return OUTCOMES.find((name) => (STATUS[name] ?? Number(name)) === declared.status) ?? outcome;
}

/** What an outcome is at the provider of a step, which may use a status in its own way. */
export type Reading = (step: Step, outcome: OutcomeName) => OutcomeName;

/** Plays the rules over a plan whose attempts come out as given, in the order in which they are made. */
export function predict(
  plan: readonly Step[],
  outcomes: readonly OutcomeName[],
  reading: Reading = (_step, outcome) => outcome,
): Prediction {
  const asked: Step[] = [];
  const failed: Told[] = [];
  const tooShort = new Set<string>();
  for (const step of plan) {
    if (tooShort.has(step.model)) continue;
    const outcome = reading(step, outcomes[asked.length] ?? "success");
    asked.push(step);
    if (outcome === "success") return { asked, failed, served: step };
    failed.push(tell(step, outcome));
    if (STOPS.includes(outcome)) break;
    if (outcome === "overflow") tooShort.add(step.model);
  }
  return { asked, failed, served: null };
}

/** The same outcome as a provider's answer. */
export function answerFor(
  wire: Wire,
  outcome: OutcomeName,
  good: UpstreamAnswer,
  stream: boolean,
): UpstreamAnswer {
  if (outcome === "success") return good;
  if (outcome === "network") return { kind: "network-error" };
  if (outcome === "timeout") return { kind: "silence" };
  if (outcome === "overflow") {
    const code = "context_length_exceeded";
    return json(400, wire.error("This model's maximum context length is 10 tokens", { code }));
  }
  if (outcome === "in-200") {
    const late = wire.failures("Closed for today").find(({ means }) => means === 503)?.form ?? null;
    return stream ? streamed(wire.streamType, [wire.streamError("Closed for today", 503)]) : json(200, late);
  }
  if (outcome === "broken-before-content") {
    const half = JSON.stringify(wire.completion("x")).slice(0, 30);
    return stream ? streamed(wire.streamType, [wire.opening()]) : raw(200, "application/json", half);
  }
  return json(Number(outcome), wire.error("Closed for today", { type: "some" }));
}
