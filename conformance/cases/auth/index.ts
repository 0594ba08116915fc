/**
 * Cases of credentials, the provider's and the caller's.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { awsCases } from "./aws.ts";
import { azureCases } from "./azure.ts";
import { callerCases } from "./caller.ts";
import { configCases } from "./config.ts";
import { googleCases } from "./google.ts";
import { guessCases } from "./guesses.ts";
import { providerCases } from "./provider.ts";

export const authCases: readonly Case[] = [
  ...providerCases,
  ...callerCases,
  ...guessCases,
  ...configCases,
  ...awsCases,
  ...azureCases,
  ...googleCases,
];
