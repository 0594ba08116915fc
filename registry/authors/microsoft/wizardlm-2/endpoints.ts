import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import type { EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "wizardlm-2-8x22b:novita": {
    providerModelId: "microsoft/wizardlm-2-8x22b",
    pricing: [base({ input: "0.62", output: "0.62" })],
    contextLength: 65_535,
    maxCompletionTokens: 8000,
    supportedParameters: [...NOVITA_CHAT],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
