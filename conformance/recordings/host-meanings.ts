/**
 * What a status means at the host under test. The common table holds until the provider's folder declares, with evidence,
 * that the host uses a status in its own way; what cases expect follows the declaration, and what it comes to is written out
 * by hand here.
 * @module
 */
import type { Meaning, MeaningRule } from "../../registry/errors/meaning.ts";

/** What follows from a meaning for the caller, and whom the gateway asks next (ERR-02, FLB-01). */
interface Consequence {
  status: number;
  fallsOn: "always" | "never" | "other-model";
}

const CONSEQUENCES: Readonly<Record<Meaning, Consequence>> = {
  invalid_request: { status: 400, fallsOn: "never" },
  unsupported: { status: 400, fallsOn: "always" },
  misconfigured: { status: 400, fallsOn: "always" },
  context_length: { status: 400, fallsOn: "other-model" },
  authentication: { status: 401, fallsOn: "always" },
  quota: { status: 402, fallsOn: "always" },
  permission: { status: 403, fallsOn: "always" },
  not_found: { status: 404, fallsOn: "always" },
  conflict: { status: 409, fallsOn: "always" },
  too_large: { status: 413, fallsOn: "never" },
  unprocessable: { status: 422, fallsOn: "never" },
  rate_limit: { status: 429, fallsOn: "always" },
  api: { status: 502, fallsOn: "always" },
  overloaded: { status: 503, fallsOn: "always" },
  timeout: { status: 504, fallsOn: "always" },
};

/** An API with the meanings that its host declares. */
export interface Declares {
  errorMeanings: readonly MeaningRule[];
}

/** Does a rule hold whatever the body says? */
const isBare = ({ code, type, message }: MeaningRule): boolean =>
  code === undefined && type === undefined && message === undefined;

/** What the host declares of a status, whatever the body says; `null` where the common table holds. */
export function declaredAt({ errorMeanings }: Declares, status: number): Consequence | null {
  const rule = errorMeanings.find((row) => row.status === status && isBare(row));
  return rule === undefined ? null : CONSEQUENCES[rule.meaning];
}

/** The status that callers see for one of the host's: the one of the common table, or what the host declares. */
export const meansAt = (api: Declares, upstream: number, common: number): number =>
  declaredAt(api, upstream)?.status ?? common;

/** Those of the statuses after which the gateway goes on, or not, at this host as at every other. */
export const fallingOn = (
  api: Declares,
  statuses: readonly number[],
  fallsOn: Consequence["fallsOn"],
): number[] => statuses.filter((status) => (declaredAt(api, status)?.fallsOn ?? fallsOn) === fallsOn);
