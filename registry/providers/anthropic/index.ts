/**
 * Anthropic: the author of its dialect. A key of its own header, a version in every request, cache tokens beside the prompt.
 * @module
 */
import { ANTHROPIC_MEANINGS } from "../../apis/anthropic-messages/errors.ts";
import { anthropicMessages } from "../../apis/anthropic-messages/index.ts";
import type { DialectTraits } from "../../apis/dialect.ts";
import type { UsageConvention } from "../../canonical/usage.ts";
import { BaseProvider, type OutboundRequest, type RequestContext } from "../_shared/base.ts";

/** The one version of the API; a request without it is refused. */
const API_VERSION = "2023-06-01";

export class AnthropicProvider extends BaseProvider {
  readonly slug = "anthropic";
  readonly displayName = "Anthropic";
  readonly baseUrl = "https://api.anthropic.com/v1";
  readonly platformKeyEnv = "ANTHROPIC_API_KEY";
  readonly pricingPages = [
    "https://claude.com/pricing",
    "https://platform.claude.com/docs/en/about-claude/pricing",
  ];
  readonly modelPages = ["https://platform.claude.com/docs/en/about-claude/models/overview"];
  readonly hosts = [/^https:\/\/api\.anthropic\.com(?:[:/]|$)/];
  override readonly priority = 3;
  override readonly aliases = ["ANTHROPIC", "Anthropic"];
  /** Betas are switched on by header, and callers know which of them they use. */
  override readonly callerHeaders = ["anthropic-beta"];
  readonly dashboard = {
    description: "Claude models from their maker",
    docsUrl: "https://platform.claude.com/docs/en/api/messages",
    logo: "anthropic",
  };
  readonly dialect = anthropicMessages;

  readonly traits: DialectTraits = {
    maxTokensField: "max_tokens",
    developerRole: "system",
    messageNames: false,
    cacheControl: true,
    extraFields: {
      completion: ["container", "context_management"],
      message: ["anthropic_content"],
      usage: ["iterations", "server_tool_use", "service_tier", "inference_geo"],
    },
  };

  readonly usage: UsageConvention = {
    cached: "outside-prompt",
    cacheWrite: "outside-prompt",
    reasoning: "inside-completion",
    total: "ignored",
    stream: "replace",
    paths: [["usage"]],
    evidence:
      "Messages API reference, usage object; recorded prompt-cache exchange (3 + 1111 read + 418 written = 1532 in, 33 out)",
  };

  override readonly errorMeanings = ANTHROPIC_MEANINGS;

  override readonly quirks = [
    "cache-writes-by-lifetime",
    "refusal-stop-reason",
    "signed-thinking",
    "padded-events",
    "empty-input-delta",
    "usage-in-parts",
    "repeated-start",
    "overloaded-event",
    "retry-after-on-success",
    "status-529",
    "status-402",
    "context-length",
  ] as const;

  override buildHeaders(context: RequestContext): [string, string][] {
    return [...super.buildHeaders(context), ["anthropic-version", API_VERSION]];
  }

  override authenticate(request: OutboundRequest, context: RequestContext): OutboundRequest {
    return { ...request, headers: [...request.headers, ["x-api-key", context.credential.secret]] };
  }
}
