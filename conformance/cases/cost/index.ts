/**
 * CST: what an answer costs.
 * @module
 */
import { exactCases } from "./exact.ts";
import { identityCases } from "./identity.ts";
import { lawCases } from "./laws.ts";
import { reportedCases } from "./reported.ts";
import { tierCases } from "./tiers.ts";

export const costCases = [...exactCases, ...tierCases, ...lawCases, ...reportedCases, ...identityCases];
