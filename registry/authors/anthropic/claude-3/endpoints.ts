import { CLAUDE, CLAUDE_RESOLD, noted } from "../../../evidence.ts";
import { CLAUDE_BATCH } from "../../../pricing/modifiers/anthropic.ts";
import { base } from "../../../pricing/tiers.ts";
import { CLAUDE_CHAT, CLAUDE_FIXED_SAMPLING, CLAUDE_TOOLS } from "../../../providers/anthropic/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-3-opus:anthropic": chat({
    providerModelId: "claude-3-opus-20240229",
    pricing: [
      base({
        input: "15",
        cacheRead: "1.5",
        cacheWrite5m: "18.75",
        cacheWrite1h: "30",
        output: "75",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    evidence: CLAUDE,
  }),
  "claude-3-opus:cloudflare": chat({
    providerModelId: "anthropic/claude-3-opus",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-3-sonnet:anthropic": chat({
    providerModelId: "claude-3-sonnet-20240229",
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
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    evidence: noted(
      CLAUDE,
      "The source has 0.3 for cache writes, the price of reads: corrected to 1.25 times the input, as for every other model of the vendor.",
    ),
  }),
  "claude-3-sonnet:cloudflare": chat({
    providerModelId: "anthropic/claude-3-sonnet",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: noted(CLAUDE_RESOLD, "The source has 0.3 for the cache write, a slip for 3.75."),
  }),
  "claude-3-haiku:anthropic": chat({
    providerModelId: "claude-3-haiku-20240307",
    pricing: [
      base({
        input: "0.25",
        cacheRead: "0.03",
        cacheWrite5m: "0.3",
        cacheWrite1h: "0.5",
        output: "1.25",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier"],
    ptbEnabled: false,
    status: "deprecated",
    evidence: CLAUDE,
  }),
  "claude-3-haiku:cloudflare": chat({
    providerModelId: "anthropic/claude-3-haiku",
    pricing: [
      base({ input: "0.25", cacheRead: "0.03", cacheWrite5m: "0.3", cacheWrite1h: "0.5", output: "1.25" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-3-haiku:openrouter": chat({
    providerModelId: "anthropic/claude-3-haiku",
    pricing: [
      base({ input: "0.25", cacheRead: "0.03", cacheWrite5m: "0.3", cacheWrite1h: "0.5", output: "1.25" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
} satisfies EndpointsFor<typeof models>;
