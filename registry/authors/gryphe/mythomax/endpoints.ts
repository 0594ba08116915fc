import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import type { EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mythomax-l2-13b:novita": {
    providerModelId: "gryphe/mythomax-l2-13b",
    pricing: [base({ input: "0.09", output: "0.09" })],
    contextLength: 4096,
    maxCompletionTokens: 3200,
    supportedParameters: [...NOVITA_CHAT],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
