/**
 * The suite's public face: what must hold, the cases that check it, and what a gateway under test has to offer.
 * @module
 */

export { allCases } from "./cases/index.ts";
export type { Area, Case, Mode, Needs } from "./engine/case.ts";
export { AREAS, MODES } from "./engine/case.ts";
export { buildPlan, type PlanFilter, type PlanItem } from "./engine/plan.ts";
export { runCase } from "./engine/runner.ts";
export type { CaseResult } from "./outcome/result.ts";
export { type RequirementId, requirements } from "./requirements/index.ts";
export { referenceTarget } from "./targets/reference.ts";
export type { Gateway, KeySetup, Setup, Target } from "./targets/target.ts";
export { Upstream } from "./upstream/server.ts";
