import { MODELS_DEV, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemma-sea-lion-v4-27b:cloudflare": chat({
    providerModelId: "@cf/aisingapore/gemma-sea-lion-v4-27b-it",
    pricing: [base({ input: "0.351", output: "0.555" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
