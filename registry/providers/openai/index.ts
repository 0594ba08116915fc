/**
 * OpenAI: the dialect's own author.
 * @module
 */

import { OPENAI_SCHEMAS } from "../../accepts/subsets.ts";
import { PLAIN_TRAITS } from "../../apis/codec.ts";
import { openaiCounter } from "../../apis/counters.ts";
import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiCompletions } from "../../apis/openai-completions/index.ts";
import { OPENAI_EMBEDDINGS, openaiEmbeddings } from "../../apis/openai-embeddings/index.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";
import { RESPONSES_TRAITS, RESPONSES_USAGE } from "../_shared/responses.ts";

const USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  evidence: "OpenAI API reference, usage object; recorded prompt-cache exchanges (4020 = 8 + 4012 + 0)",
};

const EMBEDDING_MEANINGS: readonly MeaningRule[] = [
  {
    code: "max_tokens_per_request",
    meaning: "context_length",
    evidence: "public issue reports: 400 where the inputs together have more than 300,000 tokens",
  },
];

export class OpenAiProvider extends BaseProvider {
  readonly slug = "openai";
  readonly displayName = "OpenAI";
  readonly baseUrl = "https://api.openai.com/v1";
  readonly platformKeyEnv = "OPENAI_API_KEY";
  readonly pricingPages = ["https://openai.com/api/pricing"];
  readonly modelPages = ["https://platform.openai.com/docs/models"];
  readonly hosts = [/^https:\/\/(?:(?:us|eu|ae)\.)?api\.openai\.com(?:[:/]|$)/];
  override readonly priority = 3;
  override readonly aliases = ["OPENAI", "OpenAI"];
  readonly dashboard = {
    description: "GPT and o-series models from their maker",
    docsUrl: "https://platform.openai.com/docs/api-reference/chat",
    logo: "openai",
    keyLabel: "OpenAI API key",
    keyPlaceholder: "sk-proj-…",
    relevance: 100,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      counter: openaiCounter,
      traits: {
        maxTokensField: "max_completion_tokens",
        developerRole: "developer",
        customTools: true,
        unlisted: ["modalities", "audio"],
        userLength: 64,
        labelsStoredOnly: true,
        maxStops: 4,
        schemas: OPENAI_SCHEMAS,
        jsonInWords: true,
        toolCallIds: { pattern: /^[\s\S]{1,40}$/, length: 40 },
        thoughtField: "none",
        messageNames: true,
        cacheControl: false,
        extraFields: { completion: ["moderation"], message: [], usage: [] },
      },
      usage: USAGE,
      quirks: [
        "refusal",
        "content-filter",
        "multiple-choices",
        "cache-write",
        "moderation-after-usage",
        "obfuscation",
        "insufficient-quota",
        "echoes-key",
        "null-code",
        "error-data",
        "context-length",
      ],
    }),
    // Of the models that are left, those whose endpoint says so: chats are not taken as prompts here.
    chatApi(openaiCompletions, { traits: PLAIN_TRAITS, usage: USAGE }),
    embeddingsApi(openaiEmbeddings, {
      usage: USAGE,
      traits: { ...OPENAI_EMBEDDINGS, maxInputs: 2048 },
      errorMeanings: EMBEDDING_MEANINGS,
    }),
    chatApi(openaiResponses, {
      traits: RESPONSES_TRAITS,
      usage: RESPONSES_USAGE,
      onEvery: true,
      quirks: [
        "refusal",
        "content-filter",
        "cache-write",
        "obfuscation",
        "insufficient-quota",
        "echoes-key",
        "null-code",
        "error-data",
        "context-length",
      ],
    }),
  ];
}
