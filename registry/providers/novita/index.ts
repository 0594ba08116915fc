/**
 * Novita: OpenAI-compatible open models, flat errors with a reason, and one status for a bad key and an empty account.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi, withCompletions } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

export class NovitaProvider extends BaseProvider {
  readonly slug = "novita";
  readonly displayName = "Novita AI";
  readonly baseUrl = "https://api.novita.ai/openai/v1";
  readonly platformKeyEnv = "NOVITA_API_KEY";
  readonly pricingPages = ["https://novita.ai/pricing"];
  readonly modelPages = ["https://novita.ai/models"];
  readonly hosts = [/^https:\/\/api\.novita\.ai(?:[:/]|$)/];
  override readonly aliases = ["NOVITA", "Novita", "novita-ai", "novitaai"];
  readonly dashboard = {
    description: "Open-weight models behind an OpenAI-compatible API",
    docsUrl: "https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion",
    logo: "novita",
    keyLabel: "Novita API key",
    keyPlaceholder: "sk_…",
    relevance: 60,
  };

  readonly apis: readonly ProviderApi[] = withCompletions([
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: true,
        cacheControl: false,
        extraFields: { completion: ["sla_metrics"], message: [], usage: [] },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence: "recorded stream through a router: 40 + 2 = 42, both details null; Novita API reference",
      },
      errorMeanings: [
        {
          code: "INVALID_API_KEY",
          meaning: "authentication",
          evidence: "Novita error codes: 403 for a key that is not valid",
        },
        {
          code: "NOT_ENOUGH_BALANCE",
          meaning: "quota",
          evidence: "Novita error codes: 403 for an account without balance, never 402",
        },
      ],
      quirks: [
        "service-fields",
        "null-details",
        "forbidden-reasons",
        "flat-error",
        "error-data",
        "context-length",
      ],
    }),
  ]);
}
