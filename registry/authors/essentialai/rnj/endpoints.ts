import { MODELS_DEV } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "rnj-1-instruct:together": chat({
    providerModelId: "essentialai/Rnj-1-Instruct",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
