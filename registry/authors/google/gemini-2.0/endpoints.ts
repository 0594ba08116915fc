import { MODELS_DEV } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { base } from "../../../pricing/tiers.ts";
import { GEMINI_2_CHAT } from "../../../providers/google-ai-studio/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import { SEARCHED_BY_ANSWER } from "../searches.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemini-2.0-flash:google-ai-studio": chat({
    providerModelId: "gemini-2.0-flash",
    pricing: [
      base({
        input: "0.1",
        cacheRead: "0.025",
        output: "0.4",
        audioInput: "0.7",
        cacheReadAudio: "0.175",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 8192,
    supportedParameters: [...GEMINI_2_CHAT, ...TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: MODELS_DEV,
  }),
  "gemini-2.0-flash-lite:google-ai-studio": chat({
    providerModelId: "gemini-2.0-flash-lite",
    pricing: [base({ input: "0.075", output: "0.3" })],
    unpriced: { audioInput: "no source states a price for sound at this model" },
    contextLength: 1_048_576,
    maxCompletionTokens: 8192,
    supportedParameters: [...GEMINI_2_CHAT, ...TOOLS, ...JSON_SCHEMA],
    ptbEnabled: false,
    status: "deprecated",
    evidence: MODELS_DEV,
  }),
} satisfies EndpointsFor<typeof models>;
