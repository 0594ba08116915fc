/**
 * Mistral's own platform: OpenAI's skeleton with names, ids, content and errors of its own.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiEmbeddings } from "../../apis/openai-embeddings/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

const USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  evidence: "recorded exchanges: 64 (32 cached) + 6 = 70; 664 + 747 = 1411 with the thinking inside the 747",
};

const MEANINGS: readonly MeaningRule[] = [
  {
    message: /capacity exceeded/i,
    status: 503,
    meaning: "rate_limit",
    evidence: "public adapter note: the capacity text of the 429 also comes as 503",
  },
  { code: "1300", meaning: "rate_limit", evidence: "issue reports: code of rate_limited" },
  {
    code: "3505",
    meaning: "rate_limit",
    evidence: "issue reports: code of service_tier_capacity_exceeded",
  },
  { code: "1500", meaning: "not_found", evidence: "issue reports: 400 invalid_model" },
  { type: "invalid_model", meaning: "not_found", evidence: "issue reports: 400 for an unknown model" },
  {
    status: 400,
    message: /too large for model/i,
    meaning: "context_length",
    evidence: "issue reports: wording of the context limit, without a code of its own",
  },
  {
    status: 400,
    message: [/tokens/i, /exceed|larger than/i],
    meaning: "context_length",
    evidence: "issue reports: wording of the context limit, without a code of its own",
  },
];

export class MistralProvider extends BaseProvider {
  readonly slug = "mistral";
  readonly displayName = "Mistral";
  override readonly telemetryName = "mistral_ai";
  readonly baseUrl = "https://api.mistral.ai/v1";
  readonly platformKeyEnv = "MISTRAL_API_KEY";
  readonly pricingPages = ["https://mistral.ai/pricing"];
  readonly modelPages = ["https://docs.mistral.ai/getting-started/models"];
  readonly hosts = [/^https:\/\/api\.(?:(?:eu|us)\.)?mistral\.ai(?:[:/]|$)/];
  override readonly aliases = ["MISTRAL", "Mistral", "mistralai", "mistral-ai"];
  readonly dashboard = {
    description: "Mistral, Magistral, Codestral and Devstral models from their maker",
    docsUrl: "https://docs.mistral.ai/api/endpoint/chat",
    logo: "mistral",
    keyLabel: "Mistral API key",
    keyPlaceholder: "32 letters and digits",
    relevance: 80,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        unlisted: [],
        emptyTurns: false,
        topPAlone: "greedy",
        messageNames: false,
        cacheControl: false,
        // Unknown fields are refused with 422; usage comes unasked with the last content chunk.
        streamOptions: false,
        renamed: { seed: "random_seed" },
        toolChoices: { required: "any" },
        toolCallIds: { pattern: /^[a-zA-Z0-9]{9}$/, length: 9 },
        messageFields: ["role", "content", "tool_calls", "tool_call_id", "prefix"],
        thinkingParts: true,
        extraFields: { completion: [], message: [], usage: [] },
      },
      usage: USAGE,
      errorMeanings: MEANINGS,
      quirks: [
        "reasoning-text",
        "tool-choice-any",
        "cached-spellings",
        "content-parts",
        "empty-call-name",
        "obfuscation",
        "fastapi-detail",
        "message-object",
        "invalid-model",
        "capacity",
        "error-data",
        "context-length",
      ],
    }),
    embeddingsApi(openaiEmbeddings, {
      usage: USAGE,
      traits: { base64: true, dimensionsField: "output_dimension" },
      errorMeanings: MEANINGS,
    }),
  ];
}
