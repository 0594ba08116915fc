import { CLAUDE, CLAUDE_RESOLD, noted, SINCE_JULY } from "../../../evidence.ts";
import { SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import {
  CLAUDE_BATCH,
  CLAUDE_FAST_OPUS_5,
  CLAUDE_US,
  CLAUDE_VERTEX_REGIONS,
} from "../../../pricing/modifiers/anthropic.ts";
import { base } from "../../../pricing/tiers.ts";
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
  "claude-fable-5:anthropic": chat({
    providerModelId: "claude-fable-5",
    pricing: [
      base({
        input: "10",
        cacheRead: "1",
        cacheWrite5m: "12.5",
        cacheWrite1h: "20",
        output: "50",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH, CLAUDE_US],
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
    evidence: CLAUDE,
  }),
  "claude-fable-5:azure": chat({
    providerModelId: "claude-fable-5",
    pricing: [base({ input: "10", cacheRead: "1", cacheWrite5m: "12.5", cacheWrite1h: "20", output: "50" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "adaptive",
    evidence: CLAUDE_RESOLD,
  }),
  "claude-fable-5:bedrock": chat({
    providerModelId: "global.anthropic.claude-fable-5",
    pricing: [base({ input: "10", cacheRead: "1", cacheWrite5m: "12.5", cacheWrite1h: "20", output: "50" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_FIXED_SAMPLING, ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "adaptive",
    deployments: {
      default: {},
      us: {
        providerModelId: "us.anthropic.claude-fable-5",
        pricing: [
          base({ input: "11", cacheRead: "1.1", cacheWrite5m: "13.75", cacheWrite1h: "22", output: "55" }),
        ],
        region: "us-east-1",
      },
      eu: {
        providerModelId: "eu.anthropic.claude-fable-5",
        pricing: [
          base({ input: "11", cacheRead: "1.1", cacheWrite5m: "13.75", cacheWrite1h: "22", output: "55" }),
        ],
        region: "eu-central-1",
      },
    },
    evidence: noted(CLAUDE_BEDROCK, "The source knows no plain id: the default is the global. profile."),
  }),
  "claude-fable-5:cloudflare": chat({
    providerModelId: "anthropic/claude-fable-5",
    pricing: [base({ input: "10", cacheRead: "1", cacheWrite5m: "12.5", cacheWrite1h: "20", output: "50" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-opus-5:anthropic": chat({
    providerModelId: "claude-opus-5",
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
    modifiers: [CLAUDE_BATCH, CLAUDE_US, CLAUDE_FAST_OPUS_5],
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
    evidence: SINCE_JULY,
  }),
  "claude-opus-5:azure": chat({
    providerModelId: "claude-opus-5",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    apis: ["anthropic-messages"],
    reasoning: "adaptive",
    evidence: noted(SINCE_JULY, "Of the two lists only the second has this host."),
  }),
  "claude-opus-5:bedrock": chat({
    providerModelId: "anthropic.claude-opus-5",
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
        providerModelId: "global.anthropic.claude-opus-5",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-opus-5", region: "us-east-1" },
      eu: { providerModelId: "eu.anthropic.claude-opus-5", region: "eu-central-1" },
    },
    evidence: noted(
      SINCE_JULY,
      "Every profile but global. costs 10 % more, as the first list has it from AWS's; the second has the global price everywhere.",
    ),
  }),
  "claude-opus-5:openrouter": chat({
    providerModelId: "anthropic/claude-opus-5",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...SCHEMA_ONLY,
      ...OPENROUTER_REASONING,
    ],
    evidence: noted(SINCE_JULY, "An hour of the cache is priced as at the vendor: the lists have none here."),
  }),
  "claude-opus-5:vertex": chat({
    providerModelId: "claude-opus-5",
    pricing: [base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", cacheWrite1h: "10", output: "25" })],
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
    evidence: SINCE_JULY,
  }),
  "claude-sonnet-5:anthropic": chat({
    providerModelId: "claude-sonnet-5",
    pricing: [
      base({
        input: "2",
        cacheRead: "0.2",
        cacheWrite5m: "2.5",
        cacheWrite1h: "4",
        output: "10",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH, CLAUDE_US],
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
    evidence: noted(CLAUDE, "An introductory price, say secondary sources: it will end."),
  }),
  "claude-sonnet-5:azure": chat({
    providerModelId: "claude-sonnet-5",
    pricing: [base({ input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", cacheWrite1h: "4", output: "10" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, ...CLAUDE_TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    status: "beta",
    apis: ["anthropic-messages"],
    reasoning: "adaptive",
    evidence: CLAUDE_RESOLD,
  }),
  "claude-sonnet-5:bedrock": chat({
    providerModelId: "anthropic.claude-sonnet-5",
    pricing: [
      base({ input: "2.2", cacheRead: "0.22", cacheWrite5m: "2.75", cacheWrite1h: "4.4", output: "11" }),
    ],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_FIXED_SAMPLING, ...TOOLS, ...SCHEMA_ONLY, ...CLAUDE_REASONING],
    reasoning: "adaptive",
    deployments: {
      default: {},
      global: {
        pricing: [
          base({ input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", cacheWrite1h: "4", output: "10" }),
        ],
        providerModelId: "global.anthropic.claude-sonnet-5",
        region: "us-east-1",
      },
      us: { providerModelId: "us.anthropic.claude-sonnet-5", region: "us-east-1" },
      eu: {
        providerModelId: "eu.anthropic.claude-sonnet-5",
        region: "eu-central-1",
      },
      jp: { providerModelId: "jp.anthropic.claude-sonnet-5", region: "ap-northeast-1" },
      au: { providerModelId: "au.anthropic.claude-sonnet-5", region: "ap-southeast-2" },
    },
    evidence: CLAUDE_BEDROCK,
  }),
  "claude-sonnet-5:cloudflare": chat({
    providerModelId: "anthropic/claude-sonnet-5",
    pricing: [base({ input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", cacheWrite1h: "4", output: "10" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...CLAUDE_FIXED_SAMPLING, ...CLAUDE_TOOLS],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-sonnet-5:openrouter": chat({
    providerModelId: "anthropic/claude-sonnet-5",
    pricing: [base({ input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", cacheWrite1h: "4", output: "10" })],
    contextLength: 1_000_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...SCHEMA_ONLY,
      ...OPENROUTER_REASONING,
    ],
    evidence: CLAUDE_RESOLD,
  }),
  "claude-sonnet-5:vertex": chat({
    providerModelId: "claude-sonnet-5@default",
    pricing: [base({ input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", cacheWrite1h: "4", output: "10" })],
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
    evidence: CLAUDE_VERTEX,
  }),
} satisfies EndpointsFor<typeof models>;
