import { CLAUDE, CLAUDE_LONG_CONTEXT, CLAUDE_RESOLD, noted } from "../../../evidence.ts";
import { SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import {
  CLAUDE_BATCH,
  CLAUDE_FAST_OPUS_4_6,
  CLAUDE_US,
  CLAUDE_VERTEX_REGIONS,
} from "../../../pricing/modifiers/anthropic.ts";
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

/** The same where no long-context price is listed. */
const flatRegionalSonnet = [
  base({ input: "3.3", cacheRead: "0.33", cacheWrite5m: "4.125", cacheWrite1h: "6.6", output: "16.5" }),
];

export const endpoints = {
  "claude-opus-4-6:anthropic": chat({
    providerModelId: "claude-opus-4-6",
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
    modifiers: [CLAUDE_BATCH, CLAUDE_US, CLAUDE_FAST_OPUS_4_6],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...CLAUDE_CHAT,
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
  "claude-opus-4-6:azure": chat({
    providerModelId: "claude-opus-4-6",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    contextLength: 200_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "adaptive",
    evidence: noted(
      CLAUDE_RESOLD,
      "The source has a tier above 200000 tokens, where the context ends: left out, it can never apply.",
    ),
  }),
  "claude-opus-4-6:bedrock": chat({
    providerModelId: "anthropic.claude-opus-4-6-v1",
    pricing: [
      base({ input: "5.5", cacheRead: "0.55", cacheWrite5m: "6.875", cacheWrite1h: "11", output: "27.5" }),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_CHAT, "top_k", ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "adaptive",
    deployments: {
      default: {},
      global: {
        pricing: [
          base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" }),
        ],
        providerModelId: "global.anthropic.claude-opus-4-6-v1",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-opus-4-6-v1", region: "us-east-1" },
      eu: {
        providerModelId: "eu.anthropic.claude-opus-4-6-v1",
        region: "eu-central-1",
      },
      au: {
        providerModelId: "au.anthropic.claude-opus-4-6-v1",

        region: "ap-southeast-2",
      },
    },
    evidence: noted(
      CLAUDE_BEDROCK,
      "The source has 16.5 / 82.5 at au., the former Opus price plus 10 %: an error, priced like every profile but global.",
    ),
  }),
  "claude-opus-4-6:cloudflare": chat({
    providerModelId: "anthropic/claude-opus-4-6",
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
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: noted(
      CLAUDE_RESOLD,
      "The long-context price is kept as published although the vendor and Bedrock sell the model flat.",
    ),
  }),
  "claude-opus-4-6:openrouter": chat({
    providerModelId: "anthropic/claude-opus-4.6",
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
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...SCHEMA_ONLY, ...OPENROUTER_REASONING],
    evidence: noted(
      CLAUDE_RESOLD,
      "The long-context price is kept as published although the vendor and Bedrock sell the model flat.",
    ),
  }),
  "claude-opus-4-6:vertex": chat({
    providerModelId: "claude-opus-4-6@default",
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
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
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
  "claude-sonnet-4-6:anthropic": chat({
    providerModelId: "claude-sonnet-4-6",
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
    modifiers: [CLAUDE_BATCH, CLAUDE_US],
    contextLength: 1_000_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [
      ...CLAUDE_CHAT,
      ...CLAUDE_TOOLS,
      "service_tier",
      ...SCHEMA_ONLY,
      ...CLAUDE_REASONING,
    ],
    reasoning: "adaptive",
    evidence: CLAUDE,
  }),
  "claude-sonnet-4-6:azure": chat({
    providerModelId: "claude-sonnet-4-6",
    pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "adaptive",
    evidence: CLAUDE_RESOLD,
  }),
  "claude-sonnet-4-6:bedrock": chat({
    providerModelId: "anthropic.claude-sonnet-4-6",
    pricing: [
      base({ input: "3.3", cacheRead: "0.33", cacheWrite5m: "4.125", cacheWrite1h: "6.6", output: "16.5" }),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...BEDROCK_CHAT, "top_k", ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "adaptive",
    deployments: {
      default: {},
      global: {
        pricing: [
          base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" }),
        ],
        providerModelId: "global.anthropic.claude-sonnet-4-6",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-sonnet-4-6", region: "us-east-1" },
      eu: {
        providerModelId: "eu.anthropic.claude-sonnet-4-6",
        region: "eu-central-1",
      },
      jp: { providerModelId: "jp.anthropic.claude-sonnet-4-6", region: "ap-northeast-1" },
      au: {
        providerModelId: "au.anthropic.claude-sonnet-4-6",
        pricing: flatRegionalSonnet,
        maxCompletionTokens: 128_000,
        region: "ap-southeast-2",
      },
    },
    evidence: CLAUDE_BEDROCK,
  }),
  "claude-sonnet-4-6:cloudflare": chat({
    providerModelId: "anthropic/claude-sonnet-4-6",
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
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, "temperature", "top_p", ...CLAUDE_TOOLS],
    evidence: noted(
      CLAUDE_RESOLD,
      "The long-context price is kept as published although the vendor and Bedrock sell the model flat.",
    ),
  }),
  "claude-sonnet-4-6:openrouter": chat({
    providerModelId: "anthropic/claude-sonnet-4.6",
    pricing: [
      base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" }),
      above(
        200_000,
        { input: "6", cacheRead: "0.6", cacheWrite5m: "7.5", cacheWrite1h: "12", output: "22.5" },
        CLAUDE_LONG_CONTEXT,
      ),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...SCHEMA_ONLY, ...OPENROUTER_REASONING],
    evidence: noted(
      CLAUDE_RESOLD,
      "The long-context price is kept as published although the vendor and Bedrock sell the model flat.",
    ),
  }),
  "claude-sonnet-4-6:vertex": chat({
    providerModelId: "claude-sonnet-4-6@default",
    pricing: [
      base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", cacheWrite1h: "6", output: "15" }),
      above(
        200_000,
        { input: "6", cacheRead: "0.6", cacheWrite5m: "7.5", cacheWrite1h: "12", output: "22.5" },
        CLAUDE_LONG_CONTEXT,
      ),
    ],
    modifiers: [CLAUDE_VERTEX_REGIONS],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, ...CLAUDE_REASONING],
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
