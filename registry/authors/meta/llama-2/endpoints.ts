import { MODELS_DEV, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "llama-2-7b-chat:cloudflare": chat({
    providerModelId: "@cf/meta/llama-2-7b-chat-fp16",
    pricing: [base({ input: "0.56", output: "6.67" })],
    contextLength: 4096,
    maxCompletionTokens: 4096,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway only, as workers-ai/@cf/…: the prefix is the gateway's, not the model's. The source's limits for this list, 128000 and 16384, are the same for every model: those of the model itself.",
    ),
    excused: [
      {
        rule: "unit-slip",
        reason:
          "an old model without quantisation: the price in neurons as the host publishes it, in dollars",
        expires: "2027-01-01",
      },
    ],
  }),
} satisfies EndpointsFor<typeof models>;
