import { CLAUDE, CLAUDE_LONG_CONTEXT, CLAUDE_RESOLD, noted } from "../../../evidence.ts";
import { SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import {
  CLAUDE_BATCH,
  CLAUDE_FAST_OPUS_4_7,
  CLAUDE_US,
  CLAUDE_VERTEX_REGIONS,
} from "../../../pricing/modifiers/anthropic.ts";
import { above, base } from "../../../pricing/tiers.ts";
import {
  CLAUDE_FIXED_SAMPLING,
  CLAUDE_REASONING,
  CLAUDE_TOOLS,
} from "../../../providers/anthropic/parameters.ts";
import { CLAUDE_BEDROCK } from "../../../providers/bedrock/evidence.ts";
import { BEDROCK_FIXED_SAMPLING } from "../../../providers/bedrock/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_FIXED_SAMPLING, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { CLAUDE_VERTEX } from "../../../providers/vertex/evidence.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-opus-4-7:anthropic": chat({
    providerModelId: "claude-opus-4-7",
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
    modifiers: [CLAUDE_BATCH, CLAUDE_US, CLAUDE_FAST_OPUS_4_7],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...CLAUDE_FIXED_SAMPLING,
      ...CLAUDE_TOOLS,
      "service_tier",
      ...SCHEMA_ONLY,
      ...CLAUDE_REASONING,
    ],
    reasoning: "adaptive",
    evidence: noted(
      CLAUDE,
      "The source also lists a fast mode at 30 / 150 / 3 / 37.5 (input, output, cache read, cache write); this is the standard price.",
    ),
  }),
  "claude-opus-4-7:bedrock": chat({
    providerModelId: "anthropic.claude-opus-4-7",
    pricing: [
      base({ input: "5.5", cacheRead: "0.55", cacheWrite5m: "6.875", cacheWrite1h: "11", output: "27.5" }),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_FIXED_SAMPLING, ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "adaptive",
    deployments: {
      default: {},
      global: {
        pricing: [
          base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" }),
        ],
        providerModelId: "global.anthropic.claude-opus-4-7",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-opus-4-7", region: "us-east-1" },
      eu: {
        providerModelId: "eu.anthropic.claude-opus-4-7",
        region: "eu-central-1",
      },
      jp: { providerModelId: "jp.anthropic.claude-opus-4-7", region: "ap-northeast-1" },
    },
    evidence: CLAUDE_BEDROCK,
  }),
  "claude-opus-4-7:cloudflare": chat({
    providerModelId: "anthropic/claude-opus-4-7",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-4-7:openrouter": chat({
    providerModelId: "anthropic/claude-opus-4.7",
    pricing: [
      base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" }),
      above(
        200_000,
        { input: "10", cacheRead: "1", cacheWrite5m: "12.5", cacheWrite1h: "20", output: "37.5" },
        CLAUDE_LONG_CONTEXT,
      ),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...SCHEMA_ONLY,
      ...OPENROUTER_REASONING,
    ],
    evidence: noted(
      CLAUDE_RESOLD,
      "The long-context price is kept as published although the vendor and Bedrock sell the model flat.",
    ),
  }),
  "claude-opus-4-7:vertex": chat({
    providerModelId: "claude-opus-4-7@default",
    pricing: [
      base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" }),
      above(
        200_000,
        { input: "10", cacheRead: "1", cacheWrite5m: "12.5", cacheWrite1h: "20", output: "37.5" },
        CLAUDE_LONG_CONTEXT,
      ),
    ],
    modifiers: [CLAUDE_VERTEX_REGIONS],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "adaptive",
    deployments: {
      default: {},
      us: { region: "us" },
      eu: { region: "eu" },
      "us-east5": { region: "us-east5" },
    },
    evidence: noted(
      CLAUDE_VERTEX,
      "The long-context price is kept as published although the vendor and Bedrock sell the model flat.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
