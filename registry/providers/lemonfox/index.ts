/**
 * LemonFox: OpenAI-compatible, with few documented parameters; its answers may leave out the role and the usage.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

export class LemonfoxProvider extends BaseProvider {
  readonly slug = "lemonfox";
  readonly displayName = "LemonFox";
  readonly baseUrl = "https://api.lemonfox.ai/v1";
  readonly platformKeyEnv = "LEMONFOX_API_KEY";
  readonly pricingPages = ["https://www.lemonfox.ai/apis/chat"];
  readonly modelPages = ["https://www.lemonfox.ai/apis/chat"];
  readonly hosts = [/^https:\/\/api\.lemonfox\.ai(?:[:/]|$)/];
  override readonly aliases = ["LEMONFOX", "LemonFox", "lemonfox-ai", "lemon-fox"];
  readonly dashboard = {
    description: "Open-weight models at one price a token, beside speech and pictures",
    docsUrl: "https://www.lemonfox.ai/apis/chat",
    logo: "lemonfox",
    keyLabel: "LemonFox API key",
    keyPlaceholder: "letters and digits, without a prefix",
    relevance: 22,
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
          "Portkey-AI/gateway, src/providers/lemonfox-ai: prompt, completion and total tokens, which an answer may lack; details are not known",
      },
      quirks: ["bare-answer"],
    }),
  ];
}
