import { CLAUDE } from "../../../evidence.ts";
import { base } from "../../../pricing/tiers.ts";
import { CLAUDE_CHAT, CLAUDE_TOOLS, type EndpointsFor } from "../../define.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-3-5-sonnet-20240620:anthropic": {
    providerModelId: "claude-3-5-sonnet-20240620",
    surface: "chat",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    deployments: { default: {} },
    evidence: CLAUDE,
  },
  "claude-3-5-sonnet-20241022:anthropic": {
    providerModelId: "claude-3-5-sonnet-20241022",
    surface: "chat",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    deployments: { default: {} },
    evidence: CLAUDE,
  },
  "claude-3-5-haiku:vertex": {
    providerModelId: "claude-3-5-haiku@20241022",
    surface: "chat",
    pricing: [base({ input: "0.8", cacheRead: "0.08", cacheWrite5m: "1", cacheWrite1h: "1.6", output: "4" })],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS],
    ptbEnabled: false,
    status: "deprecated",
    dialect: "anthropic-messages",
    deployments: { default: {} },
    evidence: CLAUDE,
  },
} satisfies EndpointsFor<typeof models>;
