import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "baichuan-m2-32b:novita": chat({
    providerModelId: "baichuan/baichuan-m2-32b",
    pricing: [base({ input: "0.07", output: "0.07" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
