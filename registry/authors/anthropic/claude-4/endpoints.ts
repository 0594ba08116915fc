import { CLAUDE, CLAUDE_LONG_CONTEXT, CLAUDE_RESOLD, noted } from "../../../evidence.ts";
import { SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { CLAUDE_BATCH } from "../../../pricing/modifiers/anthropic.ts";
import { above, base } from "../../../pricing/tiers.ts";
import {
  CLAUDE_CHAT,
  CLAUDE_FIXED_SAMPLING,
  CLAUDE_REASONING,
  CLAUDE_TOOLS,
} from "../../../providers/anthropic/parameters.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-opus-4:anthropic": chat({
    providerModelId: "claude-opus-4-20250514",
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
    maxCompletionTokens: 32_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier", ...CLAUDE_REASONING],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-opus-4:cloudflare": chat({
    providerModelId: "anthropic/claude-opus-4",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4:openrouter": chat({
    providerModelId: "anthropic/claude-opus-4",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...OPENROUTER_REASONING],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4:vertex": chat({
    providerModelId: "claude-opus-4@20250514",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
    ptbEnabled: false,
    status: "deprecated",
    apis: ["anthropic-messages"],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-sonnet-4:anthropic": chat({
    providerModelId: "claude-sonnet-4-20250514",
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
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier", ...CLAUDE_REASONING],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-sonnet-4:cloudflare": chat({
    providerModelId: "anthropic/claude-sonnet-4",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-sonnet-4:openrouter": chat({
    providerModelId: "anthropic/claude-sonnet-4",
    pricing: [
      base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" }),
      above(
        200_000,
        { input: "6", cacheRead: "0.6", cacheWrite5m: "7.5", cacheWrite1h: "12", output: "22.5" },
        CLAUDE_LONG_CONTEXT,
      ),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...OPENROUTER_REASONING],
    evidence: noted(
      CLAUDE_RESOLD,
      "Served with a context of 1000000, which the vendor's own row does not have.",
    ),
  }),
  "claude-sonnet-4:vertex": chat({
    providerModelId: "claude-sonnet-4@20250514",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
    ptbEnabled: false,
    status: "deprecated",
    apis: ["anthropic-messages"],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-opus-4-1:anthropic": chat({
    providerModelId: "claude-opus-4-1-20250805",
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
    maxCompletionTokens: 32_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier", ...CLAUDE_REASONING],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-opus-4-1:azure": chat({
    providerModelId: "claude-opus-4-1",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "budget",
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4-1:bedrock": chat({
    providerModelId: "anthropic.claude-opus-4-1-20250805-v1:0",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...BEDROCK_CHAT, "top_k", ...TOOLS, ...CLAUDE_REASONING],
    reasoning: "budget",
    deployments: {
      default: {},
      us: { providerModelId: "us.anthropic.claude-opus-4-1-20250805-v1:0", region: "us-east-1" },
    },
    evidence: CLAUDE,
  }),
  "claude-opus-4-1:cloudflare": chat({
    providerModelId: "anthropic/claude-opus-4-1",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4-1:openrouter": chat({
    providerModelId: "anthropic/claude-opus-4.1",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...SCHEMA_ONLY, ...OPENROUTER_REASONING],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4-1:vertex": chat({
    providerModelId: "claude-opus-4-1@20250805",
    pricing: [
      base({ input: "15", cacheRead: "1.5", cacheWrite5m: "18.75", cacheWrite1h: "30", output: "75" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 32_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
    ptbEnabled: false,
    status: "deprecated",
    apis: ["anthropic-messages"],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
} satisfies EndpointsFor<typeof models>;
