import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_MODE, SAMPLING } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { AZURE_CHAT } from "../../../providers/azure/parameters.ts";
import { CLOUDFLARE_OPENAI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { OPENAI_CHAT } from "../../../providers/openai/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-3.5-turbo:azure": chat({
    providerModelId: "gpt-3.5-turbo-0125",
    pricing: [base({ input: "0.5", output: "1.5" })],
    contextLength: 16_384,
    maxCompletionTokens: 16_384,
    supportedParameters: [...AZURE_CHAT, ...JSON_MODE],
    evidence: { ...MODELS_DEV, note: "The release that the undated id names at the vendor." },
  }),
  "gpt-3.5-turbo:cloudflare": chat({
    providerModelId: "openai/gpt-3.5-turbo",
    pricing: [base({ input: "0.5", output: "1.5" })],
    contextLength: 16_385,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLOUDFLARE_OPENAI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "The cached price of the source, 1.25, is above the input and is gpt-4o's: left out.",
    ),
  }),
  "gpt-3.5-turbo:openai": chat({
    providerModelId: "gpt-3.5-turbo",
    pricing: [base({ input: "0.5", output: "1.5", search: "0.01", fileSearch: "0.0025" })],
    contextLength: 16_385,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENAI_CHAT, ...JSON_MODE],
    evidence: {
      ...MODELS_DEV,
      note: "The source has cache_read 0 on a paid model, an error: left out, so that cached tokens fall back to the input price.",
    },
  }),
  "gpt-3.5-turbo-0301:azure": chat({
    providerModelId: "gpt-3.5-turbo-0301",
    pricing: [base({ input: "1.5", output: "2" })],
    contextLength: 4096,
    maxCompletionTokens: 4096,
    supportedParameters: [...AZURE_CHAT],
    evidence: MODELS_DEV,
  }),
  "gpt-3.5-turbo-0613:azure": chat({
    providerModelId: "gpt-3.5-turbo-0613",
    pricing: [base({ input: "3", output: "4" })],
    contextLength: 16_384,
    maxCompletionTokens: 16_384,
    supportedParameters: [...AZURE_CHAT],
    evidence: MODELS_DEV,
  }),
  "gpt-3.5-turbo-1106:azure": chat({
    providerModelId: "gpt-3.5-turbo-1106",
    pricing: [base({ input: "1", output: "2" })],
    contextLength: 16_384,
    maxCompletionTokens: 16_384,
    supportedParameters: [...AZURE_CHAT, ...JSON_MODE],
    evidence: MODELS_DEV,
  }),
  "gpt-3.5-turbo-instruct:openai": chat({
    providerModelId: "gpt-3.5-turbo-instruct",
    apis: ["openai-completions"],
    pricing: [base({ input: "1.5", output: "2" })],
    contextLength: 4096,
    maxCompletionTokens: 4096,
    supportedParameters: ["max_tokens", ...SAMPLING, "n", "logprobs", "logit_bias", "user"],
    status: "deprecated",
    evidence: {
      source:
        "pydantic/genai-prices@47df840a and Portkey-AI/models@f654307e (price); models.dev at Azure (limits)",
      date: "2026-08-21",
      reverifyAfter: "2026-11-19",
      note: "The vendor ended the model at this API on 2026-09-28. Base and tuned models are asked for by the vendor's own id.",
    },
  }),
} satisfies EndpointsFor<typeof models>;
