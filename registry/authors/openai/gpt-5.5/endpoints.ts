import { MODELS_DEV, noted, OPENAI_LONG_CONTEXT } from "../../../evidence.ts";
import { JSON_SCHEMA, SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { AZURE_FLEX, FLEX, OPENAI_REGIONS, PRIORITY_25 } from "../../../pricing/modifiers/openai.ts";
import { above, base } from "../../../pricing/tiers.ts";
import { AZURE_FIXED_SAMPLING } from "../../../providers/azure/parameters.ts";
import { BEDROCK_FIXED_SAMPLING } from "../../../providers/bedrock/parameters.ts";
import { CLOUDFLARE_OPENAI_FIXED_SAMPLING } from "../../../providers/cloudflare/parameters.ts";
import { OPENAI_GPT5, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { OPENROUTER_FIXED_SAMPLING, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gpt-5.5:azure": chat({
    providerModelId: "gpt-5.5",
    pricing: [
      base({ input: "5", cacheRead: "0.5", output: "30", search: "0.01", fileSearch: "0.0025" }),
      above(272_000, { input: "10", cacheRead: "1", output: "45" }, OPENAI_LONG_CONTEXT, {
        inherits: ["search", "fileSearch"],
      }),
    ],
    modifiers: [AZURE_FLEX],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...AZURE_FIXED_SAMPLING,
      "stop",
      "reasoning_effort",
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5.5:bedrock": chat({
    providerModelId: "openai.gpt-5.5",
    apis: ["bedrock-converse", "openai-responses"],
    pricing: [base({ input: "5.5", cacheRead: "0.55", output: "33" })],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_FIXED_SAMPLING, ...TOOLS, ...SCHEMA_ONLY, "reasoning_effort"],
    evidence: {
      ...MODELS_DEV,
      note: "The vendor's price plus 10 %, the context capped below its long-context tier. Whether Converse takes the model is not verified.",
    },
  }),
  "gpt-5.5:cloudflare": chat({
    providerModelId: "openai/gpt-5.5",
    pricing: [
      base({ input: "5", cacheRead: "0.5", output: "30" }),
      above(272_000, { input: "10", cacheRead: "1", output: "45" }, OPENAI_LONG_CONTEXT),
    ],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...CLOUDFLARE_OPENAI_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      "reasoning_effort",
    ],
    evidence: MODELS_DEV,
  }),
  "gpt-5.5:openai": chat({
    providerModelId: "gpt-5.5",
    pricing: [
      base({ input: "5", cacheRead: "0.5", output: "30", search: "0.01", fileSearch: "0.0025" }),
      above(272_000, { input: "10", cacheRead: "1", output: "45" }, OPENAI_LONG_CONTEXT, {
        inherits: ["search", "fileSearch"],
      }),
    ],
    modifiers: [OPENAI_REGIONS, FLEX, PRIORITY_25],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: {
      ...MODELS_DEV,
      note: "The source also lists a fast mode at 12.5 / 75 / 1.25 (input, output, cache read); this is the standard price.",
    },
  }),
  "gpt-5.5:openrouter": chat({
    providerModelId: "openai/gpt-5.5",
    pricing: [base({ input: "5", cacheRead: "0.5", output: "30" })],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [
      ...OPENROUTER_FIXED_SAMPLING,
      ...OPENAI_TOOLS,
      ...JSON_SCHEMA,
      ...OPENROUTER_REASONING,
    ],
    evidence: noted(
      MODELS_DEV,
      "Flat here, while the maker has a long-context price; what the host itself reports as the cost is what is billed.",
    ),
  }),
  "gpt-5.5-pro:openai": chat({
    providerModelId: "gpt-5.5-pro",
    apis: ["openai-responses"],
    pricing: [
      base({ input: "30", output: "180", search: "0.01", fileSearch: "0.0025" }),
      above(272_000, { input: "60", output: "270" }, OPENAI_LONG_CONTEXT, {
        inherits: ["search", "fileSearch"],
      }),
    ],
    modifiers: [OPENAI_REGIONS, FLEX],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
