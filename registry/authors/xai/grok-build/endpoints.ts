import { MODELS_DEV, noted, XAI_LONG_CONTEXT } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { XAI_PRIORITY } from "../../../pricing/modifiers/openai.ts";
import { at, base } from "../../../pricing/tiers.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { XAI_REASONING_CHAT } from "../../../providers/xai/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "grok-build-0.1:openrouter": chat({
    providerModelId: "x-ai/grok-build-0.1",
    pricing: [base({ input: "1", cacheRead: "0.2", output: "2" })],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: noted(
      MODELS_DEV,
      "Flat here, while the maker has a long-context price; what the host itself reports as the cost is what is billed.",
    ),
  }),
  "grok-build-0.1:xai": chat({
    providerModelId: "grok-build-0.1",
    pricing: [
      base({ input: "1", cacheRead: "0.2", output: "2" }),
      at(200_000, { input: "2", cacheRead: "0.4", output: "4" }, XAI_LONG_CONTEXT),
    ],
    modifiers: [XAI_PRIORITY],
    contextLength: 256_000,
    maxCompletionTokens: 256_000,
    supportedParameters: [...XAI_REASONING_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
