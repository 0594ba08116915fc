import { MODELS_DEV } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import type { EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "rnj-1-instruct:together": {
    providerModelId: "essentialai/Rnj-1-Instruct",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
