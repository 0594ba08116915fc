/**
 * Google Vertex AI: Gemini in its own dialect, Claude in Anthropic's, behind one project and one location.
 * @module
 */
import { ANTHROPIC_MEANINGS } from "../../apis/anthropic-messages/errors.ts";
import { anthropicMessages } from "../../apis/anthropic-messages/index.ts";
import { type DialectName, type DialectTraits, PLAIN_TRAITS } from "../../apis/dialect.ts";
import { gemini } from "../../apis/gemini/index.ts";
import { openaiChat } from "../../apis/openai-chat/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { type JsonObject, without } from "../../json.ts";
import type { ProviderData } from "../../schema.ts";
import {
  BaseProvider,
  type Credential,
  joinUrl,
  type OutboundRequest,
  type RequestContext,
  type Speech,
} from "../_shared/base.ts";
import { type ConfigField, fillTemplate, settingOf } from "../_shared/config.ts";
import { GEMINI_MEANINGS, GEMINI_TRAITS, GEMINI_USAGE } from "../_shared/gemini-speech.ts";
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

/** Where a dialect's models stand below the location, from the dialect's own path. `@` is not escaped. */
const PLACES: Readonly<
  Partial<Record<DialectName, (path: string, endpoint: Endpoint, stream: boolean) => string>>
> = {
  gemini: (path) => (path.startsWith("models/") ? `publishers/google/${path}` : path),
  "openai-chat": (path) => `endpoints/openapi/${path}`,
  "anthropic-messages": (_path, { providerModelId }, stream) => {
    const id = encodeURIComponent(providerModelId).replaceAll("%40", "@");
    return `publishers/anthropic/models/${id}:${stream ? "streamRawPredict" : "rawPredict"}`;
  },
};

/** What each dialect's bodies need here: Claude has its model in the path and its version in the body. */
const FINISH: Readonly<Partial<Record<DialectName, (body: JsonObject) => JsonObject>>> = {
  "anthropic-messages": (body) => ({ ...without(body, ["model"]), anthropic_version: "vertex-2023-10-16" }),
};

export class VertexProvider extends BaseProvider {
  readonly slug = "vertex";
  readonly displayName = "Google Vertex AI";
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
  };
  readonly dialect = gemini;
  readonly traits: DialectTraits = GEMINI_TRAITS;
  readonly usage: UsageConvention = GEMINI_USAGE;
  override readonly tokenExchange: TokenExchange = googleServiceAccount;
  override readonly callerHeaders = ["anthropic-beta"];

  override readonly alsoSpeaks: readonly Speech[] = [
    {
      dialect: anthropicMessages,
      traits: {
        ...PLAIN_TRAITS,
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
    },
    {
      dialect: openaiChat,
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
    },
  ];

  override readonly errorMeanings: MeaningRule[] = [
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
    ...ANTHROPIC_MEANINGS,
  ];

  override readonly quirks = [
    "content-filter",
    "context-length",
    "error-data",
    "error-in-list",
    "blocked-without-counts",
    "unexpected-tool-call",
    "traffic-type-only",
    "partial-arguments",
    "claude-raw-predict",
    "anthropic-shaped-error",
  ] as const;

  protected override base({ credential, endpoint }: RequestContext): string {
    const setting = (name: string) => settingOf(this, name, credential, endpoint);
    const template = this.baseUrl.replace(hostOf(GLOBAL), hostOf(setting("region") ?? GLOBAL));
    return fillTemplate(template, setting);
  }

  override buildUrl(context: RequestContext): string {
    const { endpoint, stream } = context;
    const { dialect } = this.speech(endpoint.dialect);
    const path = dialect.path(endpoint, stream);
    return joinUrl(this.base(context), PLACES[dialect.name]?.(path, endpoint, stream) ?? path);
  }

  protected override finishBody(body: JsonObject, endpoint: Endpoint): JsonObject {
    return FINISH[endpoint.dialect]?.(body) ?? body;
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
