/**
 * DeepSeek: OpenAI-compatible at the root of its host, cache hits counted in two places, thinking that comes back with calls.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

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
      errorMeanings: [
        {
          status: 400,
          message: /^model not exist/i,
          meaning: "not_found",
          evidence: "issue reports: an unknown model is a 400 'Model Not Exist'; DeepSeek documents no 404",
        },
      ],
      quirks: ["reasoning-text", "keep-alive-comments", "status-402", "cache-hit-fields", "binary-error"],
    }),
  ];
}
