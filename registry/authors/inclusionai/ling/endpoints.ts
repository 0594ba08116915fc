import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "ling-2.6-1t:novita": chat({
    providerModelId: "inclusionai/ling-2.6-1t",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "ling-2.6-flash:novita": chat({
    providerModelId: "inclusionai/ling-2.6-flash",
    pricing: [base({ input: "0.1", cacheRead: "0.02", output: "0.3" })],
    contextLength: 262_144,
    maxCompletionTokens: 32_768,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
  "ring-2.6-1t:novita": chat({
    providerModelId: "inclusionai/ring-2.6-1t",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "2.5" })],
    contextLength: 262_144,
    maxCompletionTokens: 65_536,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
