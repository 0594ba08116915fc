import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "cogito-v2.1-671b:together": chat({
    providerModelId: "deepcogito/cogito-v2-1-671b",
    pricing: [base({ input: "1.25", output: "1.25" })],
    contextLength: 163_840,
    maxCompletionTokens: 163_840,
    supportedParameters: [...TOGETHER_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
