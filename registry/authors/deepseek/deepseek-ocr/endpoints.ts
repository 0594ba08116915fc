import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "deepseek-ocr:novita": chat({
    providerModelId: "deepseek/deepseek-ocr",
    pricing: [base({ input: "0.03", output: "0.03" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "deepseek-ocr-2:novita": chat({
    providerModelId: "deepseek/deepseek-ocr-2",
    pricing: [base({ input: "0.03", output: "0.03" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
