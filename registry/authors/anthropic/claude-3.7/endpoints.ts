import { CLAUDE } from "../../../evidence.ts";
import { CLAUDE_BATCH } from "../../../pricing/modifiers/anthropic.ts";
import { base } from "../../../pricing/tiers.ts";
import { CLAUDE_CHAT, CLAUDE_REASONING, CLAUDE_TOOLS } from "../../../providers/anthropic/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "claude-3-7-sonnet:anthropic": chat({
    providerModelId: "claude-3-7-sonnet-20250219",
    pricing: [
      base({
        input: "3",
        cacheRead: "0.3",
        cacheWrite5m: "3.75",
        cacheWrite1h: "6",
        output: "15",
        search: "0.01",
      }),
    ],
    modifiers: [CLAUDE_BATCH],
    contextLength: 200_000,
    maxCompletionTokens: 64_000,
    supportedParameters: [...CLAUDE_CHAT, ...CLAUDE_TOOLS, "service_tier", ...CLAUDE_REASONING],
    ptbEnabled: false,
    status: "deprecated",
    reasoning: "budget",
    evidence: CLAUDE,
  }),
} satisfies EndpointsFor<typeof models>;
