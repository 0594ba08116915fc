/**
 * Cloudflare: open models on Workers AI and other makers' models through AI Gateway, at one address of an account.
 *
 * The form of the provider's model id says which of the two answers: `@cf/…` and `@hf/…` run on Workers AI, `openai/…`,
 * `anthropic/…` and the like are relayed to their makers. Both are billed to the account, with the one token.
 * @module
 */

import type { ApiTraits } from "../../apis/codec.ts";
import { openaiChat } from "../../apis/openai-chat/index.ts";
import { openaiEmbeddings } from "../../apis/openai-embeddings/index.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import type { Endpoint } from "../../endpoint.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { chatApi, embeddingsApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider, type RequestContext } from "../_shared/base.ts";
import { type ConfigField, settingOf } from "../_shared/config.ts";

const ACCOUNT: ConfigField = {
  name: "accountId",
  env: "CLOUDFLARE_ACCOUNT_ID",
  pattern: /^[0-9a-f]{32}$/,
  example: "0123456789abcdef0123456789abcdef",
};

/** The gateway whose cache, limits and logs apply. Without it: the default one for relayed models, none for the others. */
const GATEWAY: ConfigField = {
  name: "gatewayId",
  env: "CLOUDFLARE_GATEWAY_ID",
  pattern: /^[a-z0-9][a-z0-9_-]{0,63}$/,
  example: "harbour-gateway",
  optional: true,
};

/** Does the model belong to another maker, who answers through AI Gateway? */
const isRelayed = ({ providerModelId }: Endpoint): boolean => !/^(?:workers-ai\/)?@/.test(providerModelId);

const CODES = "Workers AI, table of error codes";
const GATEWAY_CODES = "AI Gateway adapter source";

const USAGE: UsageConvention = {
  cached: "inside-prompt",
  cacheWrite: "inside-prompt",
  reasoning: "inside-completion",
  total: "binding",
  stream: "replace",
  paths: [["usage"]],
  evidence: "adapter source: prompt_tokens, completion_tokens and total_tokens as OpenAI counts them",
};

const MEANINGS: readonly MeaningRule[] = [
  { code: "5007", meaning: "not_found", evidence: `${CODES}: 400 for a model that does not exist` },
  { code: "3036", meaning: "quota", evidence: `${CODES}: 429, the day's free neurons are used up` },
  { code: "3040", meaning: "overloaded", evidence: `${CODES}: 429, no data centre has room` },
  { code: "3007", meaning: "timeout", evidence: `${CODES}: 408` },
  {
    code: "2001",
    meaning: "misconfigured",
    evidence: `${GATEWAY_CODES}: 400, the gateway does not exist`,
  },
];

export class CloudflareProvider extends BaseProvider {
  readonly slug = "cloudflare";
  readonly displayName = "Cloudflare";
  readonly baseUrl = "https://api.cloudflare.com/client/v4/accounts/{accountId}/ai/v1";
  override readonly config: readonly ConfigField[] = [ACCOUNT, GATEWAY];
  readonly platformKeyEnv = "CLOUDFLARE_API_TOKEN";
  readonly pricingPages = ["https://developers.cloudflare.com/workers-ai/platform/pricing/"];
  readonly modelPages = ["https://developers.cloudflare.com/workers-ai/models/"];
  readonly hosts = [
    /^https:\/\/api\.cloudflare\.com(?:[:/]|$)/,
    /^https:\/\/gateway\.ai\.cloudflare\.com(?:[:/]|$)/,
  ];
  override readonly aliases = ["CLOUDFLARE", "Cloudflare", "workers-ai", "cloudflare-workers-ai"];
  readonly dashboard = {
    description: "Open models on Cloudflare's network, and other makers' models billed to the account",
    docsUrl: "https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/",
    logo: "cloudflare",
    keyLabel: "Cloudflare API token",
    keyPlaceholder: "40 letters and digits",
    relevance: 58,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        contentDemanded: true,
        messageNames: false,
        cacheControl: false,
        extraFields: { completion: [], message: [], usage: [] },
      },
      usage: USAGE,
      errorMeanings: MEANINGS,
      quirks: [
        "unasked-reasoning",
        "relayed-models",
        "null-call-end",
        "invalid-model",
        "insufficient-quota",
        "out-of-capacity",
        "model-timeout-408",
        "error-list",
        "error-data",
        "context-length",
      ],
    }),
    embeddingsApi(openaiEmbeddings, {
      usage: USAGE,
      errorMeanings: MEANINGS,
      traits: { dimensionsField: null },
    }),
  ];

  override buildHeaders(context: RequestContext): [string, string][] {
    const gateway = settingOf(this, GATEWAY.name, context.credential, context.endpoint);
    const chosen: [string, string][] = gateway === undefined ? [] : [["cf-aig-gateway-id", gateway]];
    return [...super.buildHeaders(context), ...chosen];
  }

  /** Newer models of OpenAI refuse `max_tokens`; the other makers' compatible interfaces take either name. */
  override traitsOf(endpoint: Endpoint): ApiTraits {
    const traits = super.traitsOf(endpoint);
    return isRelayed(endpoint) ? { ...traits, maxTokensField: "max_completion_tokens" } : traits;
  }
}
