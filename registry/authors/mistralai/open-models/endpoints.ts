import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { WORKERS_AI_CHAT } from "../../../providers/cloudflare/parameters.ts";
import { MISTRAL_CHAT, MISTRAL_TOOLS } from "../../../providers/mistral/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "open-mistral-7b:mistral": chat({
    providerModelId: "open-mistral-7b",
    pricing: [base({ input: "0.25", output: "0.25" })],
    contextLength: 8000,
    maxCompletionTokens: 8000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "open-mixtral-8x7b:mistral": chat({
    providerModelId: "open-mixtral-8x7b",
    pricing: [base({ input: "0.7", output: "0.7" })],
    contextLength: 32_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "open-mixtral-8x22b:mistral": chat({
    providerModelId: "open-mixtral-8x22b",
    pricing: [base({ input: "2", output: "6" })],
    contextLength: 64_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "pixtral-12b:mistral": chat({
    providerModelId: "pixtral-12b",
    pricing: [base({ input: "0.15", output: "0.15" })],
    contextLength: 128_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...MISTRAL_CHAT, ...MISTRAL_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "mistral-7b-instruct-v0.1:cloudflare": chat({
    providerModelId: "@cf/mistral/mistral-7b-instruct-v0.1",
    pricing: [base({ input: "0.11", output: "0.19" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...WORKERS_AI_CHAT],
    evidence: noted(
      MODELS_DEV,
      "Listed for AI Gateway only, as workers-ai/@cf/…: the prefix is the gateway's, not the model's. The source's limits for this list, 128000 and 16384, are the same for every model: those of the model itself.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
