/**
 * PRX: calls to targets that their callers name. Most are about the gateway, not about a provider of the registry, and run
 * once; what is read of passed answers is looked at in each API of each provider.
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { dedicatedCases } from "./dedicated.ts";
import { domainCases } from "./domains.ts";
import { exampleCases } from "./examples.ts";
import { exitCases } from "./exits.ts";
import { passedFallbackCases } from "./fallbacks.ts";
import { keyCases } from "./keys.ts";
import { largeCases } from "./large.ts";
import { listCases } from "./lists.ts";
import { passedModelCases } from "./models.ts";
import { noiseCases } from "./noise.ts";
import { pendingCases } from "./pending.ts";
import { targetCases } from "./targets.ts";
import { timeCases } from "./times.ts";
import { toldCases } from "./told.ts";
import { passedToolCases } from "./tools.ts";
import { wireCases } from "./wire.ts";

export const passthroughCases: readonly Case[] = [
  ...domainCases,
  ...exampleCases,
  ...wireCases,
  ...targetCases,
  ...dedicatedCases,
  ...keyCases,
  ...pendingCases,
  ...passedToolCases,
  ...passedFallbackCases,
  ...listCases,
  ...exitCases,
  ...timeCases,
  ...toldCases,
  ...noiseCases,
  ...largeCases,
  ...passedModelCases,
];
