import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "wizardlm-2-8x22b:novita": chat({
    providerModelId: "microsoft/wizardlm-2-8x22b",
    pricing: [base({ input: "0.62", output: "0.62" })],
    contextLength: 65_535,
    maxCompletionTokens: 8000,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
