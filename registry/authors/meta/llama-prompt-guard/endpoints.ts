import { MODELS_DEV } from "../../../evidence.ts";
import { GROQ_FLEX } from "../../../pricing/modifiers/openai.ts";
import { base } from "../../../pricing/tiers.ts";
import { GROQ_CLASSIFIER } from "../../../providers/groq/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "llama-prompt-guard-2-86m:groq": chat({
    providerModelId: "meta-llama/llama-prompt-guard-2-86m",
    apis: ["openai-chat"],
    pricing: [base({ input: "0.04", output: "0.04" })],
    modifiers: [GROQ_FLEX],
    contextLength: 512,
    maxCompletionTokens: 512,
    supportedParameters: [...GROQ_CLASSIFIER],
    status: "beta",
    evidence: MODELS_DEV,
  }),
  "llama-prompt-guard-2-22m:groq": chat({
    providerModelId: "meta-llama/llama-prompt-guard-2-22m",
    apis: ["openai-chat"],
    pricing: [base({ input: "0.03", output: "0.03" })],
    modifiers: [GROQ_FLEX],
    contextLength: 512,
    maxCompletionTokens: 512,
    supportedParameters: [...GROQ_CLASSIFIER],
    status: "beta",
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
