/**
 * Amazon Bedrock: the Converse API of many models, signed with SigV4 or with a Bedrock API key as bearer. GPT-5 is
 * offered on Responses too, at a second host of the same regions and keys.
 * @module
 */

import { CLAUDE_STRICT } from "../../accepts/subsets.ts";
import { bedrockCohereEmbeddings } from "../../apis/bedrock-cohere-embeddings/index.ts";
import { bedrockConverse } from "../../apis/bedrock-converse/index.ts";
import { bedrockNovaEmbeddings } from "../../apis/bedrock-nova-embeddings/index.ts";
import { bedrockTitanEmbeddings } from "../../apis/bedrock-titan-embeddings/index.ts";
import type { ApiTraits } from "../../apis/codec.ts";
import { bedrockCounter } from "../../apis/counters.ts";
import { openaiResponses } from "../../apis/openai-responses/index.ts";
import { CLAUDE } from "../../canonical/author.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import { own } from "../../json.ts";
import { chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import { signAws } from "../_shared/aws-signature.ts";
import { BaseProvider, type Credential, type OutboundRequest, type RequestContext } from "../_shared/base.ts";
import { type ConfigField, fillTemplate, settingOf } from "../_shared/config.ts";
import { RESPONSES_TRAITS, RESPONSES_USAGE } from "../_shared/responses.ts";
import { bedrockMeanings } from "./meanings.ts";

/** Region names end in hosts: only what AWS calls its regions. */
const REGION = /^[a-z]{2}(?:-[a-z]{1,12}){1,2}-\d{1,2}$/;

/** The region of a model that is named by its ARN; such a model exists there only. */
function regionOfArn({ providerModelId }: Pick<Endpoint, "providerModelId">): string | undefined {
  const [, region = ""] = /^arn:[a-z-]+:bedrock:([a-z0-9-]+):/.exec(providerModelId) ?? [];
  return REGION.test(region) ? region : undefined;
}

/** Models that are called by InvokeModel: the header counts, whatever the body does. */
const INVOKED_USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "ignored",
  stream: "replace",
  paths: [["usage"]],
  evidence:
    "recorded exchanges: x-amzn-bedrock-input-token-count on every answer, equal to the body's count where it has one",
};
const INVOKED = { usage: INVOKED_USAGE, errorMeanings: bedrockMeanings } as const;

/** Authors whose models take no tool choice but `auto` here (Converse guide, tool choice; public error messages). */
const UNFORCED = ["meta", "cohere", "deepseek", "openai", "writer"];

/** Authors whose models have no cache points here (prompt caching guide: Claude and Nova). */
const UNCACHED = ["meta", "mistralai", "cohere", "deepseek", "openai", "alibaba", "writer"];

/** The host of Responses; its name is that of the service in signatures too. */
const MANTLE = "bedrock-mantle";
const MANTLE_BASE = `https://${MANTLE}.{region}.api.aws`;

const isOnMantle = ({ api }: Endpoint): boolean => api === "openai-responses";

export class BedrockProvider extends BaseProvider {
  readonly slug = "bedrock";
  readonly displayName = "Amazon Bedrock";
  override readonly telemetryName = "aws.bedrock";
  readonly baseUrl = "https://bedrock-runtime.{region}.amazonaws.com";
  readonly platformKeyEnv = "BEDROCK_API_KEY";
  readonly pricingPages = ["https://aws.amazon.com/bedrock/pricing/"];
  readonly modelPages = ["https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html"];
  readonly hosts = [
    /^https:\/\/bedrock-runtime(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:[:/]|$)/,
    /^https:\/\/bedrock-mantle\.[a-z0-9-]+\.api\.aws(?:[:/]|$)/,
  ];
  override readonly auth = "aws-signature";
  override readonly aliases = ["aws-bedrock", "amazon-bedrock", "AWS", "BEDROCK", "Bedrock"];
  readonly dashboard = {
    description: "Claude, Nova, Llama and others inside an AWS account",
    docsUrl: "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html",
    logo: "bedrock",
    keyLabel: "Secret access key, or Bedrock API key",
    keyPlaceholder: "40 characters, or ABSK…",
    relevance: 90,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(bedrockConverse, {
      counter: bedrockCounter,
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        messageNames: false,
        cacheControl: true,
        cacheMarks: 4,
        schemas: { authors: ["anthropic"], format: CLAUDE_STRICT, strict: CLAUDE_STRICT },
        extraFields: {
          completion: ["additionalModelResponseFields", "performanceConfig", "trace"],
          message: ["bedrock_content"],
          usage: [],
        },
      },
      usage: {
        cached: "outside-prompt",
        cacheWrite: "outside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "recorded exchanges: totalTokens = input + output + cache read + cache write (433 + 16 + 2752 + 0 = 3201)",
      },
      errorMeanings: bedrockMeanings,
      quirks: [
        "reasoning-text",
        "signed-thinking",
        "cache-writes-by-lifetime",
        "content-filter",
        "empty-input-delta",
        "error-data",
        "context-length",
        "tool-history",
        "unannounced-blocks",
        "model-id-400",
        "service-quota-400",
        "expired-token-403",
        "model-timeout-408",
        "model-error-424",
        "model-not-ready",
        "errortype-suffix",
      ],
    }),
    chatApi(openaiResponses, {
      path: () => "openai/v1/responses",
      traits: RESPONSES_TRAITS,
      usage: {
        ...RESPONSES_USAGE,
        evidence:
          "recorded responses of this host: 88 (86 written) + 14 = 102; 142 (27 written) + 33 (11 reasoning) = 175",
      },
    }),
    embeddingsApi(bedrockTitanEmbeddings, {
      ...INVOKED,
      traits: { maxInputs: 1 },
    }),
    embeddingsApi(bedrockCohereEmbeddings, {
      ...INVOKED,
      traits: { maxInputs: 96 },
    }),
    embeddingsApi(bedrockNovaEmbeddings, {
      ...INVOKED,
      traits: { maxInputs: 1 },
    }),
  ];

  override traitsOf(endpoint: Endpoint): ApiTraits {
    const traits = super.traitsOf(endpoint);
    if (isOnMantle(endpoint)) return traits;
    return {
      ...traits,
      ...(UNFORCED.includes(endpoint.author) ? { forcedCalls: false } : {}),
      ...(UNCACHED.includes(endpoint.author) ? { cacheControl: false } : {}),
      ...(endpoint.author === CLAUDE ? { forcedCallsUnthought: true, topPAlone: "always" as const } : {}),
    };
  }

  override readonly config: readonly ConfigField[] = [
    { name: "region", env: "BEDROCK_REGION", pattern: REGION, example: "us-east-1" },
    {
      name: "accessKeyId",
      env: "BEDROCK_ACCESS_KEY_ID",
      pattern: /^\w{3,128}$/,
      example: "AKIDEXAMPLE",
      secret: true,
      optional: true,
    },
    {
      name: "sessionToken",
      env: "BEDROCK_SESSION_TOKEN",
      pattern: /^[\x21-\x7e]{1,8192}$/,
      example: "IQoJb3JpZ2luX2VjEXAMPLE",
      secret: true,
      optional: true,
    },
  ];

  /** A pinned deployment first, then the model's ARN, then the credential. */
  override placeOf(endpoint: Endpoint, credential: Credential): string | undefined {
    return endpoint.region ?? regionOfArn(endpoint) ?? settingOf(this, "region", credential, endpoint);
  }

  protected override base(context: RequestContext): string {
    const template = isOnMantle(context.endpoint) ? MANTLE_BASE : this.baseUrl;
    return fillTemplate(template, () => this.placeOf(context.endpoint, context.credential));
  }

  /** SigV4 where an access key id stands beside the secret, else the secret is a Bedrock API key. Nothing ambient is read. */
  override authenticate(
    request: OutboundRequest,
    context: RequestContext,
  ): OutboundRequest | Promise<OutboundRequest> {
    const { secret, config } = context.credential;
    const accessKeyId = own(config, "accessKeyId");
    if (accessKeyId === undefined) return super.authenticate(request, context);
    const sessionToken = own(config, "sessionToken");
    const key = {
      accessKeyId,
      secretAccessKey: secret,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
    const scope = {
      region: this.placeOf(context.endpoint, context.credential) ?? "",
      service: isOnMantle(context.endpoint) ? MANTLE : "bedrock",
      nowMs: context.nowMs,
    };
    return signAws(request, key, scope);
  }
}
