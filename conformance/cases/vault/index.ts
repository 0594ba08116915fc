/**
 * Cases of keys that tenants manage themselves (VLT-01, SEC-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { atOnceCases } from "./at-once.ts";
import { gatewayKeyCases } from "./gateway-keys.ts";
import { mostKeysCases } from "./most.ts";
import { providerKeyCases } from "./provider-keys.ts";
import { scopeCases } from "./scopes.ts";

export const vaultCases: readonly Case[] = [
  ...providerKeyCases,
  ...atOnceCases,
  ...gatewayKeyCases,
  ...mostKeysCases,
  ...scopeCases,
];
