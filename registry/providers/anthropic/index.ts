/**
 * Anthropic: the author of its API. A key of its own header, a version in every request, cache tokens beside the prompt.
 * @module
 */

import { ANTHROPIC_MEANINGS } from "../../apis/anthropic-messages/errors.ts";
import { anthropicMessages } from "../../apis/anthropic-messages/index.ts";
import { anthropicCounter } from "../../apis/counters.ts";
import { chatApi, type ProviderApi } from "../_shared/api.ts";
import { BaseProvider, type OutboundRequest, type RequestContext } from "../_shared/base.ts";
import { ANTHROPIC_VERSION, CLAUDE_TRAITS, CLAUDE_USAGE } from "../_shared/claude.ts";

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

  readonly apis: readonly ProviderApi[] = [
    chatApi(anthropicMessages, {
      counter: anthropicCounter,
      traits: CLAUDE_TRAITS,
      usage: CLAUDE_USAGE,
      headers: [ANTHROPIC_VERSION],
      errorMeanings: ANTHROPIC_MEANINGS,
      /** Betas are switched on by header, and callers know which of them they use. */
      callerHeaders: ["anthropic-beta"],
      quirks: [
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
      ],
    }),
  ];

  readonly dashboard = {
    description: "Claude models from their maker",
    docsUrl: "https://platform.claude.com/docs/en/api/messages",
    logo: "anthropic",
    keyLabel: "Anthropic API key",
    keyPlaceholder: "sk-ant-api03-…",
    relevance: 98,
  };

  override authenticate(request: OutboundRequest, context: RequestContext): OutboundRequest {
    return { ...request, headers: [...request.headers, ["x-api-key", context.credential.secret]] };
  }
}
