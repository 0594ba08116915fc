import { MODELS_DEV, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "llama-guard-3-8b:cloudflare": chat({
    providerModelId: "@cf/meta/llama-guard-3-8b",
    pricing: [base({ input: "0.484", output: "0.03" })],
    contextLength: 131_072,
    maxCompletionTokens: 131_072,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
