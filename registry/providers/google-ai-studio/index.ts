/**
 * Google AI Studio: the Gemini API with a key in a header.
 * @module
 */
import { geminiCounter } from "../../apis/counters.ts";
import { gemini } from "../../apis/gemini/index.ts";
import { geminiEmbeddings } from "../../apis/gemini-embeddings/index.ts";
import { chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider, type OutboundRequest, type RequestContext } from "../_shared/base.ts";
import { GEMINI_MEANINGS, GEMINI_TRAITS, GEMINI_USAGE } from "../_shared/gemini-at-google.ts";

export class GoogleAiStudioProvider extends BaseProvider {
  readonly slug = "google-ai-studio";
  readonly displayName = "Google AI Studio";
  override readonly telemetryName = "gcp.gemini";
  readonly baseUrl = "https://generativelanguage.googleapis.com/v1beta";
  readonly platformKeyEnv = "GOOGLE_AI_STUDIO_API_KEY";
  readonly pricingPages = ["https://ai.google.dev/gemini-api/docs/pricing"];
  readonly modelPages = ["https://ai.google.dev/gemini-api/docs/models"];
  readonly hosts = [/^https:\/\/generativelanguage\.googleapis\.com(?:[:/]|$)/];
  override readonly priority = 3;
  override readonly aliases = ["google", "gemini", "google-gemini", "GOOGLE_AI_STUDIO", "Google AI Studio"];
  readonly dashboard = {
    description: "Gemini models with a key from AI Studio",
    docsUrl: "https://ai.google.dev/api/generate-content",
    logo: "google",
    keyLabel: "Gemini API key",
    keyPlaceholder: "AIza…",
    relevance: 94,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(gemini, {
      counter: geminiCounter,
      traits: GEMINI_TRAITS,
      usage: GEMINI_USAGE,
      errorMeanings: GEMINI_MEANINGS,
      quirks: [
        "content-filter",
        "context-length",
        "error-data",
        "key-is-400",
        "error-in-list",
        "location-refused",
        "blocked-prompt",
        "thoughts-only",
        "prompt-grows",
        "thought-signature",
      ],
    }),
    embeddingsApi(geminiEmbeddings, {
      usage: GEMINI_USAGE,
      // At most 100 requests can be in one batch.
      traits: { maxInputs: 100 },
      errorMeanings: GEMINI_MEANINGS,
    }),
  ];

  /** The key goes into a header of its own: in the query it would end in logs (AUT-07). */
  override authenticate(request: OutboundRequest, { credential }: RequestContext): OutboundRequest {
    return { ...request, headers: [...request.headers, ["x-goog-api-key", credential.secret]] };
  }
}
