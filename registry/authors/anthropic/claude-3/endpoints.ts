import { CLAUDE, noted } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { CLAUDE_CHAT, CLAUDE_TOOLS, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-3-opus:anthropic": {
    providerModelId: "claude-3-opus-20240229",
    surface: "chat",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    deployments: { default: {} },
    evidence: CLAUDE,
  },
  "claude-3-sonnet:anthropic": {
    providerModelId: "claude-3-sonnet-20240229",
    surface: "chat",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    deployments: { default: {} },
    evidence: noted(
      CLAUDE,
      "The source has 0.3 for cache writes, the price of reads: corrected to 1.25 times the input, as for every other model of the vendor.",
    ),
  },
  "claude-3-haiku:anthropic": {
    providerModelId: "claude-3-haiku-20240307",
    surface: "chat",
    pricing: [
      base({ input: "0.25", cacheRead: "0.03", cacheWrite5m: "0.3", cacheWrite1h: "0.5", output: "1.25" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    deployments: { default: {} },
    evidence: CLAUDE,
  },
} satisfies EndpointsFor<typeof models>;
