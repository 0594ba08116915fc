import { MODELS_DEV } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "nova-micro:bedrock": chat({
    providerModelId: "amazon.nova-micro-v1:0",
    pricing: [base({ input: "0.035", cacheRead: "0.00875", output: "0.14" })],
    modifiers: BEDROCK["amazon.nova-micro-v1:0"],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    deployments: { default: {}, us: { providerModelId: "us.amazon.nova-micro-v1:0", region: "us-east-1" } },
    evidence: {
      ...MODELS_DEV,
      note: "The us. profile is in recorded traffic, not in the source: priced as the plain id.",
    },
  }),
  "nova-lite:bedrock": chat({
    providerModelId: "amazon.nova-lite-v1:0",
    pricing: [base({ input: "0.06", cacheRead: "0.015", output: "0.24" })],
    modifiers: BEDROCK["amazon.nova-lite-v1:0"],
    contextLength: 300_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    deployments: { default: {}, us: { providerModelId: "us.amazon.nova-lite-v1:0", region: "us-east-1" } },
    evidence: {
      ...MODELS_DEV,
      note: "The us. profile is in recorded traffic, not in the source: priced as the plain id.",
    },
  }),
  "nova-pro:bedrock": chat({
    providerModelId: "amazon.nova-pro-v1:0",
    pricing: [base({ input: "0.8", cacheRead: "0.2", output: "3.2" })],
    modifiers: BEDROCK["amazon.nova-pro-v1:0"],
    contextLength: 300_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS],
    deployments: { default: {}, us: { providerModelId: "us.amazon.nova-pro-v1:0", region: "us-east-1" } },
    evidence: {
      ...MODELS_DEV,
      note: "The us. profile is in recorded traffic, not in the source: priced as the plain id.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
