/**
 * Fireworks: OpenAI-compatible below `/inference/v1`, refuses unknown fields, errors in four shapes.
 * @module
 */

import { openaiChat } from "../../apis/openai-chat/index.ts";
import { chatApi, type ProviderApi, withCompletions } from "../_shared/api.ts";
import { BaseProvider } from "../_shared/base.ts";

export class FireworksProvider extends BaseProvider {
  readonly slug = "fireworks";
  readonly displayName = "Fireworks AI";
  readonly baseUrl = "https://api.fireworks.ai/inference/v1";
  readonly platformKeyEnv = "FIREWORKS_API_KEY";
  readonly pricingPages = ["https://fireworks.ai/pricing"];
  readonly modelPages = ["https://fireworks.ai/models"];
  readonly hosts = [/^https:\/\/api\.fireworks\.ai(?:[:/]|$)/];
  override readonly aliases = ["FIREWORKS", "Fireworks", "fireworks-ai", "fireworksai"];
  readonly dashboard = {
    description: "Open-weight models with fast routers, behind an OpenAI-compatible API",
    docsUrl: "https://docs.fireworks.ai/api-reference/post-chatcompletions",
    logo: "fireworks",
    keyLabel: "Fireworks API key",
    keyPlaceholder: "fw_…",
    relevance: 70,
  };

  readonly apis: readonly ProviderApi[] = withCompletions([
    chatApi(openaiChat, {
      traits: {
        maxTokensField: "max_tokens",
        developerRole: "system",
        wholeOutput: 4096,
        messageNames: false,
        cacheControl: false,
        extraFields: { completion: ["perf_metrics"], message: [], usage: [] },
      },
      usage: {
        cached: "inside-prompt",
        cacheWrite: "inside-prompt",
        reasoning: "inside-completion",
        total: "binding",
        stream: "replace",
        paths: [["usage"]],
        evidence:
          "Fireworks API reference: OpenAI's usage, with prompt_tokens_details.cached_tokens on newer stacks; no recording was available",
      },
      errorMeanings: [
        {
          status: 412,
          meaning: "quota",
          evidence:
            "Fireworks error codes: the account is suspended for an unpaid invoice or its spending limit",
        },
      ],
      quirks: ["reasoning-text", "status-402", "suspended-412", "fault-error"],
    }),
  ]);
}
