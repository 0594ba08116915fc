import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { COHERE_CHAT } from "../../../providers/cohere/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "north-mini-code-1-0:cohere": chat({
    providerModelId: "north-mini-code-1-0",
    pricing: [base({ input: "0", output: "0" })],
    free: true,
    contextLength: 256_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...COHERE_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort", "thinking"],
    ptbEnabled: false,
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "Priced 0 by the source: not sold through the platform while no page of the vendor says free.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
