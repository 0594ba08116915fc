import { MIMO_LONG_CONTEXT, MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { above, base } from "../../../pricing/tiers.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mimo-v2-flash:novita": chat({
    providerModelId: "xiaomimimo/mimo-v2-flash",
    pricing: [base({ input: "0.1", output: "0.3" })],
    contextLength: 262_144,
    maxCompletionTokens: 32_000,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      MODELS_DEV,
      "The cached price of the source, 0.3, is that of the output, one column off: left out.",
    ),
  }),
  "mimo-v2-pro:novita": chat({
    providerModelId: "xiaomimimo/mimo-v2-pro",
    pricing: [
      base({ input: "2", cacheRead: "0.4", output: "6" }),
      above(256_000, { input: "2", cacheRead: "0.4", output: "6" }, MIMO_LONG_CONTEXT),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "The tier costs what the base costs. At DeepInfra the successor's base is half of its tier: probably the price above the threshold entered twice. Not sold through the platform until looked up.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
