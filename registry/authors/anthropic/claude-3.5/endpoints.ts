import { CLAUDE, CLAUDE_RESOLD, noted } from "../../../evidence.ts";
import { CLAUDE_BATCH } from "../../../pricing/modifiers/anthropic.ts";
import { base } from "../../../pricing/tiers.ts";
import { CLAUDE_CHAT, CLAUDE_FIXED_SAMPLING, CLAUDE_TOOLS } from "../../../providers/anthropic/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-3-5-sonnet-20240620:anthropic": chat({
    providerModelId: "claude-3-5-sonnet-20240620",
    pricing: [
      base({
        input: "3",
        cacheRead: "0.3",
        cacheWrite5m: "3.75",
        cacheWrite1h: "6",
        output: "15",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    evidence: CLAUDE,
  }),
  "claude-3-5-sonnet-20241022:anthropic": chat({
    providerModelId: "claude-3-5-sonnet-20241022",
    pricing: [
      base({
        input: "3",
        cacheRead: "0.3",
        cacheWrite5m: "3.75",
        cacheWrite1h: "6",
        output: "15",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    evidence: CLAUDE,
  }),
  "claude-3-5-sonnet-20241022:cloudflare": chat({
    providerModelId: "anthropic/claude-3.5-sonnet",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-3-5-haiku:cloudflare": chat({
    providerModelId: "anthropic/claude-3-5-haiku",
    pricing: [base({ input: "0.8", cacheRead: "0.08", cacheWrite5m: "1", cacheWrite1h: "1.6", output: "4" })],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: noted(
      CLAUDE_RESOLD,
      "Listed a second time as anthropic/claude-3.5-haiku, with the same facts.",
    ),
  }),
  "claude-3-5-haiku:vertex": chat({
    providerModelId: "claude-3-5-haiku@20241022",
    pricing: [base({ input: "0.8", cacheRead: "0.08", cacheWrite5m: "1", cacheWrite1h: "1.6", output: "4" })],
    contextLength: 200_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS],
    ptbEnabled: false,
    status: "deprecated",
    apis: ["anthropic-messages"],
    evidence: CLAUDE,
  }),
} satisfies EndpointsFor<typeof models>;
