/**
 * Every case, in the order of the areas.
 * @module
 */
import type { AnyCase } from "../engine/case.ts";
import { authCases } from "./auth/index.ts";
import { billingCases } from "./billing/index.ts";
import { cacheCases } from "./cache/index.ts";
import { costCases } from "./cost/index.ts";
import { embeddingsCases } from "./embeddings/index.ts";
import { errorsCases } from "./errors/index.ts";
import { fallbackCases } from "./fallback/index.ts";
import { feedbackCases } from "./feedback/index.ts";
import { limitsCases } from "./limits/index.ts";
import { mappingCases } from "./mapping/index.ts";
import { observabilityCases } from "./observability/index.ts";
import { passthroughCases } from "./passthrough/index.ts";
import { recordingsCases } from "./recordings/index.ts";
import { registryCases } from "./registry/index.ts";
import { responseCases } from "./response/index.ts";
import { routingCases } from "./routing/index.ts";
import { securityCases } from "./security/index.ts";
import { streamingCases } from "./streaming/index.ts";
import { usageCases } from "./usage/index.ts";
import { vaultCases } from "./vault/index.ts";
import { walletCases } from "./wallet/index.ts";

export const allCases: readonly AnyCase[] = [
  ...registryCases,
  ...routingCases,
  ...authCases,
  ...mappingCases,
  ...responseCases,
  ...streamingCases,
  ...usageCases,
  ...costCases,
  ...billingCases,
  ...errorsCases,
  ...fallbackCases,
  ...cacheCases,
  ...limitsCases,
  ...embeddingsCases,
  ...passthroughCases,
  ...observabilityCases,
  ...feedbackCases,
  ...vaultCases,
  ...walletCases,
  ...securityCases,
  ...recordingsCases,
];
