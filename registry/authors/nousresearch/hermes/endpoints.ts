import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { NEBIUS_PRICES } from "../../../providers/nebius/evidence.ts";
import { NEBIUS_CHAT } from "../../../providers/nebius/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "hermes-2-pro-llama-3-8b:novita": chat({
    providerModelId: "nousresearch/hermes-2-pro-llama-3-8b",
    pricing: [base({ input: "0.14", output: "0.14" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "hermes-4-405b:nebius": chat({
    providerModelId: "NousResearch/Hermes-4-405B",
    pricing: [base({ input: "1", cacheRead: "0.1", output: "3" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
  "hermes-4-70b:nebius": chat({
    providerModelId: "NousResearch/Hermes-4-70B",
    pricing: [base({ input: "0.13", cacheRead: "0.013", output: "0.4" })],
    contextLength: 128_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...NEBIUS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: NEBIUS_PRICES,
  }),
} satisfies EndpointsFor<typeof models>;
