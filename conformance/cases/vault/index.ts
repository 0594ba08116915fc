/**
 * Cases of keys that tenants manage themselves (VLT-01, SEC-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { inDatabase } from "../_shared/in-database.ts";
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
  inDatabase(
    {
      id: "vault.in-database",
      area: "vault",
      title: "Keeps keys of callers and of its own the same where they are in a database",
      why: "what serves reads each key from a row, and a row has no condition that nobody wrote",
      modes: ["byok"],
    },
    [...providerKeyCases, ...atOnceCases, ...gatewayKeyCases],
  ),
];
