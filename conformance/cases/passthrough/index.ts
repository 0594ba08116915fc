/**
 * PRX: calls to targets that their callers name. They are about the gateway, not about a provider of the registry, so each
 * runs once.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { domainCases } from "./domains.ts";
import { exampleCases } from "./examples.ts";
import { passedFallbackCases } from "./fallbacks.ts";
import { keyCases } from "./keys.ts";
import { pendingCases } from "./pending.ts";
import { targetCases } from "./targets.ts";
import { passedToolCases } from "./tools.ts";
import { wireCases } from "./wire.ts";

export const passthroughCases: readonly Case[] = [
  ...domainCases,
  ...exampleCases,
  ...wireCases,
  ...targetCases,
  ...keyCases,
  ...pendingCases,
  ...passedToolCases,
  ...passedFallbackCases,
];
