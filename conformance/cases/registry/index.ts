/**
 * Cases of the registry that the gateway under test runs.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { endpointCases } from "./endpoints.ts";
import { modelCases } from "./models.ts";
import { priceCases } from "./prices.ts";
import { providerCases } from "./provider.ts";

export const registryCases: readonly Case[] = [
  ...providerCases,
  ...endpointCases,
  ...priceCases,
  ...modelCases,
];
