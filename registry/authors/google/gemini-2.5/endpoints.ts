import { GEMINI_LONG_CONTEXT, MODELS_DEV, noted, outvoted } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { GEMINI_TIERS, VERTEX_GEMINI_2_5 } from "../../../pricing/modifiers/google.ts";
import { above, base } from "../../../pricing/tiers.ts";
import { GEMINI_CHAT, GEMINI_REASONING } from "../../../providers/google-ai-studio/parameters.ts";
import { OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { GEMINI_OPENROUTER } from "../../../providers/openrouter/evidence.ts";
import { OPENROUTER_CHAT, OPENROUTER_REASONING } from "../../../providers/openrouter/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import { SEARCHED_BY_ANSWER } from "../searches.ts";
import type { models } from "./models.ts";

export const endpoints = {
  "gemini-2.5-pro:google-ai-studio": chat({
    providerModelId: "gemini-2.5-pro",
    pricing: [
      base({
        input: "1.25",
        cacheRead: "0.125",
        output: "10",
        audioInput: "1.25",
        search: "0.035",
        maps: "0.025",
      }),
      above(
        200_000,
        { input: "2.5", cacheRead: "0.25", output: "15", audioInput: "2.5" },
        GEMINI_LONG_CONTEXT,
        { inherits: ["search", "maps"] },
      ),
    ],
    modifiers: GEMINI_TIERS,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry has cached input at a quarter of the input, not a tenth.",
    },
  }),
  "gemini-2.5-pro:openrouter": chat({
    providerModelId: "google/gemini-2.5-pro",
    pricing: [
      base({ input: "1.25", cacheRead: "0.125", cacheWrite5m: "0.375", output: "10", audioInput: "1.25" }),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: noted(
      GEMINI_OPENROUTER,
      "Flat here, while the maker has a long-context price; what the host itself reports as the cost is what is billed.",
    ),
  }),
  "gemini-2.5-pro:vertex": chat({
    providerModelId: "gemini-2.5-pro",
    pricing: [
      base({
        input: "1.25",
        cacheRead: "0.125",
        output: "10",
        audioInput: "1.25",
        search: "0.035",
        maps: "0.025",
      }),
      above(
        200_000,
        { input: "2.5", cacheRead: "0.25", output: "15", audioInput: "2.5" },
        GEMINI_LONG_CONTEXT,
        { inherits: ["search", "maps"] },
      ),
    ],
    modifiers: VERTEX_GEMINI_2_5,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry has cached input at a quarter of the input, not a tenth.",
    },
  }),
  "gemini-2.5-flash:google-ai-studio": chat({
    providerModelId: "gemini-2.5-flash",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.03",
        audioInput: "1",
        output: "2.5",
        cacheReadAudio: "0.1",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    modifiers: GEMINI_TIERS,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "Another public registry has cached input at a quarter of the input, not a tenth.",
    },
  }),
  "gemini-2.5-flash:openrouter": chat({
    providerModelId: "google/gemini-2.5-flash",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.03",
        cacheWrite5m: "0.083333",
        output: "2.5",
        audioInput: "1",
        cacheReadAudio: "0.1",
      }),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 65_535,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: GEMINI_OPENROUTER,
  }),
  "gemini-2.5-flash:vertex": chat({
    providerModelId: "gemini-2.5-flash",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.03",
        cacheWrite5m: "0.383",
        output: "2.5",
        audioInput: "1",
        cacheReadAudio: "0.1",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    modifiers: VERTEX_GEMINI_2_5,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: outvoted(
      noted(
        MODELS_DEV,
        "The source has no price for audio here, 1 at AI Studio. Its cache write is the input plus five minutes of storage.",
      ),
      "0.075 for cached input",
      "0.03",
    ),
  }),
  "gemini-2.5-flash-lite:google-ai-studio": chat({
    providerModelId: "gemini-2.5-flash-lite",
    pricing: [
      base({
        input: "0.1",
        cacheRead: "0.01",
        audioInput: "0.3",
        output: "0.4",
        cacheReadAudio: "0.03",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    modifiers: GEMINI_TIERS,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: MODELS_DEV,
  }),
  "gemini-2.5-flash-lite:openrouter": chat({
    providerModelId: "google/gemini-2.5-flash-lite",
    pricing: [
      base({
        input: "0.1",
        cacheRead: "0.01",
        cacheWrite5m: "0.083333",
        output: "0.4",
        audioInput: "0.3",
        cacheReadAudio: "0.03",
      }),
    ],
    contextLength: 1_048_576,
    maxCompletionTokens: 65_535,
    supportedParameters: [...OPENROUTER_CHAT, ...OPENAI_TOOLS, ...JSON_SCHEMA, ...OPENROUTER_REASONING],
    evidence: GEMINI_OPENROUTER,
  }),
  "gemini-2.5-flash-lite:vertex": chat({
    providerModelId: "gemini-2.5-flash-lite",
    pricing: [
      base({
        input: "0.1",
        cacheRead: "0.01",
        audioInput: "0.3",
        output: "0.4",
        cacheReadAudio: "0.03",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    modifiers: VERTEX_GEMINI_2_5,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: MODELS_DEV,
  }),
  "gemini-flash-latest:google-ai-studio": chat({
    providerModelId: "gemini-flash-latest",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.075",
        audioInput: "1",
        output: "2.5",
        cacheReadAudio: "0.1",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    modifiers: GEMINI_TIERS,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
  "gemini-flash-latest:vertex": chat({
    providerModelId: "gemini-flash-latest",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.075",
        cacheWrite5m: "0.383",
        output: "2.5",
        audioInput: "1",
        cacheReadAudio: "0.1",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    modifiers: VERTEX_GEMINI_2_5,
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
  "gemini-flash-lite-latest:google-ai-studio": chat({
    providerModelId: "gemini-flash-lite-latest",
    pricing: [base({ input: "0.1", cacheRead: "0.025", output: "0.4", search: "0.035", maps: "0.025" })],
    modifiers: GEMINI_TIERS,
    unpriced: { audioInput: "the alias is re-pointed, and no source states its price for sound" },
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
  "gemini-flash-lite-latest:vertex": chat({
    providerModelId: "gemini-flash-lite-latest",
    pricing: [base({ input: "0.1", cacheRead: "0.025", output: "0.4", search: "0.035", maps: "0.025" })],
    modifiers: VERTEX_GEMINI_2_5,
    unpriced: { audioInput: "the alias is re-pointed, and no source states its price for sound" },
    usage: SEARCHED_BY_ANSWER,
    contextLength: 1_048_576,
    maxCompletionTokens: 65_536,
    supportedParameters: [...GEMINI_CHAT, ...TOOLS, ...JSON_SCHEMA, ...GEMINI_REASONING],
    reasoning: "budget",
    evidence: {
      ...MODELS_DEV,
      note: "A '-latest' alias: the vendor re-points it, so that price and limits can change under the same id.",
    },
  }),
  "gemini-2.5-flash-image:google-ai-studio": chat({
    providerModelId: "gemini-2.5-flash-image",
    pricing: [
      base({
        input: "0.3",
        cacheRead: "0.075",
        output: "2.5",
        imageOutput: "30",
        search: "0.035",
        maps: "0.025",
      }),
    ],
    usage: SEARCHED_BY_ANSWER,
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...GEMINI_CHAT],
    evidence: {
      ...MODELS_DEV,
      note: "The output price of the source, 30, is that of pictures; text at 2.5 as OpenRouter lists it. Takes no thinking config.",
    },
  }),
  "gemini-2.5-flash-image:openrouter": chat({
    providerModelId: "google/gemini-2.5-flash-image",
    pricing: [
      base({ input: "0.3", cacheRead: "0.03", cacheWrite5m: "0.083333", output: "2.5", imageOutput: "30" }),
    ],
    contextLength: 32_768,
    maxCompletionTokens: 32_768,
    supportedParameters: [...OPENROUTER_CHAT, ...JSON_SCHEMA],
    evidence: GEMINI_OPENROUTER,
  }),
} satisfies EndpointsFor<typeof models>;
