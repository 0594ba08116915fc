import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_OPEN_MODELS } from "../../../providers/azure/parameters.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "codestral-2501:azure": chat({
    providerModelId: "codestral-2501",
    pricing: [base({ input: "0.3", output: "0.9" })],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...AZURE_OPEN_MODELS, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "codestral-latest:mistral": chat({
    providerModelId: "codestral-latest",
    pricing: [base({ input: "0.3", output: "0.9" })],
    contextLength: 256_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
