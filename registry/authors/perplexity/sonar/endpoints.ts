import { base } from "../../../pricing/tiers.ts";
import { SONAR_PRICE } from "../../../providers/perplexity/evidence.ts";
import { PERPLEXITY_AGENT } from "../../../providers/perplexity/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "sonar:perplexity": chat({
    providerModelId: "perplexity/sonar",
    pricing: [base({ input: "0.25", cacheRead: "0.0625", output: "2.5" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: PERPLEXITY_AGENT,
    evidence: SONAR_PRICE,
  }),
} satisfies EndpointsFor<typeof models>;
