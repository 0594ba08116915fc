import { MODELS_DEV } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "paddleocr-vl:novita": chat({
    providerModelId: "paddlepaddle/paddleocr-vl",
    pricing: [base({ input: "0.02", output: "0.02" })],
    contextLength: 16_384,
    maxCompletionTokens: 16_384,
    supportedParameters: [...NOVITA_CHAT],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
