import { MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "l3-8b-stheno-v3.2:novita": chat({
    providerModelId: "sao10K/L3-8B-stheno-v3.2",
    pricing: [base({ input: "0.05", output: "0.05" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: noted(
      MODELS_DEV,
      "The output limit of the source, 32000, is above the context: the smaller of the two.",
    ),
  }),
  "l3-8b-lunaris:novita": chat({
    providerModelId: "sao10K/l3-8b-lunaris",
    pricing: [base({ input: "0.05", output: "0.05" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "l3-70b-euryale-v2.1:novita": chat({
    providerModelId: "sao10K/l3-70b-euryale-v2.1",
    pricing: [base({ input: "1.48", output: "1.48" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
  "l31-70b-euryale-v2.2:novita": chat({
    providerModelId: "sao10K/l31-70b-euryale-v2.2",
    pricing: [base({ input: "1.48", output: "1.48" })],
    contextLength: 8192,
    maxCompletionTokens: 8192,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
