import { MODELS_DEV } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "palmyra-x4:bedrock": chat({
    providerModelId: "writer.palmyra-x4-v1:0",
    pricing: [base({ input: "2.5", output: "10" })],
    contextLength: 122_880,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "palmyra-x5:bedrock": chat({
    providerModelId: "writer.palmyra-x5-v1:0",
    pricing: [base({ input: "0.6", output: "6" })],
    contextLength: 1_040_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
