import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { type EndpointsFor, NOVITA_CHAT } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "hermes-2-pro-llama-3-8b:novita": {
    providerModelId: "nousresearch/hermes-2-pro-llama-3-8b",
    pricing: [base({ input: "0.14", output: "0.14" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    ptbEnabled: true,
    status: "active",
    deployments: { default: {} },
    evidence: MODELS_DEV,
  },
} satisfies EndpointsFor<typeof models>;
