/**
 * Alibaba Cloud Model Studio: Qwen and others behind DashScope's compatible mode, one host for each region.
 *
 * A key belongs to the region where it was made and is refused in the others, so the region is a setting of the key;
 * without one it is the international host (Singapore).
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import type { MeaningRule } from "../../errors/meaning.ts";
import { own } from "../../json.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider, type RequestContext } from "../_shared/base.ts";
import { type ConfigField, settingOf } from "../_shared/config.ts";

/** The host of a region, as the documentation of the compatible mode lists them. */
const HOSTS: Readonly<Record<string, string>> = {
  "ap-southeast-1": "dashscope-intl.aliyuncs.com",
  "us-east-1": "dashscope-us.aliyuncs.com",
  "cn-beijing": "dashscope.aliyuncs.com",
  "cn-hongkong": "cn-hongkong.dashscope.aliyuncs.com",
};
const INTERNATIONAL = "ap-southeast-1";

const REGION: ConfigField = {
  name: "region",
  env: "ALIBABA_REGION",
  pattern: /^(?:ap-southeast-1|us-east-1|cn-beijing|cn-hongkong)$/,
  example: INTERNATIONAL,
  fallback: INTERNATIONAL,
};

const CODES = "Model Studio error codes";

/** The throttles, in the spelling of the compatible mode and in DashScope's own. */
const THROTTLES = ["limit_requests", "Throttling", "Throttling.RateQuota", "Throttling.BurstRate"];
/** A minute's tokens are used up. The words are those of an empty account, but the next minute brings new tokens. */
const TOKEN_THROTTLES = ["insufficient_quota", "Throttling.AllocationQuota"];

export class AlibabaProvider extends BaseProvider {
  readonly slug = "alibaba";
  readonly displayName = "Alibaba Cloud";
  readonly baseUrl = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1";
  override readonly config: readonly ConfigField[] = [REGION];
  readonly platformKeyEnv = "DASHSCOPE_API_KEY";
  readonly pricingPages = ["https://www.alibabacloud.com/help/en/model-studio/model-pricing"];
  readonly modelPages = ["https://www.alibabacloud.com/help/en/model-studio/models"];
  readonly hosts = [
    /^https:\/\/(?:dashscope(?:-intl|-us)?|cn-hongkong\.dashscope)\.aliyuncs\.com(?:[:/]|$)/,
    /^https:\/\/[a-z0-9-]+\.[a-z0-9-]+\.maas\.aliyuncs\.com(?:[:/]|$)/,
  ];
  override readonly aliases = ["ALIBABA", "Alibaba", "alibaba-cloud", "dashscope", "qwen"];
  readonly dashboard = {
    description: "Qwen models from their maker, in the compatible mode of Model Studio",
    docsUrl: "https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope",
    logo: "alibaba",
    keyLabel: "Model Studio API key",
    keyPlaceholder: "sk-…",
    relevance: 56,
  };

  readonly apis: readonly ProviderApi[] = [
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        maxTemperature: 1.99,
        messageNames: false,
        cacheControl: true,
        thinkingBudget: true,
        extraFields: { completion: [], message: [], usage: [] },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "recorded exchanges: 24 + 1668 (1353 reasoning) = 1692; streamed 295 + 22 = 317; cached counts by adapter source",
      },
      errorMeanings: [
        ...THROTTLES.map(
          (code): MeaningRule => ({
            code,
            meaning: "rate_limit",
            evidence: `${CODES}: 429; that the compatible mode says limit_requests is unverified`,
          }),
        ),
        ...TOKEN_THROTTLES.flatMap((code) =>
          // Inside a stream the status is 200.
          [429, 200].map(
            (status): MeaningRule => ({
              status,
              code,
              meaning: "rate_limit",
              evidence:
                "Model Studio rate limits: this wording is the limit of tokens a minute, gone within one",
            }),
          ),
        ),
        { code: "Arrearage", meaning: "quota", evidence: `${CODES}: 400 for an account in arrears` },
        {
          code: "AllocationQuota.FreeTierOnly",
          meaning: "quota",
          evidence:
            "unverified: 403 once the free tokens are used up; the code was read on no page of the host",
        },
        // A prompt or an answer that the filter refuses, also inside a stream, where no status tells.
        {
          code: "data_inspection_failed",
          meaning: "invalid_request",
          evidence: "issue reports: 400 with this code in the compatible mode",
        },
        {
          code: "DataInspectionFailed",
          meaning: "invalid_request",
          evidence: `${CODES}: 400 for filtered text`,
        },
        {
          status: 400,
          message: /range of input length should be/i,
          meaning: "context_length",
          evidence: "issue reports: wording of the context limit, under the code of every invalid parameter",
        },
      ],
      quirks: [
        "reasoning-text",
        "unasked-reasoning",
        "cache-write",
        "filtered-prompt",
        "throttle-as-quota",
        "arrears-400",
        "error-data",
        "context-length",
      ],
    }),
  ];

  protected override base(context: RequestContext): string {
    const region = settingOf(this, REGION.name, context.credential, context.endpoint) ?? INTERNATIONAL;
    const host = own(HOSTS, region);
    return host === undefined ? this.baseUrl : `https://${host}/compatible-mode/v1`;
  }
}
