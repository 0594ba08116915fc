import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "lfm2-24b-a2b:together": chat({
    providerModelId: "LiquidAI/LFM2-24B-A2B",
    pricing: [base({ input: "0.03", output: "0.12" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...TOGETHER_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
