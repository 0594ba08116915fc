/**
 * Google Vertex AI: Gemini, Claude and open models, each on its own API, behind one project and one location.
 * @module
 */

import { pathSegment } from "../../apis/_shared/path-segment.ts";
import { ANTHROPIC_MEANINGS } from "../../apis/anthropic-messages/errors.ts";
import { anthropicMessages } from "../../apis/anthropic-messages/index.ts";
import { PLAIN_TRAITS } from "../../apis/codec.ts";
import { vertexClaudeCounter, vertexGeminiCounter } from "../../apis/counters.ts";
import { gemini } from "../../apis/gemini/index.ts";
import { geminiEmbeddings } from "../../apis/gemini-embeddings/index.ts";
import { openaiChat } from "../../apis/openai-chat/index.ts";
import { vertexEmbeddings } from "../../apis/vertex-embeddings/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import type { ProviderData } from "../../schema.ts";
import { type ChatApi, chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider, type Credential, type OutboundRequest, type RequestContext } from "../_shared/base.ts";
import { CLAUDE_TRAITS } from "../_shared/claude.ts";
import { type ConfigField, fillTemplate, settingOf } from "../_shared/config.ts";
import { GEMINI_MEANINGS, GEMINI_TRAITS, GEMINI_USAGE } from "../_shared/gemini-at-google.ts";
import {
  googleServiceAccount,
  privateParts,
  serviceAccountOrNull,
} from "../_shared/google-service-account.ts";
import { CredentialProblem, type TokenExchange } from "../_shared/token.ts";

const GLOBAL = "global";
const MULTI_REGIONS = ["us", "eu"];

/** The three forms of host: global, multi-region, region. */
function hostOf(location: string): string {
  if (location === GLOBAL) return "aiplatform.googleapis.com";
  if (MULTI_REGIONS.includes(location)) return `aiplatform.${location}.rep.googleapis.com`;
  return `${location}-aiplatform.googleapis.com`;
}

/** Google's own models stand below its name as a publisher; other names bring their publisher along. */
const geminiPath: ChatApi["path"] = (endpoint, stream) => {
  const path = gemini.path(endpoint, stream);
  return path.startsWith("models/") ? `publishers/google/${path}` : path;
};

/** `@` is not escaped. */
const claudePath: ChatApi["path"] = ({ providerModelId }, stream) => {
  const id = pathSegment(providerModelId).replaceAll("%40", "@");
  return `publishers/anthropic/models/${id}:${stream ? "streamRawPredict" : "rawPredict"}`;
};

/** What Google's token endpoint and its platform say, whichever model was asked. */
const PLATFORM_MEANINGS: readonly MeaningRule[] = [
  {
    code: "invalid_grant",
    meaning: "authentication",
    evidence: "Google's token endpoint: 400 with this string for a revoked key or a clock that is off",
  },
  {
    code: "invalid_client",
    meaning: "authentication",
    evidence: "Google's token endpoint: the service account is unknown",
  },
  ...GEMINI_MEANINGS,
];

/** Each text is counted beside its vector; there is no total. */
const PREDICT_USAGE: UsageConvention = {
  ...GEMINI_USAGE,
  total: "ignored",
  paths: [["predictions"]],
  evidence: "Vertex AI text embeddings API reference: statistics.token_count of each prediction",
};

export class VertexProvider extends BaseProvider {
  readonly slug = "vertex";
  readonly displayName = "Google Vertex AI";
  override readonly telemetryName = "gcp.vertex_ai";
  /** As at the global location; others have hosts of their own. */
  readonly baseUrl = "https://aiplatform.googleapis.com/v1/projects/{project}/locations/{region}";
  override readonly auth: ProviderData["auth"] = "service-account";
  readonly platformKeyEnv = "VERTEX_SERVICE_ACCOUNT_JSON";
  readonly pricingPages = ["https://cloud.google.com/vertex-ai/generative-ai/pricing"];
  readonly modelPages = ["https://cloud.google.com/vertex-ai/generative-ai/docs/models"];
  readonly hosts = [
    /^https:\/\/(?:[a-z]+-[a-z]+\d+-)?aiplatform\.googleapis\.com(?:[:/]|$)/,
    /^https:\/\/aiplatform\.(?:us|eu)\.rep\.googleapis\.com(?:[:/]|$)/,
  ];
  override readonly aliases = ["google-vertex", "vertex-ai", "VERTEX", "Vertex", "Vertex AI"];
  override readonly config: readonly ConfigField[] = [
    {
      name: "project",
      env: "VERTEX_PROJECT",
      pattern: /^(?:[a-z0-9.-]+:)?[a-z0-9][a-z0-9-]{0,62}$/,
      example: "harbour-project",
      fromSecret: (secret) => serviceAccountOrNull(secret)?.project_id,
    },
    {
      name: "region",
      env: "VERTEX_REGION",
      pattern: /^(?:global|us|eu|[a-z]+-[a-z]+\d+)$/,
      example: "europe-west4",
      fallback: GLOBAL,
    },
  ];
  readonly dashboard = {
    description: "Gemini and Claude on Google Cloud, with a service account",
    docsUrl: "https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference",
    logo: "google-cloud",
    keyLabel: "Service account key (JSON)",
    keyPlaceholder: '{"type":"service_account", …}',
    relevance: 92,
  };
  override readonly tokenExchange: TokenExchange = googleServiceAccount;

  readonly apis: readonly ProviderApi[] = [
    chatApi(gemini, {
      counter: vertexGeminiCounter,
      traits: GEMINI_TRAITS,
      usage: GEMINI_USAGE,
      errorMeanings: PLATFORM_MEANINGS,
      path: geminiPath,
      quirks: [
        "content-filter",
        "context-length",
        "error-data",
        "error-in-list",
        "blocked-without-counts",
        "unexpected-tool-call",
        "traffic-type-only",
        "partial-arguments",
      ],
    }),
    chatApi(anthropicMessages, {
      counter: vertexClaudeCounter,
      traits: {
        hostedTools: /_\d{8}$|^mcp_toolset$/,
        // It fetches nothing: images come as bytes.
        addresses: /(?!)/,
        ...PLAIN_TRAITS,
        cacheMarks: CLAUDE_TRAITS.cacheMarks,
        schemas: CLAUDE_TRAITS.schemas,
        extraFields: { completion: [], message: ["anthropic_content"], usage: [] },
      },
      usage: {
        cached: "outside-prompt",
        cacheWrite: "outside-prompt",
        reasoning: "inside-completion",
        total: "ignored",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "Claude on Vertex answers with Anthropic's usage object: input_tokens excludes both cache counts",
      },
      errorMeanings: [...PLATFORM_MEANINGS, ...ANTHROPIC_MEANINGS],
      callerHeaders: ["anthropic-beta"],
      path: claudePath,
      // Claude has its model in the path and its version in the body.
      bodyLacks: ["model"],
      bodyFields: { anthropic_version: "vertex-2023-10-16" },
      quirks: ["claude-raw-predict", "anthropic-shaped-error"],
    }),
    chatApi(openaiChat, {
      traits: { ...PLAIN_TRAITS, cacheControl: false },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "decided-by-total",
        reasoningWithoutTotal: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "Vertex AI open models: chat completions in OpenAI's shape; where reasoning is counted is not recorded",
      },
      errorMeanings: PLATFORM_MEANINGS,
      path: (endpoint, stream) => `endpoints/openapi/${openaiChat.path(endpoint, stream)}`,
    }),
    // Newer models are asked like Gemini, one text a call: there is no batch at this host.
    embeddingsApi(geminiEmbeddings, {
      usage: GEMINI_USAGE,
      traits: { maxInputs: 1 },
      errorMeanings: PLATFORM_MEANINGS,
      path: (endpoint, inputs) => `publishers/google/${geminiEmbeddings.path(endpoint, inputs)}`,
    }),
    // Gemini Embedding 001 takes a single text a call, too.
    embeddingsApi(vertexEmbeddings, {
      usage: PREDICT_USAGE,
      traits: { maxInputs: 1 },
      errorMeanings: PLATFORM_MEANINGS,
      path: (endpoint, inputs) => `publishers/google/${vertexEmbeddings.path(endpoint, inputs)}`,
    }),
  ];

  protected override base({ credential, endpoint }: RequestContext): string {
    const setting = (name: string) => settingOf(this, name, credential, endpoint);
    const template = this.baseUrl.replace(hostOf(GLOBAL), hostOf(setting("region") ?? GLOBAL));
    return fillTemplate(template, setting);
  }

  override authenticate(request: OutboundRequest, { token }: RequestContext): OutboundRequest {
    if (token === null) throw new CredentialProblem("the service account was not traded for an access token");
    return { ...request, headers: [...request.headers, ["authorization", `Bearer ${token}`]] };
  }

  /** The key file, and every part of it that is secret. */
  override secretsOf(credential: Credential): string[] {
    const account = serviceAccountOrNull(credential.secret);
    return [...super.secretsOf(credential), ...(account === null ? [] : privateParts(account))];
  }
}
