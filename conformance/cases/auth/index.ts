/**
 * Cases of credentials, the provider's and the caller's.
 * @module
 */
import type { Case } from "../../case.ts";
import { callerCases } from "./caller.ts";
import { providerCases } from "./provider.ts";

export const authCases: readonly Case[] = [...providerCases, ...callerCases];
