/**
 * OpenRouter: a relay of every maker's models. What fails behind it comes as an error in any place: a status, a 200, a
 * choice, the midst of a stream, with the maker's own words folded into the metadata.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiEmbeddings } from "../../apis/openai-embeddings/index.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { ApiError } from "../../errors/api-error.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { at, isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../json.ts";
import { chatApi, embeddingsApi, type ProviderApi, withCompletions } from "../_shared/api.ts";
import { BaseProvider, type UpstreamFailure } from "../_shared/base.ts";
import { COMPATIBLE_RESPONSES, STATELESS } from "../_shared/responses.ts";

const IN_FLIGHT = "openrouter_in_flight_budget";

/** What OpenRouter says about a failure besides code and message. */
function metadataOf(text: string): JsonObject {
  try {
    const metadata = at(parseJson(text), ["error", "metadata"]);
    return isObject(metadata) ? metadata : {};
  } catch {
    return {}; // No JSON, no metadata.
  }
}

/** The limits of the body as headers: their reset is a moment in milliseconds since 1970. */
function withLimits(headers: Headers, limits: Json | undefined): Headers {
  if (!isObject(limits)) return headers;
  const left = textOrNull(limits["X-RateLimit-Remaining"]);
  const reset = Number(textOrNull(limits["X-RateLimit-Reset"]) ?? Number.NaN);
  if (left === null || !Number.isFinite(reset) || Math.abs(reset) > 8.64e15) return headers;
  const merged = new Headers(headers);
  merged.set("x-ratelimit-remaining-requests", left);
  merged.set("x-ratelimit-reset-requests", new Date(reset).toISOString());
  return merged;
}

const USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  // Plugins, searches and PDF parsing are in the cost and in no token count: what the account pays is the bill.
  reportedCost: {
    path: ["usage", "cost"],
    counts: "reported",
    // A key of its own: the account pays the fee here, and the provider's bill to whoever owns that key.
    ownKey: {
      flag: ["usage", "is_byok"],
      upstream: ["usage", "cost_details", "upstream_inference_cost"],
    },
  },
  evidence:
    "recorded exchanges: 3329 (3211 cached, 115 written) + 53 at Claude's prices = cost 0.00219855 to the digit",
};

const MEANINGS: readonly MeaningRule[] = [
  {
    status: 403,
    message: /moderation|flagged/i,
    meaning: "invalid_request",
    evidence: "OpenRouter errors: 403 when the prompt was flagged; the key is not at fault",
  },
  {
    code: "524",
    meaning: "timeout",
    evidence: "issue report: the edge's own timeout as the code of the error",
  },
];

const typed = (item: Json): Json =>
  isObject(item) && item.type === undefined && item.role === "assistant" && Array.isArray(item.content)
    ? { type: "message", ...item }
    : item;

export class OpenRouterProvider extends BaseProvider {
  readonly slug = "openrouter";
  readonly displayName = "OpenRouter";
  readonly baseUrl = "https://openrouter.ai/api/v1";
  readonly platformKeyEnv = "OPENROUTER_API_KEY";
  readonly pricingPages = ["https://openrouter.ai/models"];
  readonly modelPages = ["https://openrouter.ai/models"];
  readonly hosts = [/^https:\/\/(?:api\.)?openrouter\.ai(?:[:/]|$)/];
  /** A relay adds a fee and a hop: it comes after every host of the model itself. */
  override readonly priority = 10;
  override readonly aliases = ["OPENROUTER", "OpenRouter", "open-router"];
  readonly dashboard = {
    description: "Models of many makers behind one API and one account",
    docsUrl: "https://openrouter.ai/docs/api-reference/overview",
    logo: "openrouter",
    keyLabel: "OpenRouter API key",
    keyPlaceholder: "sk-or-v1-…",
    relevance: 84,
  };

  readonly apis: readonly ProviderApi[] = withCompletions([
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        hostedTools: /^openrouter:/,
        fileAddresses: true,
        userLength: 128,
        thoughtField: "reasoning",
        messageNames: true,
        // Claude and Gemini behind it read the marks; for others OpenRouter takes them out itself.
        cacheControl: true,
        toolMarks: true,
        toolSwitches: ["eager_input_streaming"],
        replayed: ["reasoning_details"],
        extraFields: {
          completion: ["provider"],
          message: ["reasoning_details"],
          usage: ["cost", "is_byok", "cost_details"],
          choice: ["native_finish_reason"],
        },
      },
      usage: USAGE,
      errorMeanings: MEANINGS,
      quirks: [
        "reasoning-text",
        "service-fields",
        "keep-alive-comments",
        "cache-write",
        "cache-marks",
        "signed-thinking",
        "reported-cost",
        "own-key-cost",
        "usage-chunk-forms",
        "done-without-finish",
        "error-in-choice",
        "error-after-finish",
        "relayed-error",
        "limits-in-body",
        "edge-timeout",
        "flagged-403",
        "status-402",
        "in-flight-budget",
        "error-data",
        "context-length",
      ],
    }),
    chatApi(openaiResponses, {
      traits: {
        ...COMPATIBLE_RESPONSES,
        userLength: 128,
        // In beta, and without memory: it says so itself to `store` and to an earlier answer.
        unkept: STATELESS,
        extraFields: { completion: [], message: [], usage: ["cost", "is_byok", "cost_details"] },
      },
      usage: {
        ...USAGE,
        evidence:
          "recorded responses: 4020 (4012 written) + 5 = cost 0.025265, then 4020 (4012 cached) + 5 = 0.002196, to the digit",
      },
      errorMeanings: MEANINGS,
      onEvery: true,
    }),
    embeddingsApi(openaiEmbeddings, { usage: USAGE, errorMeanings: MEANINGS }),
  ]);

  /** An answer sent back without a type, as the AI SDK does it, is taken only with one (ResponsesRequest of @openrouter/sdk). */
  override buildNativeBody(body: JsonObject, endpoint: Endpoint): JsonObject {
    const own = super.buildNativeBody(body, endpoint);
    return endpoint.api === "openai-responses" && Array.isArray(own.input)
      ? { ...own, input: own.input.map(typed) }
      : own;
  }

  override normalizeError(failure: UpstreamFailure): ApiError {
    const { headers: limits, limit_source: source } = metadataOf(failure.text);
    const headers = withLimits(failure.headers, limits);
    // The one 402 that waiting cures: calls in flight hold the budget, and give it back.
    const status = failure.status === 402 && source === IN_FLIGHT ? 429 : failure.status;
    return { ...super.normalizeError({ ...failure, status, headers }), upstreamStatus: failure.status };
  }
}
