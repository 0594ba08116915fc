/**
 * DeepSeek: OpenAI-compatible at the root of its host, cache hits counted in two places, thinking that comes back with calls.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";
import { COMPATIBLE_RESPONSES, RESPONSES_USAGE, STATELESS } from "../_shared/responses.ts";

const MEANINGS: readonly MeaningRule[] = [
  {
    status: 400,
    message: /^model not exist/i,
    meaning: "not_found",
    evidence: "issue reports: an unknown model is a 400 'Model Not Exist'; DeepSeek documents no 404",
  },
];

export class DeepSeekProvider extends BaseProvider {
  readonly slug = "deepseek";
  readonly displayName = "DeepSeek";
  readonly baseUrl = "https://api.deepseek.com";
  readonly platformKeyEnv = "DEEPSEEK_API_KEY";
  readonly pricingPages = ["https://api-docs.deepseek.com/quick_start/pricing"];
  readonly modelPages = ["https://api-docs.deepseek.com/quick_start/pricing"];
  readonly hosts = [/^https:\/\/api\.deepseek\.com(?:[:/]|$)/];
  override readonly aliases = ["DEEPSEEK", "DeepSeek", "deep-seek"];
  readonly dashboard = {
    description: "DeepSeek's models at their maker, with automatic caching and prices by the hour",
    docsUrl: "https://api-docs.deepseek.com/api/create-chat-completion",
    logo: "deepseek",
    keyLabel: "DeepSeek API key",
    keyPlaceholder: "sk-…",
    relevance: 78,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: true,
        cacheControl: false,
        extraFields: {
          completion: [],
          message: [],
          usage: ["prompt_cache_hit_tokens", "prompt_cache_miss_tokens"],
        },
        thoughtsWithCalls: true,
        forcedCallsEndThinking: true,
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "pydantic-ai cassettes test_deepseek: 563 (512 hit + 51 miss) + 116 (60 reasoning) = 679, the hits also in prompt_tokens_details",
      },
      errorMeanings: MEANINGS,
      quirks: ["reasoning-text", "keep-alive-comments", "status-402", "cache-hit-fields", "binary-error"],
    }),
    chatApi(openaiResponses, {
      traits: {
        ...COMPATIBLE_RESPONSES,
        // What the model thought comes and goes in words; `store` is taken, and answered with false.
        thoughtField: "none",
        spokenThoughts: true,
        // Recorded: a message between a call and its output is a 400.
        callsLast: true,
        unkept: STATELESS,
        extraFields: { completion: ["content_filters"], message: [], usage: [] },
      },
      usage: {
        ...RESPONSES_USAGE,
        evidence:
          "recorded responses: 376 (256 cached) + 81 (21 reasoning) = 457; 444 (384 cached) + 14 = 458",
      },
      errorMeanings: MEANINGS,
      onEvery: true,
    }),
  ];
}
