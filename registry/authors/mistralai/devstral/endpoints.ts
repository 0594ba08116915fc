import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { mistralCache } from "../../../providers/mistral/evidence.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "devstral-small-2505:mistral": chat({
    providerModelId: "devstral-small-2505",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: MODELS_DEV,
  }),
  "devstral-small-2507:mistral": chat({
    providerModelId: "devstral-small-2507",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: MODELS_DEV,
  }),
  "devstral-small-2512:mistral": chat({
    providerModelId: "labs-devstral-small-2512",
    pricing: [base({ input: "0", output: "0" })],
    free: true,
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: {
      ...MODELS_DEV,
      note: "Priced 0 by the source, a preview of the labs: not sold through the platform while no page of the vendor says free.",
    },
  }),
  "devstral-medium-2507:mistral": chat({
    providerModelId: "devstral-medium-2507",
    pricing: [base({ input: "0.4", output: "2" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: MODELS_DEV,
  }),
  "devstral-2512:bedrock": chat({
    providerModelId: "mistral.devstral-2-123b",
    pricing: [base({ input: "0.4", output: "2" })],
    modifiers: BEDROCK["mistral.devstral-2-123b"],
    contextLength: 256_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "devstral-2512:mistral": chat({
    providerModelId: "devstral-2512",
    pricing: [base({ input: "0.4", cacheRead: "0.04", output: "2" })],
    contextLength: 262_144,
    maxCompletionTokens: 262_144,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: mistralCache(
      noted(MODELS_DEV, "The source lists devstral-latest and devstral-medium-latest with the same facts."),
    ),
  }),
} satisfies EndpointsFor<typeof models>;
