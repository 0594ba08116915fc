/**
 * Together: OpenAI-compatible, cached tokens directly in usage, a full context as a 403, waits announced on successes.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi, withCompletions } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

export class TogetherProvider extends BaseProvider {
  readonly slug = "together";
  readonly displayName = "Together AI";
  readonly baseUrl = "https://api.together.xyz/v1";
  readonly platformKeyEnv = "TOGETHER_API_KEY";
  readonly pricingPages = ["https://www.together.ai/pricing"];
  readonly modelPages = ["https://docs.together.ai/docs/serverless-models"];
  readonly hosts = [/^https:\/\/api\.together\.(?:xyz|ai)(?:[:/]|$)/];
  override readonly aliases = ["TOGETHER", "Together-AI", "togetherai", "together_ai"];
  readonly dashboard = {
    description: "Open-weight models behind an OpenAI-compatible API",
    docsUrl: "https://docs.together.ai/reference/chat-completions-1",
    logo: "together",
    keyLabel: "Together API key",
    keyPlaceholder: "tgp_v1_… or 64 hexadecimal digits",
    relevance: 72,
  };

  readonly apis: readonly ProviderApi[] = withCompletions([
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: false,
        cacheControl: false,
        extraFields: {
          completion: ["metadata", "prompt"],
          message: [],
          usage: ["cached_tokens"],
          choice: ["seed"],
        },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "pydantic-ai cassettes test_huggingface (Together behind a router): 16 + 216 = 232 with cached_tokens 0 directly in usage; that it lies inside prompt_tokens is by analogy",
      },
      errorMeanings: [
        {
          status: 403,
          message: /tokens|context|max_new_tokens/i,
          meaning: "context_length",
          evidence:
            "Together error codes: 403 where input tokens and max_tokens exceed the context of the model",
        },
        { code: "model_not_available", meaning: "not_found", evidence: "adapters: 404 with this code" },
      ],
      quirks: [
        "service-fields",
        "flat-cached-tokens",
        "doubled-text",
        "retry-after-on-success",
        "status-402",
        "context-403",
      ],
    }),
  ]);
}
