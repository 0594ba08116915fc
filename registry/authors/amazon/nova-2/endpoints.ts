import { MODELS_DEV } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "nova-2-lite:bedrock": chat({
    providerModelId: "amazon.nova-2-lite-v1:0",
    pricing: [base({ input: "0.33", output: "2.75" })],
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, "reasoning_effort"],
    reasoning: "level",
    deployments: { default: {}, us: { providerModelId: "us.amazon.nova-2-lite-v1:0", region: "us-east-1" } },
    evidence: {
      ...MODELS_DEV,
      note: "The us. profile is in recorded traffic, not in the source: priced as the plain id. The source dates this model 2024-12-01, which looks like a placeholder. Kept as given.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
