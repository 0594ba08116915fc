import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { FIREWORKS_CHAT } from "../../../providers/fireworks/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { TOGETHER_CHAT } from "../../../providers/together/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "minimax-m3:fireworks": chat({
    providerModelId: "accounts/fireworks/models/minimax-m3",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 512_000,
    maxCompletionTokens: 512_000,
    supportedParameters: [...FIREWORKS_CHAT, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "minimax-m3:openrouter": chat({
    providerModelId: "minimax/minimax-m3",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 524_288,
    maxCompletionTokens: 512_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: MODELS_DEV,
  }),
  "minimax-m3:together": chat({
    providerModelId: "MiniMaxAI/MiniMax-M3",
    pricing: [base({ input: "0.3", cacheRead: "0.06", output: "1.2" })],
    contextLength: 524_288,
    maxCompletionTokens: 250_000,
    supportedParameters: [...TOGETHER_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
