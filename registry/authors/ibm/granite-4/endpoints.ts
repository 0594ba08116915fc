import { MODELS_DEV, noted } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "granite-4.0-h-micro:cloudflare": chat({
    providerModelId: "@cf/ibm-granite/granite-4.0-h-micro",
    pricing: [base({ input: "0.017", output: "0.112" })],
    contextLength: 131_000,
    maxCompletionTokens: 131_000,
    supportedParameters: [...WORKERS_AI_CHAT, ...TOOLS],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway too, with the prefix workers-ai/, at prices rounded to cents and with other limits.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
