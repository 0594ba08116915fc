/**
 * What fallback must do, worked out by hand from the rules FLB-01…05, ERR-02, ERR-03 and ERR-09; nothing of the
 * registry is asked.
 * @module
 */
import type { CaseContext } from "../../context.ts";
import type { UpstreamAnswer } from "../../upstream/server.ts";
import { json, raw, type Wire } from "../../upstream/wire.ts";

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

/** ERR-02: the status that a failure means, and the type of each status. */
const STATUS: Partial<Record<OutcomeName, number>> = {
  network: 502,
  timeout: 504,
  "500": 502,
  overflow: 400,
  "in-200": 503,
  "broken-before-content": 502,
};
const TYPES: Record<number, string> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "insufficient_quota",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  409: "invalid_request_error",
  413: "request_too_large",
  422: "invalid_request_error",
  429: "rate_limit_error",
  502: "api_error",
  503: "overloaded_error",
  504: "timeout_error",
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
  return { provider, mode, status, type: TYPES[status] ?? "?" };
}

/** Plays the rules over a plan whose attempts come out as given, in the order in which they are made. */
export function predict(plan: readonly Step[], outcomes: readonly OutcomeName[]): Prediction {
  const asked: Step[] = [];
  const failed: Told[] = [];
  const tooShort = new Set<string>();
  for (const step of plan) {
    if (tooShort.has(step.model)) continue;
    const outcome = outcomes[asked.length] ?? "success";
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
  { simulate }: Pick<CaseContext, "simulate">,
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
    return json(400, wire.error("Too long for this model", { code }));
  }
  const late = JSON.stringify({ error: { message: "Closed for today", code: 503 } });
  if (outcome === "in-200") {
    return stream ? raw(200, "text/event-stream", `data: ${late}\n\n`) : raw(200, "application/json", late);
  }
  if (outcome === "broken-before-content") {
    const role = wire.stream(["x"])[0] ?? "";
    return stream ? raw(200, "text/event-stream", role) : raw(200, "application/json", '{"choices":[{"mess');
  }
  return simulate.error(Number(outcome), "Closed for today", { type: "some" });
}
