/**
 * DeepInfra: OpenAI-compatible below `/v1/openai`, FastAPI errors, its own price on every answer.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiEmbeddings } from "../../apis/openai-embeddings/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, embeddingsApi, type ProviderApi, withCompletions } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

const USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  // Gemini and Gemma put reasoning beside completion_tokens, the other models inside it; the total tells which.
  reasoning: "decided-by-total",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  reportedCost: { path: ["usage", "estimated_cost"], counts: "reported" },
  evidence:
    "vercel/ai packages/deepinfra usage conversion and its test (19 + 84 + 1081 = 1184); DeepInfra docs",
};

const MEANINGS: readonly MeaningRule[] = [
  {
    message: /model busy/i,
    meaning: "rate_limit",
    evidence: "issue reports: 429 'Model busy, retry later', no code",
  },
  // A naive base gives 405 with an empty body; the caller can do nothing about our URL.
  { status: 405, meaning: "api", evidence: "issue report: wrong path below /v1/openai" },
];

export class DeepInfraProvider extends BaseProvider {
  readonly slug = "deepinfra";
  readonly displayName = "DeepInfra";
  readonly baseUrl = "https://api.deepinfra.com/v1/openai";
  readonly platformKeyEnv = "DEEPINFRA_API_KEY";
  readonly pricingPages = ["https://deepinfra.com/pricing"];
  readonly modelPages = ["https://deepinfra.com/models"];
  readonly hosts = [/^https:\/\/api\.deepinfra\.com(?:[:/]|$)/];
  override readonly aliases = ["deep-infra", "DEEPINFRA", "DeepInfra"];
  readonly dashboard = {
    description: "Open-weight models behind an OpenAI-compatible API",
    docsUrl: "https://deepinfra.com/docs/openai_api",
    logo: "deepinfra",
    keyLabel: "DeepInfra API token",
    keyPlaceholder: "32 letters and digits",
    relevance: 74,
  };

  readonly apis: readonly ProviderApi[] = withCompletions([
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: true,
        cacheControl: false,
        extraFields: { completion: [], message: [], usage: ["estimated_cost"] },
      },
      usage: USAGE,
      errorMeanings: MEANINGS,
      quirks: [
        "reasoning-text",
        "keep-alive-comments",
        "tool-type-late",
        "reasoning-outside-completion",
        "reported-cost",
        "null-details",
        "fastapi-detail",
        "model-busy",
        "wrong-path-405",
        "status-402",
        "error-data",
        "context-length",
      ],
    }),
    embeddingsApi(openaiEmbeddings, { usage: USAGE, errorMeanings: MEANINGS }),
  ]);
}
