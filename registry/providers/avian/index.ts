/**
 * Avian: OpenAI-compatible, with few documented parameters and cached input far below the price of fresh one.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

export class AvianProvider extends BaseProvider {
  readonly slug = "avian";
  readonly displayName = "Avian";
  readonly baseUrl = "https://api.avian.io/v1";
  readonly platformKeyEnv = "AVIAN_API_KEY";
  readonly pricingPages = ["https://avian.io/pricing"];
  readonly modelPages = ["https://api.avian.io/v1/models"];
  readonly hosts = [/^https:\/\/api\.avian\.io(?:[:/]|$)/];
  override readonly aliases = ["AVIAN", "Avian"];
  readonly dashboard = {
    description: "Open-weight models on prepaid credits, behind an OpenAI-compatible API",
    docsUrl: "https://avian.io/docs",
    logo: "avian",
    keyLabel: "Avian API key",
    keyPlaceholder: "avian-…",
    relevance: 30,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: false,
        cacheControl: false,
        extraFields: { completion: [], message: [], usage: [] },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "Avian documents OpenAI's form of usage; cached tokens have a price, and that they stand in prompt_tokens_details is by analogy",
      },
      quirks: ["status-402"],
    }),
  ];
}
