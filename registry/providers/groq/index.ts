/**
 * Groq: OpenAI-compatible, usage under `x_groq` on streams, errors as named events, statuses of its own.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";
import { COMPATIBLE_RESPONSES, RESPONSES_USAGE, STATELESS } from "../_shared/responses.ts";

const MEANINGS: readonly MeaningRule[] = [
  // The status is right although the code says rate limit: the same body will never fit (it must not be retried).
  { status: 413, meaning: "too_large", evidence: "issue report: 413 with code rate_limit_exceeded" },
  { status: 498, meaning: "overloaded", evidence: "Groq error codes: flex tier out of capacity" },
  {
    code: "capacity_exceeded",
    meaning: "overloaded",
    evidence: "Groq error codes: flex tier out of capacity",
  },
];

export class GroqProvider extends BaseProvider {
  readonly slug = "groq";
  readonly displayName = "Groq";
  readonly baseUrl = "https://api.groq.com/openai/v1";
  readonly platformKeyEnv = "GROQ_API_KEY";
  readonly pricingPages = ["https://groq.com/pricing"];
  readonly modelPages = ["https://console.groq.com/docs/models"];
  readonly hosts = [/^https:\/\/api\.groq\.com(?:[:/]|$)/];
  override readonly aliases = ["GROQ", "Groq"];
  readonly dashboard = {
    description: "Open-weight models on custom inference hardware",
    docsUrl: "https://console.groq.com/docs/openai",
    logo: "groq",
    keyLabel: "Groq API key",
    keyPlaceholder: "gsk_…",
    relevance: 82,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_completion_tokens",
        developerRole: "system",
        hostedTools: /^browser_search$/,
        unlisted: [],
        formatAlone: "json_object",
        serviceTiers: ["auto", "on_demand", "flex", "performance"],
        thoughtField: "none",
        messageNames: false,
        cacheControl: false,
        extraFields: { completion: ["x_groq", "usage_breakdown"], message: ["executed_tools"], usage: [] },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        // Older streams carry usage in x_groq only, newer ones in both places: the first found is counted once.
        paths: [["usage"], ["x_groq", "usage"]],
        evidence:
          "recorded exchanges: 336 (256 cached) + 96 (59 reasoning) = 432; x_groq.usage on last stream chunks",
      },
      errorMeanings: MEANINGS,
      quirks: [
        "reasoning-text",
        "x-groq-usage",
        "service-fields",
        "error-event",
        "tpm-413",
        "status-498",
        "tool-use-failed",
        "context-length",
      ],
    }),
    chatApi(openaiResponses, {
      // In beta, and without memory: every request holds all of the conversation.
      traits: { ...COMPATIBLE_RESPONSES, thoughtField: "none", unkept: STATELESS },
      usage: { ...RESPONSES_USAGE, evidence: "documented as OpenAI's object; no recording is known" },
      errorMeanings: MEANINGS,
      onEvery: true,
    }),
  ];
}
