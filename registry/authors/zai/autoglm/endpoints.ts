import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "autoglm-phone-9b-multilingual:novita": chat({
    providerModelId: "zai-org/autoglm-phone-9b-multilingual",
    pricing: [base({ input: "0.035", output: "0.138" })],
    contextLength: 65_536,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
