/**
 * xAI: OpenAI-compatible, reasoning counted beside the answer, prose for error codes, its own price in ticks.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";
import { COMPATIBLE_RESPONSES, RESPONSES_USAGE } from "../_shared/responses.ts";

/** What search and other tools cost is in no token count, so the host's own bill is the right one. */
const TICKS: NonNullable<UsageConvention["reportedCost"]> = {
  path: ["usage", "cost_in_usd_ticks"],
  counts: "reported",
  unit: "tick",
};

const RESPONSES: UsageConvention = {
  ...RESPONSES_USAGE,
  reportedCost: TICKS,
  evidence:
    "recorded responses: 1941 (947 cached) + 583 (380 reasoning) = 2524; 1606 (1235 cached) + 292 (190 reasoning) = 1898",
};

const MEANINGS: readonly MeaningRule[] = [
  {
    message: /used all available credits|monthly spending limit/i,
    meaning: "quota",
    evidence: "issue reports: 429, later 403, once a team's credits are used up; waiting does not help",
  },
  {
    status: 403,
    message: /violates usage guidelines/i,
    meaning: "invalid_request",
    evidence: "issue reports: 403 with the code of a missing permission for a flagged prompt",
  },
  {
    code: "The service is currently unavailable",
    meaning: "overloaded",
    evidence: "public adapter: this code comes with 503 and inside a 200",
  },
  {
    status: 400,
    message: /maximum prompt length/i,
    meaning: "context_length",
    evidence: "issue reports: wording of the context limit, under the code of every invalid argument",
  },
];

export class XaiProvider extends BaseProvider {
  readonly slug = "xai";
  readonly displayName = "xAI";
  override readonly telemetryName = "x_ai";
  readonly baseUrl = "https://api.x.ai/v1";
  readonly platformKeyEnv = "XAI_API_KEY";
  readonly pricingPages = ["https://docs.x.ai/docs/models"];
  readonly modelPages = ["https://docs.x.ai/docs/models"];
  readonly hosts = [/^https:\/\/(?:[a-z]{2}-[a-z]+-\d\.)?api\.x\.ai(?:[:/]|$)/];
  override readonly aliases = ["XAI", "xAI", "x-ai", "x.ai", "grok"];
  readonly dashboard = {
    description: "Grok models from their maker",
    docsUrl: "https://docs.x.ai/docs/api-reference",
    logo: "xai",
    keyLabel: "xAI API key",
    keyPlaceholder: "xai-…",
    relevance: 78,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_completion_tokens",
        developerRole: "system",
        contentDemanded: true,
        messageNames: true,
        cacheControl: false,
        extraFields: {
          completion: ["citations"],
          message: [],
          usage: ["cost_in_usd_ticks", "num_sources_used"],
        },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        // Chat counts reasoning beside the answer, the responses surface inside it; the total always tells.
        reasoning: "decided-by-total",
        reasoningWithoutTotal: "outside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        reportedCost: TICKS,
        evidence:
          "recorded exchanges: 12 (2 cached) + 1 + 228 reasoning = 241, charged 1,176,500 ticks of 1e-10 USD",
      },
      errorMeanings: MEANINGS,
      quirks: [
        "reasoning-text",
        "reasoning-outside-completion",
        "reported-cost",
        "full-cache-hit",
        "key-is-400",
        "insufficient-quota",
        "credits-403",
        "flagged-403",
        "prose-code",
        "error-data",
        "context-length",
      ],
    }),
    chatApi(openaiResponses, {
      traits: {
        ...COMPATIBLE_RESPONSES,
        unkept: ["background"],
        extraFields: {
          completion: [],
          message: [],
          usage: [
            "cost_in_usd_ticks",
            "num_sources_used",
            "num_server_side_tools_used",
            "server_side_tool_usage_details",
            "context_details",
          ],
        },
      },
      usage: RESPONSES,
      errorMeanings: MEANINGS,
      onEvery: true,
      // The field is there for compatibility, and not supported.
      lacks: ["service_tier"],
    }),
  ];
}
