import { MODELS_DEV } from "../../../evidence.ts";
import { TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "minimax-m1:novita": chat({
    providerModelId: "minimaxai/minimax-m1-80k",
    pricing: [base({ input: "0.55", output: "2.2" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 40_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
