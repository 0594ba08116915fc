import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "ernie-4.5-21b-a3b-thinking:novita": chat({
    providerModelId: "baidu/ernie-4.5-21B-a3b-thinking",
    pricing: [base({ input: "0.07", output: "0.28" })],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
  "ernie-4.5-21b-a3b:novita": chat({
    providerModelId: "baidu/ernie-4.5-21B-a3b",
    pricing: [base({ input: "0.07", output: "0.28" })],
    contextLength: 120_000,
    maxCompletionTokens: 8000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "ernie-4.5-300b-a47b:novita": chat({
    providerModelId: "baidu/ernie-4.5-300b-a47b-paddle",
    pricing: [base({ input: "0.28", output: "1.1" })],
    contextLength: 123_000,
    maxCompletionTokens: 12_000,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "ernie-4.5-vl-28b-a3b-thinking:novita": chat({
    providerModelId: "baidu/ernie-4.5-vl-28b-a3b-thinking",
    pricing: [base({ input: "0.39", output: "0.39" })],
    contextLength: 131_072,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "ernie-4.5-vl-28b-a3b:novita": chat({
    providerModelId: "baidu/ernie-4.5-vl-28b-a3b",
    pricing: [base({ input: "0.14", output: "0.56" })],
    contextLength: 30_000,
    maxCompletionTokens: 8000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "ernie-4.5-vl-424b-a47b:novita": chat({
    providerModelId: "baidu/ernie-4.5-vl-424b-a47b",
    pricing: [base({ input: "0.42", output: "1.25" })],
    contextLength: 123_000,
    maxCompletionTokens: 16_000,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
