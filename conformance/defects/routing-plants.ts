/**
 * Wrappers around the plan of a request, for defects of routing.
 * @module
 */
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Attempt, Plan, PlanInput } from "../../registry/routing/plan.ts";
import type { Plant } from "../targets/reference.ts";
import { withRegistry } from "./plants.ts";

/** Another order, or another choice, of the attempts that were planned. */
export const withAttempts = (change: (attempts: Attempt[], input: PlanInput) => Attempt[]): Plant =>
  withRegistry((registry) => ({
    plan: (input) => {
      const plan = registry.plan(input);
      return plan.ok ? { ...plan, attempts: change(plan.attempts, input) } : plan;
    },
  }));

export const withInput = (change: (input: PlanInput) => PlanInput): Plant =>
  withRegistry((registry) => ({ plan: (input) => registry.plan(change(input)) }));

export const refused = (message: string): Plan => ({
  ok: false,
  error: gatewayError("invalid_request", message, { code: "model_not_found", param: "model" }),
});
