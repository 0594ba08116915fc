import { CLAUDE, CLAUDE_LONG_CONTEXT, CLAUDE_RESOLD, noted } from "../../../evidence.ts";
import { SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { CLAUDE_BATCH, CLAUDE_VERTEX_REGIONS } from "../../../pricing/modifiers/anthropic.ts";
import { above, base } from "../../../pricing/tiers.ts";
import {
  CLAUDE_CHAT,
  CLAUDE_FIXED_SAMPLING,
  CLAUDE_REASONING,
  CLAUDE_TOOLS,
} from "../../../providers/anthropic/parameters.ts";
import { CLAUDE_BEDROCK } from "../../../providers/bedrock/evidence.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { CLAUDE_VERTEX } from "../../../providers/vertex/evidence.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-sonnet-4-5:anthropic": chat({
    providerModelId: "claude-sonnet-4-5-20250929",
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
    supportedParameters: [
      ...CLAUDE_CHAT,
      ...CLAUDE_TOOLS,
      "service_tier",
      ...SCHEMA_ONLY,
      ...CLAUDE_REASONING,
    ],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-sonnet-4-5:azure": chat({
    providerModelId: "claude-sonnet-4-5",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "budget",
    evidence: CLAUDE_RESOLD,
  }),
  "claude-sonnet-4-5:bedrock": chat({
    providerModelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
    pricing: [
      base({ input: "3.3", cacheRead: "0.33", cacheWrite5m: "4.125", cacheWrite1h: "6.6", output: "16.5" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...BEDROCK_CHAT, "top_k", ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "budget",
    deployments: {
      default: {},
      global: {
        pricing: [
          base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" }),
        ],
        providerModelId: "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-sonnet-4-5-20250929-v1:0", region: "us-east-1" },
      eu: {
        providerModelId: "eu.anthropic.claude-sonnet-4-5-20250929-v1:0",
        region: "eu-central-1",
      },
      jp: { providerModelId: "jp.anthropic.claude-sonnet-4-5-20250929-v1:0", region: "ap-northeast-1" },
      au: { providerModelId: "au.anthropic.claude-sonnet-4-5-20250929-v1:0", region: "ap-southeast-2" },
    },
    evidence: CLAUDE_BEDROCK,
  }),
  "claude-sonnet-4-5:cloudflare": chat({
    providerModelId: "anthropic/claude-sonnet-4-5",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-sonnet-4-5:openrouter": chat({
    providerModelId: "anthropic/claude-sonnet-4.5",
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
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...SCHEMA_ONLY, ...OPENROUTER_REASONING],
    evidence: noted(
      CLAUDE_RESOLD,
      "Served with a context of 1000000, which the vendor's own row does not have.",
    ),
  }),
  "claude-sonnet-4-5:vertex": chat({
    providerModelId: "claude-sonnet-4-5@20250929",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    modifiers: [CLAUDE_VERTEX_REGIONS],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "budget",
    deployments: {
      default: {},
      us: { region: "us" },
      eu: { region: "eu" },
      "us-east5": { region: "us-east5" },
    },
    evidence: CLAUDE_VERTEX,
  }),
  "claude-haiku-4-5:anthropic": chat({
    providerModelId: "claude-haiku-4-5-20251001",
    pricing: [
      base({
        input: "1",
        cacheRead: "0.1",
        cacheWrite5m: "1.25",
        cacheWrite1h: "2",
        output: "5",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [
      ...CLAUDE_CHAT,
      ...CLAUDE_TOOLS,
      "service_tier",
      ...SCHEMA_ONLY,
      ...CLAUDE_REASONING,
    ],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-haiku-4-5:azure": chat({
    providerModelId: "claude-haiku-4-5",
    pricing: [base({ input: "1", cacheRead: "0.1", cacheWrite5m: "1.25", cacheWrite1h: "2", output: "5" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "budget",
    evidence: CLAUDE_RESOLD,
  }),
  "claude-haiku-4-5:bedrock": chat({
    providerModelId: "anthropic.claude-haiku-4-5-20251001-v1:0",
    pricing: [
      base({ input: "1.1", cacheRead: "0.11", cacheWrite5m: "1.375", cacheWrite1h: "2.2", output: "5.5" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...BEDROCK_CHAT, "top_k", ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "budget",
    deployments: {
      default: {},
      global: {
        pricing: [
          base({ input: "1", cacheRead: "0.1", cacheWrite5m: "1.25", cacheWrite1h: "2", output: "5" }),
        ],
        providerModelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-haiku-4-5-20251001-v1:0", region: "us-east-1" },
      eu: {
        providerModelId: "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        region: "eu-central-1",
      },
      au: { providerModelId: "au.anthropic.claude-haiku-4-5-20251001-v1:0", region: "ap-southeast-2" },
    },
    evidence: CLAUDE_BEDROCK,
  }),
  "claude-haiku-4-5:cloudflare": chat({
    providerModelId: "anthropic/claude-haiku-4-5",
    pricing: [base({ input: "1", cacheRead: "0.1", cacheWrite5m: "1.25", cacheWrite1h: "2", output: "5" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-haiku-4-5:openrouter": chat({
    providerModelId: "anthropic/claude-haiku-4.5",
    pricing: [base({ input: "1", cacheRead: "0.1", cacheWrite5m: "1.25", cacheWrite1h: "2", output: "5" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...SCHEMA_ONLY, ...OPENROUTER_REASONING],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-haiku-4-5:vertex": chat({
    providerModelId: "claude-haiku-4-5@20251001",
    pricing: [base({ input: "1", cacheRead: "0.1", cacheWrite5m: "1.25", cacheWrite1h: "2", output: "5" })],
    modifiers: [CLAUDE_VERTEX_REGIONS],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "budget",
    deployments: {
      default: {},
      us: { region: "us" },
      eu: { region: "eu" },
      "us-east5": { region: "us-east5" },
    },
    evidence: CLAUDE_VERTEX,
  }),
  "claude-opus-4-5:anthropic": chat({
    providerModelId: "claude-opus-4-5-20251101",
    pricing: [
      base({
        input: "5",
        cacheRead: "0.5",
        cacheWrite5m: "6.25",
        cacheWrite1h: "10",
        output: "25",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [
      ...CLAUDE_CHAT,
      ...CLAUDE_TOOLS,
      "service_tier",
      ...SCHEMA_ONLY,
      ...CLAUDE_REASONING,
    ],
    reasoning: "budget",
    evidence: CLAUDE,
  }),
  "claude-opus-4-5:azure": chat({
    providerModelId: "claude-opus-4-5",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "budget",
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4-5:bedrock": chat({
    providerModelId: "anthropic.claude-opus-4-5-20251101-v1:0",
    pricing: [
      base({ input: "5.5", cacheRead: "0.55", cacheWrite5m: "6.875", cacheWrite1h: "11", output: "27.5" }),
    ],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...BEDROCK_CHAT, "top_k", ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "budget",
    deployments: {
      default: {},
      global: {
        pricing: [
          base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" }),
        ],
        providerModelId: "global.anthropic.claude-opus-4-5-20251101-v1:0",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-opus-4-5-20251101-v1:0", region: "us-east-1" },
      eu: {
        providerModelId: "eu.anthropic.claude-opus-4-5-20251101-v1:0",
        region: "eu-central-1",
      },
    },
    evidence: CLAUDE_BEDROCK,
  }),
  "claude-opus-4-5:cloudflare": chat({
    providerModelId: "anthropic/claude-opus-4-5",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4-5:openrouter": chat({
    providerModelId: "anthropic/claude-opus-4.5",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...SCHEMA_ONLY, ...OPENROUTER_REASONING],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4-5:vertex": chat({
    providerModelId: "claude-opus-4-5@20251101",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    modifiers: [CLAUDE_VERTEX_REGIONS],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "budget",
    deployments: {
      default: {},
      us: { region: "us" },
      eu: { region: "eu" },
      "us-east5": { region: "us-east5" },
    },
    evidence: CLAUDE_VERTEX,
  }),
} satisfies EndpointsFor<typeof models>;
