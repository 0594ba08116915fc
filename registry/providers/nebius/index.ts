/**
 * Nebius Token Factory, formerly AI Studio: OpenAI-compatible, vLLM answers with many nulls, FastAPI errors.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi, withCompletions } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

export class NebiusProvider extends BaseProvider {
  readonly slug = "nebius";
  readonly displayName = "Nebius Token Factory";
  readonly baseUrl = "https://api.tokenfactory.nebius.com/v1";
  readonly platformKeyEnv = "NEBIUS_API_KEY";
  readonly pricingPages = ["https://nebius.com/token-factory/prices"];
  readonly modelPages = ["https://tokenfactory.nebius.com/models"];
  readonly hosts = [
    /^https:\/\/api\.tokenfactory\.(?:[a-z0-9-]+\.)?nebius\.com(?:[:/]|$)/,
    /^https:\/\/api\.studio\.nebius\.(?:ai|com)(?:[:/]|$)/,
  ];
  override readonly aliases = ["NEBIUS", "Nebius", "nebius-ai-studio"];
  readonly dashboard = {
    description: "Open-weight models in European data centres, behind an OpenAI-compatible API",
    docsUrl: "https://docs.tokenfactory.nebius.com/",
    logo: "nebius",
    keyLabel: "Nebius API key",
    keyPlaceholder: "v1.…",
    relevance: 58,
  };

  readonly apis: readonly ProviderApi[] = withCompletions([
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: true,
        cacheControl: false,
        extraFields: {
          completion: ["kv_transfer_params", "prompt_logprobs"],
          message: [],
          usage: [],
          choice: ["stop_reason"],
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
          "pydantic-ai cassette test_huggingface/test_image_url_input: 269 + 27 = 296, both details null",
      },
      quirks: ["null-details", "service-fields", "fastapi-detail", "status-402"],
    }),
  ]);
}
