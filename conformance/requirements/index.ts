/**
 * The requirement catalogue: every id, its level, and the ones that no case covers yet.
 * @module
 */
import { apis } from "./apis.ts";
import { auth } from "./auth.ts";
import { billing } from "./billing.ts";
import { cost } from "./cost.ts";
import { dashboard } from "./dashboard.ts";
import { errors } from "./errors.ts";
import { fallback } from "./fallback.ts";
import { cache, feedback, limits, observability, vault } from "./features.ts";
import { mapping } from "./mapping.ts";
import { onboarding } from "./onboarding.ts";
import { passthrough } from "./passthrough.ts";
import { recordings } from "./recordings.ts";
import { registry } from "./registry.ts";
import type { Requirement } from "./requirement.ts";
import { response } from "./response.ts";
import { routing } from "./routing.ts";
import { security } from "./security.ts";
import { streaming } from "./streaming.ts";
import { targets } from "./targets.ts";
import { usage } from "./usage.ts";

export type { Level, Requirement, RequirementArea } from "./requirement.ts";
export { LEVELS } from "./requirement.ts";

/** In the order of the normative text. */
const all = [
  ...registry,
  ...routing,
  ...auth,
  ...mapping,
  ...response,
  ...apis,
  ...streaming,
  ...usage,
  ...cost,
  ...billing,
  ...errors,
  ...fallback,
  ...passthrough,
  ...cache,
  ...limits,
  ...observability,
  ...feedback,
  ...dashboard,
  ...vault,
  ...security,
  ...recordings,
  ...targets,
  ...onboarding,
];

/** Every id of the catalogue, as a literal union: a case that names an unknown one does not compile. */
export type RequirementId = (typeof all)[number]["id"];

/** The ids in the order of the normative text. */
export const requirementIds: readonly RequirementId[] = all.map((entry) => entry.id);

// fromEntries widens its keys; the list above is the proof that every id is there.
export const requirements = Object.fromEntries(all.map((entry) => [entry.id, entry])) as Readonly<
  Record<RequirementId, Requirement<RequirementId>>
>;

/** The requirement of that id. */
export function requirement(id: RequirementId): Requirement<RequirementId> {
  return requirements[id];
}

/** True for an id of the catalogue; inherited property names are not (REG-13). */
export function isRequirementId(id: string): id is RequirementId {
  return Object.hasOwn(requirements, id);
}

/** Why nothing checks a requirement yet, or `null`. */
export function notCoveredReason(id: RequirementId): string | null {
  const { status } = requirements[id];
  return status !== undefined && "notCovered" in status ? status.notCovered : null;
}

/** Ids that say of themselves that nothing checks them yet. */
export function notCovered(): RequirementId[] {
  return requirementIds.filter((id) => notCoveredReason(id) !== null);
}
