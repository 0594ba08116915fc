/**
 * Where passed calls may go, and what is known about the places.
 * @module
 */
export { type ApiPath, USAGE_SHAPES, type UsageShape } from "./api-paths.ts";
export { APPROVED_DOMAINS, type ApprovedDomain, type DedicatedDomain } from "./approved.ts";
export {
  createDomains,
  type DedicatedTarget,
  type DomainProvider,
  type Domains,
  type RecognisedApi,
} from "./domains.ts";
export { FALLBACKS_HEADER, fallsOn, fieldsFor, framedAs } from "./fallbacks.ts";
export {
  isLoopbackHost,
  MAX_TARGET,
  type ParsedTarget,
  parseTarget,
  type Target,
  type TargetRules,
} from "./target.ts";
