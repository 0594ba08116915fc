import { MIMO_LONG_CONTEXT, MODELS_DEV, noted } from "../../../evidence.ts";
import { JSON_MODE, JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { above, base } from "../../../pricing/tiers.ts";
import { DEEPINFRA_CHAT } from "../../../providers/deepinfra/parameters.ts";
import { LEMONFOX_PRICES } from "../../../providers/lemonfox/evidence.ts";
import { LEMONFOX_CHAT } from "../../../providers/lemonfox/parameters.ts";
import { NOVITA_CHAT } from "../../../providers/novita/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "mimo-v2.5:deepinfra": chat({
    providerModelId: "XiaomiMiMo/MiMo-V2.5",
    pricing: [
      base({ input: "0.4", cacheRead: "0.08", output: "2" }),
      above(256_000, { input: "0.8", cacheRead: "0.16", output: "4" }, MIMO_LONG_CONTEXT),
    ],
    unpriced: { audioInput: "the source prices its text tokens only" },
    contextLength: 262_144,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
  }),
  "mimo-v2.5-pro:deepinfra": chat({
    providerModelId: "XiaomiMiMo/MiMo-V2.5-Pro",
    pricing: [
      base({ input: "1", cacheRead: "0.2", output: "3" }),
      above(256_000, { input: "2", cacheRead: "0.4", output: "6" }, MIMO_LONG_CONTEXT),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 16_384,
    supportedParameters: [...DEEPINFRA_CHAT, ...TOOLS, ...JSON_MODE, "reasoning_effort"],
    evidence: MODELS_DEV,
    excused: [
      {
        rule: "unit-slip",
        reason:
          "the source gives 6 USD per million for output beyond 256,000 prompt tokens, double the base price of 3: a long-context price, not a slip",
        expires: "2027-01-01",
      },
    ],
  }),
  "mimo-v2.5-pro:lemonfox": chat({
    providerModelId: "mimo-v2.5-pro",
    pricing: [base({ input: "1.25", output: "1.25" })],
    contextLength: 1_048_576,
    maxCompletionTokens: 131_072,
    supportedParameters: [...LEMONFOX_CHAT],
    evidence: noted(LEMONFOX_PRICES, "It gives no context for this model: the maker's is taken."),
  }),
  "mimo-v2.5-pro:novita": chat({
    providerModelId: "xiaomimimo/mimo-v2.5-pro",
    pricing: [
      base({ input: "2", cacheRead: "0.4", output: "6" }),
      above(256_000, { input: "2", cacheRead: "0.4", output: "6" }, MIMO_LONG_CONTEXT),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 131_072,
    supportedParameters: [...NOVITA_CHAT, ...TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    evidence: noted(
      MODELS_DEV,
      "The tier costs what the base costs. At DeepInfra the base is half of the tier: probably the price above the threshold entered twice. Not sold through the platform until looked up.",
    ),
  }),
} satisfies EndpointsFor<typeof models>;
