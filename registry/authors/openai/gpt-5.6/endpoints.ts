import { noted, OPENAI_LONG_CONTEXT, SINCE_JULY } from "../../../evidence.ts";
import { JSON_SCHEMA } from "../../../parameters.ts";
import { AZURE_FLEX, FLEX, OPENAI_REGIONS, PRIORITY_2 } from "../../../pricing/modifiers/openai.ts";
import { above, base, since } from "../../../pricing/tiers.ts";
import { AZURE_FIXED_SAMPLING } from "../../../providers/azure/parameters.ts";
import { OPENAI_GPT5, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

/** Both smaller models became cheaper three weeks after they came; the lists have the later prices only. */
const FROM_JULY_30 = noted(
  SINCE_JULY,
  "The prices hold since 2026-07-30; what was asked in the three weeks before is not in the lists.",
);

/** One list has this host, without a tier for long prompts: the context ends where the vendor's begins. */
const AT_AZURE = noted(
  SINCE_JULY,
  "Of the two lists only the second has this host, and no price above 272000 tokens: what it serves here ends there.",
);

const FEES = { search: "0.01", fileSearch: "0.0025" };

export const endpoints = {
  "gpt-5.6-sol:openai": chat({
    providerModelId: "gpt-5.6-sol",
    pricing: [
      since(
        "2026-07-09",
        base({
          input: "5",
          cacheRead: "0.5",
          cacheWrite5m: "6.25",
          output: "30",
          search: "0.01",
          fileSearch: "0.0025",
        }),
        above(
          272_000,
          { input: "10", cacheRead: "1", cacheWrite5m: "12.5", output: "45" },
          OPENAI_LONG_CONTEXT,
          { inherits: ["search", "fileSearch"] },
        ),
      ),
      since(
        "2026-08-21",
        base({
          input: "4",
          cacheRead: "0.4",
          cacheWrite5m: "5",
          output: "20",
          search: "0.01",
          fileSearch: "0.0025",
        }),
        above(
          272_000,
          { input: "8", cacheRead: "0.8", cacheWrite5m: "10", output: "30" },
          OPENAI_LONG_CONTEXT,
          { inherits: ["search", "fileSearch"] },
        ),
      ),
    ],
    modifiers: [OPENAI_REGIONS, FLEX, PRIORITY_2],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      SINCE_JULY,
      "From 2026-08-21 on: Portkey-AI/models#899, simonw/llm-prices#66 and CultivateLabs/raif#545, which call it a promotion that lasts at least through 2026-11-21; no list says what follows.",
    ),
  }),
  "gpt-5.6-terra:openai": chat({
    providerModelId: "gpt-5.6-terra",
    pricing: [
      since(
        "2026-07-30",
        base({
          input: "2",
          cacheRead: "0.2",
          cacheWrite5m: "2.5",
          output: "12",
          search: "0.01",
          fileSearch: "0.0025",
        }),
        above(
          272_000,
          { input: "4", cacheRead: "0.4", cacheWrite5m: "5", output: "18" },
          OPENAI_LONG_CONTEXT,
          { inherits: ["search", "fileSearch"] },
        ),
      ),
    ],
    modifiers: [OPENAI_REGIONS, FLEX, PRIORITY_2],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: FROM_JULY_30,
  }),
  "gpt-5.6-luna:openai": chat({
    providerModelId: "gpt-5.6-luna",
    pricing: [
      since(
        "2026-07-30",
        base({
          input: "0.2",
          cacheRead: "0.02",
          cacheWrite5m: "0.25",
          output: "1.2",
          search: "0.01",
          fileSearch: "0.0025",
        }),
        above(
          272_000,
          { input: "0.4", cacheRead: "0.04", cacheWrite5m: "0.5", output: "1.8" },
          OPENAI_LONG_CONTEXT,
          { inherits: ["search", "fileSearch"] },
        ),
      ),
    ],
    modifiers: [OPENAI_REGIONS, FLEX, PRIORITY_2],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...OPENAI_GPT5, ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: FROM_JULY_30,
  }),
  "gpt-5.6-luna:azure": chat({
    providerModelId: "gpt-5.6-luna",
    pricing: [base({ input: "0.2", cacheRead: "0.02", cacheWrite5m: "0.25", output: "1.2", ...FEES })],
    modifiers: [AZURE_FLEX],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_FIXED_SAMPLING, "reasoning_effort", ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: AT_AZURE,
  }),
  "gpt-5.6-sol:azure": chat({
    providerModelId: "gpt-5.6-sol",
    pricing: [
      since("2026-09-01", base({ input: "4", cacheRead: "0.4", cacheWrite5m: "5", output: "20", ...FEES })),
    ],
    modifiers: [AZURE_FLEX],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_FIXED_SAMPLING, "reasoning_effort", ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      AT_AZURE,
      "Since 2026-09-01, at least through 2026-11-30: anomalyco/models.dev#5992; the list has the price before.",
    ),
  }),
  "gpt-5.6-terra:azure": chat({
    providerModelId: "gpt-5.6-terra",
    pricing: [base({ input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", output: "12", ...FEES })],
    modifiers: [AZURE_FLEX],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_FIXED_SAMPLING, "reasoning_effort", ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: AT_AZURE,
  }),
} satisfies EndpointsFor<typeof models>;
