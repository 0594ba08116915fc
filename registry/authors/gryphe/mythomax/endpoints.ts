import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mythomax-l2-13b:novita": chat({
    providerModelId: "gryphe/mythomax-l2-13b",
    pricing: [base({ input: "0.09", output: "0.09" })],
    contextLength: 4096,
    maxCompletionTokens: 3200,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
