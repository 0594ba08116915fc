/**
 * Cohere: its own chat API (v2), which charges other counts than it processes and names no model in its answers.
 * @module
 */

import { COHERE_FORMAT } from "../../accepts/subsets.ts";
import { cohereEmbeddings } from "../../apis/cohere-embeddings/index.ts";
import { cohereV2 } from "../../apis/cohere-v2/index.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

const MEANINGS: readonly MeaningRule[] = [
  {
    status: 400,
    message: /too many tokens|exceeds? (?:the )?(?:maximum|context)/i,
    meaning: "context_length",
    evidence: "Cohere errors page: 400 with this wording, no code",
  },
  {
    status: 498,
    meaning: "invalid_request",
    evidence: "cohere-ai SDK: InvalidTokenError is a deny-listed token in the text, not a credential",
  },
  { status: 499, meaning: "timeout", evidence: "Cohere errors page: the request was cancelled" },
];

export class CohereProvider extends BaseProvider {
  readonly slug = "cohere";
  readonly displayName = "Cohere";
  readonly baseUrl = "https://api.cohere.com/v2";
  readonly platformKeyEnv = "COHERE_API_KEY";
  readonly pricingPages = ["https://cohere.com/pricing"];
  readonly modelPages = ["https://docs.cohere.com/docs/models"];
  readonly hosts = [/^https:\/\/api\.cohere\.(?:com|ai)(?:[:/]|$)/];
  override readonly aliases = ["COHERE", "Cohere", "cohereai"];
  readonly dashboard = {
    description: "Command models for retrieval, tools and agents, from their maker",
    docsUrl: "https://docs.cohere.com/reference/chat",
    logo: "cohere",
    keyLabel: "Cohere API key",
    keyPlaceholder: "40 letters and digits",
    relevance: 70,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(cohereV2, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        penalties: [0, 1],
        maxTemperature: 1,
        maxStops: 5,
        formatAlone: true,
        schemas: { format: COHERE_FORMAT },
        messageNames: false,
        cacheControl: false,
        extraFields: {
          completion: [],
          message: ["tool_plan", "citations"],
          // What was processed, beside what was charged.
          usage: ["billed_units", "tokens", "cached_tokens"],
        },
      },
      usage: {
        // The charged counts have no part for the cache or for reasoning, so neither is ever told apart.
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "ignored",
        stream: "replace",
        paths: [["usage"], ["delta", "usage"]],
        evidence:
          "Cohere API reference, usage.billed_units; recorded tool calls: 33 charged of 1452 processed input tokens",
      },
      errorMeanings: MEANINGS,
      quirks: [
        "reasoning-text",
        "billed-units",
        "tool-plan",
        "null-arguments",
        "empty-input-delta",
        "citations",
        "error-finish",
        "retired-model",
        "deny-listed-token",
        "status-402",
        "context-length",
      ],
    }),
    embeddingsApi(cohereEmbeddings, {
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "ignored",
        stream: "replace",
        paths: [["meta", "billed_units"]],
        evidence: "recorded exchanges: meta.billed_units.input_tokens equals the header num_tokens in 5 of 5",
      },
      traits: { maxInputs: 96 },
      errorMeanings: MEANINGS,
    }),
  ];
}
