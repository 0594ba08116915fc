import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "magistral-medium-latest:mistral": chat({
    providerModelId: "magistral-medium-latest",
    pricing: [base({ input: "2", output: "5" })],
    contextLength: 128_000,
    maxCompletionTokens: 16_384,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
  "magistral-small:mistral": chat({
    providerModelId: "magistral-small",
    pricing: [base({ input: "0.5", output: "1.5" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "magistral-small-2509:bedrock": chat({
    providerModelId: "mistral.magistral-small-2509",
    pricing: [base({ input: "0.5", output: "1.5" })],
    modifiers: BEDROCK["mistral.magistral-small-2509"],
    contextLength: 128_000,
    maxCompletionTokens: 40_000,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
