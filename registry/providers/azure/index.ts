/**
 * Azure: OpenAI's models behind deployments of the customer's own resource, open models and Claude beside them.
 *
 * Three surfaces of one resource, told apart by the endpoint:
 * - OpenAI's models: the deployment in the path, with an api-version;
 * - open models of other makers, and Responses: the v1 surface, the deployment as `model` in the body, no api-version;
 * - Claude: Anthropic's own API.
 * A deployment bears the name that its owner gave it: `config.deployment` where set, else it is taken to be named like
 * the model (AUT-06).
 * @module
 */

import { OPENAI_SCHEMAS } from "../../accepts/subsets.ts";
import { pathSegment } from "../../apis/_shared/path-segment.ts";
import { ANTHROPIC_MEANINGS } from "../../apis/anthropic-messages/errors.ts";
import { anthropicMessages } from "../../apis/anthropic-messages/index.ts";
import type { ApiTraits } from "../../apis/codec.ts";
import { openaiChat } from "../../apis/openai-chat/index.ts";
import { OPENAI_EMBEDDINGS, openaiEmbeddings } from "../../apis/openai-embeddings/index.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import { type Endpoint, PASSTHROUGH } from "../../endpoint.ts";
import type { ApiError } from "../../errors/api-error.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import type { JsonObject } from "../../json.ts";
import { chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import {
  BaseProvider,
  type OutboundRequest,
  type RequestContext,
  type UpstreamFailure,
} from "../_shared/base.ts";
import { ANTHROPIC_VERSION, CLAUDE_TRAITS, CLAUDE_USAGE } from "../_shared/claude.ts";
import { type ConfigField, fillTemplate, settingOf } from "../_shared/config.ts";
import { inMilliseconds } from "../_shared/reset-headers.ts";
import { RESPONSES_TRAITS, RESPONSES_USAGE } from "../_shared/responses.ts";

const RESOURCE: ConfigField = {
  name: "resource",
  env: "AZURE_RESOURCE",
  pattern: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62}[a-zA-Z0-9])?$/,
  example: "my-resource",
};
const DEPLOYMENT: ConfigField = {
  name: "deployment",
  env: "AZURE_DEPLOYMENT",
  pattern: /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/,
  example: "gpt-4o-mini",
  optional: true,
};
const API_VERSION: ConfigField = {
  name: "apiVersion",
  env: "AZURE_API_VERSION",
  pattern: /^20\d\d-\d\d-\d\d(?:-preview)?$/,
  example: "2024-12-01-preview",
  fallback: "2024-12-01-preview",
};
/** How the secret is sent: as a key of the resource, or as a token of Entra ID. Never guessed from its looks. */
const SCHEME: ConfigField = {
  name: "scheme",
  env: "AZURE_SCHEME",
  pattern: /^(?:api-key|bearer)$/,
  example: "api-key",
  fallback: "api-key",
};

const OPENAI = "https://{resource}.openai.azure.com/openai/deployments/{deployment}?api-version={apiVersion}";
/** Takes the models of other makers too, and Responses; the deployment is the `model` of the body. */
const V1 = "https://{resource}.openai.azure.com/openai/v1";
const CLAUDE = "https://{resource}.services.ai.azure.com/anthropic/v1";

/** Makers whose models stand behind the deployments of the path, as unknown names do; the others are on the v1 surface. */
const IN_PATH = ["openai", PASSTHROUGH];

/** Names that no encoding keeps from being read as steps of a path. */
const isStep = (name: string): boolean => name === "." || name === "..";

/** Is it another maker's model behind OpenAI's API? */
const isOpenModel = ({ author, api, providerModelId }: Endpoint): boolean =>
  api !== "anthropic-messages" && (!IN_PATH.includes(author) || isStep(providerModelId));

/** Does the endpoint speak on the v1 surface, with its name in the body? */
const isOnV1 = (endpoint: Endpoint): boolean => endpoint.api === "openai-responses" || isOpenModel(endpoint);

const OPENAI_USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  evidence: "recorded exchanges: 11 + 203 (192 reasoning) = 214; streamed 15 + 78 (64 reasoning) = 93",
};

const DEPLOYMENT_MEANINGS: readonly MeaningRule[] = [
  {
    code: "DeploymentNotFound",
    meaning: "not_found",
    evidence: "recorded 404: the deployment, which is the model here, does not exist",
  },
  { code: "RateLimitReached", meaning: "rate_limit", evidence: "issue reports: 429 of a deployment" },
  // Dependencies of searches in the customer's own data fail with this status.
  { status: 424, meaning: "api", evidence: "Azure OpenAI on your data: failed dependency" },
];

export class AzureProvider extends BaseProvider {
  readonly slug = "azure";
  readonly displayName = "Azure";
  override readonly telemetryName = "azure.ai.openai";
  readonly baseUrl = OPENAI;
  override readonly auth = "azure";
  override readonly config: readonly ConfigField[] = [RESOURCE, DEPLOYMENT, API_VERSION, SCHEME];
  readonly platformKeyEnv = "AZURE_API_KEY";
  readonly pricingPages = [
    "https://azure.microsoft.com/en-us/pricing/details/cognitive-services/openai-service/",
  ];
  readonly modelPages = ["https://learn.microsoft.com/en-us/azure/ai-foundry/foundry-models/concepts/models"];
  readonly hosts = [
    /^https:\/\/[a-z0-9][a-z0-9-]*\.(?:openai|services\.ai|cognitiveservices)\.azure\.com(?:[:/]|$)/i,
  ];
  override readonly aliases = ["AZURE", "Azure", "azure-openai", "azureopenai"];

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_completion_tokens",
        developerRole: "developer",
        customTools: true,
        unlisted: ["modalities", "audio"],
        userLength: 64,
        labelsStoredOnly: true,
        maxStops: 4,
        schemas: OPENAI_SCHEMAS,
        jsonInWords: true,
        documents: false,
        toolCallIds: { pattern: /^[\s\S]{1,40}$/, length: 40 },
        thoughtField: "none",
        messageNames: true,
        cacheControl: false,
        extraFields: {
          completion: ["prompt_filter_results"],
          message: ["context"],
          usage: [],
          choice: ["content_filter_results", "content_filter_offsets"],
        },
      },
      usage: OPENAI_USAGE,
      errorMeanings: DEPLOYMENT_MEANINGS,
      quirks: [
        "refusal",
        "content-filter",
        "prompt-filter-chunk",
        "async-filter",
        "filtered-prompt",
        "reset-milliseconds",
        "day-long-wait",
        "no-content-type",
        "error-data",
        "context-length",
      ],
    }),
    chatApi(anthropicMessages, {
      traits: CLAUDE_TRAITS,
      usage: CLAUDE_USAGE,
      errorMeanings: [...DEPLOYMENT_MEANINGS, ...ANTHROPIC_MEANINGS],
      // Betas are switched on by header.
      callerHeaders: ["anthropic-beta"],
      headers: [ANTHROPIC_VERSION],
    }),
    embeddingsApi(openaiEmbeddings, {
      usage: OPENAI_USAGE,
      traits: { ...OPENAI_EMBEDDINGS, maxInputs: 2048 },
      errorMeanings: DEPLOYMENT_MEANINGS,
    }),
    chatApi(openaiResponses, {
      traits: {
        ...RESPONSES_TRAITS,
        extraFields: { completion: ["content_filters"], message: [], usage: [] },
      },
      usage: RESPONSES_USAGE,
      errorMeanings: DEPLOYMENT_MEANINGS,
    }),
  ];

  readonly dashboard = {
    description: "OpenAI, Claude and open models in a resource of your own",
    docsUrl: "https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference",
    logo: "azure",
    keyLabel: "Azure API key",
    keyPlaceholder: "32 hex digits or 84 characters",
    relevance: 88,
  };

  protected override base(context: RequestContext): string {
    const { endpoint, credential } = context;
    const template = endpoint.api === "anthropic-messages" ? CLAUDE : isOnV1(endpoint) ? V1 : OPENAI;
    return fillTemplate(template, (name) => {
      const value = settingOf(this, name, credential, endpoint);
      return name === DEPLOYMENT.name ? pathSegment(value ?? endpoint.providerModelId) : value;
    });
  }

  /** On the v1 surface too the deployment bears the name that its owner gave it (AUT-06). */
  override nameModel(body: JsonObject, { credential, endpoint }: RequestContext): JsonObject {
    const named = settingOf(this, DEPLOYMENT.name, credential, endpoint);
    return named === undefined || !isOnV1(endpoint) ? body : { ...body, model: named };
  }

  /** What stands behind deployments of other makers knows neither OpenAI's newer field nor its role. */
  override traitsOf(endpoint: Endpoint): ApiTraits {
    const traits = super.traitsOf(endpoint);
    return isOpenModel(endpoint)
      ? { ...traits, maxTokensField: "max_tokens", developerRole: "system" }
      : traits;
  }

  override authenticate(request: OutboundRequest, context: RequestContext): OutboundRequest {
    const { secret } = context.credential;
    const scheme = settingOf(this, SCHEME.name, context.credential, context.endpoint);
    const header: [string, string] =
      scheme === "bearer" ? ["authorization", `Bearer ${secret}`] : ["api-key", secret];
    return { ...request, headers: [...request.headers, header] };
  }

  override normalizeError(failure: UpstreamFailure): ApiError {
    return super.normalizeError({ ...failure, headers: inMilliseconds(failure.headers) });
  }
}
