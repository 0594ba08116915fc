import { MODELS_DEV, outvoted } from "../../../evidence.ts";
import { SCHEMA_ONLY, TOOLS } from "../../../parameters.ts";
import { BEDROCK } from "../../../pricing/modifiers/bedrock.ts";
import { base } from "../../../pricing/tiers.ts";
import { BEDROCK_CHAT } from "../../../providers/bedrock/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "voxtral-mini-3b-2507:bedrock": chat({
    providerModelId: "mistral.voxtral-mini-3b-2507",
    pricing: [base({ input: "0.04", output: "0.04" })],
    modifiers: BEDROCK["mistral.voxtral-mini-3b-2507"],
    unpriced: { audioInput: "the sources price its text tokens only" },
    contextLength: 128_000,
    maxCompletionTokens: 4096,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: MODELS_DEV,
  }),
  "voxtral-small-24b-2507:bedrock": chat({
    providerModelId: "mistral.voxtral-small-24b-2507",
    pricing: [base({ input: "0.1", output: "0.3" })],
    modifiers: BEDROCK["mistral.voxtral-small-24b-2507"],
    unpriced: { audioInput: "the sources price its text tokens only" },
    contextLength: 32_000,
    maxCompletionTokens: 8192,
    supportedParameters: [...BEDROCK_CHAT, ...TOOLS, ...SCHEMA_ONLY],
    evidence: outvoted(MODELS_DEV, "0.15 / 0.35", "0.1 / 0.3"),
  }),
} satisfies EndpointsFor<typeof models>;
