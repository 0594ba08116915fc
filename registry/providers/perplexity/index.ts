/**
 * Perplexity's Agent API: OpenAI's Responses for its own model and those of others, with its own bill. Chat completions of its
 * Sonar models ended on 2026-09-27.
 * @module
 */

import { withChatFormat } from "../../apis/openai-responses/format.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { JsonObject } from "../../json.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";
import { COMPATIBLE_RESPONSES, RESPONSES_USAGE } from "../_shared/responses.ts";

export class PerplexityProvider extends BaseProvider {
  readonly slug = "perplexity";
  readonly displayName = "Perplexity";
  readonly baseUrl = "https://api.perplexity.ai/v1";
  readonly platformKeyEnv = "PERPLEXITY_API_KEY";
  readonly pricingPages = [
    "https://docs.perplexity.ai/docs/agent-api/models",
    "https://docs.perplexity.ai/docs/getting-started/pricing",
  ];
  readonly modelPages = ["https://api.perplexity.ai/v1/models"];
  readonly hosts = [/^https:\/\/api\.perplexity\.ai(?:[:/]|$)/];
  override readonly aliases = ["PERPLEXITY", "Perplexity", "perplexity-ai", "perplexity-agent"];
  readonly dashboard = {
    description: "Its own model and those of others, with web search where it is asked for",
    docsUrl: "https://docs.perplexity.ai/docs/agent-api/quickstart",
    logo: "perplexity",
    keyLabel: "Perplexity API key",
    keyPlaceholder: "pplx-…",
    relevance: 65,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiResponses, {
      traits: {
        ...COMPATIBLE_RESPONSES,
        developerRole: "developer",
        // Smaller limits are raised to it without a word.
        leastOutput: 16,
        // Thinking is told of in events and never handed back.
        thoughtField: "none",
        chatFormats: true,
        plainResults: true,
        unkept: ["conversation", "prompt", "item_reference"],
        extraFields: { completion: [], message: [], usage: ["cost", "tool_calls_details"] },
      },
      usage: {
        ...RESPONSES_USAGE,
        // Searches and other tools are in no token count, so the host's own bill is the right one.
        reportedCost: { path: ["usage", "cost", "total_cost"], counts: "reported", unit: "usd" },
        evidence:
          "Perplexity's OpenAPI document (input, output and total tokens, cost.total_cost) and a published bill: 31 + 5 tokens of sonar, 0.00002 USD; that cached tokens lie inside the input is by analogy",
      },
      errorMeanings: [
        {
          status: 400,
          type: "invalid_model",
          meaning: "not_found",
          evidence:
            "perplexityai/api-platform-developers, error catalogue: 400 invalid_model for a wrong slug",
        },
      ],
    }),
  ];

  /** A caller's own body of this API: a format that the host would refuse is put where it looks for it. */
  override buildNativeBody(body: JsonObject, endpoint: Endpoint): JsonObject {
    return withChatFormat(super.buildNativeBody(body, endpoint));
  }
}
