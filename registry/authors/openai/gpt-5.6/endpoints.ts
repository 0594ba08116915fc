import { noted, OPENAI_LONG_CONTEXT, SINCE_JULY } from "../../../evidence.ts";
import { JSON_SCHEMA, TOOLS } from "../../../parameters.ts";
import { AZURE_FLEX, FLEX, OPENAI_REGIONS, PRIORITY_2 } from "../../../pricing/modifiers/openai.ts";
import { above, base, since } from "../../../pricing/tiers.ts";
import { AZURE_FIXED_SAMPLING } from "../../../providers/azure/parameters.ts";
import { BEDROCK_RESPONSES } from "../../../providers/bedrock/parameters.ts";
import { OPENAI_GPT5, OPENAI_TOOLS } from "../../../providers/openai/parameters.ts";
import type { Evidence } from "../../../schema.ts";
import { chat, type EndpointsFor } from "../../family.ts";
import type { models } from "./models.ts";

/** Both smaller models became cheaper three weeks after they came. */
const FROM_JULY_30 = noted(
  SINCE_JULY,
  "The prices hold since 2026-07-30; those of the three weeks before are in the first list, which cites OpenAI's changelog.",
);

/** One list has this host, without a tier for long prompts: the context ends where the vendor's begins. */
const AT_AZURE = noted(
  SINCE_JULY,
  "Of the two lists only the second has this host, and no price above 272000 tokens: what it serves here ends there.",
);

/** In a region; the global profile, which its Responses host does not take, is a tenth cheaper. */
const AT_BEDROCK = {
  source:
    "pydantic/genai-prices@47df840a and #676, which cite AWS; docs.aws.amazon.com, model cards of GPT-5.6; theopenco/llmgateway#4129",
  date: "2026-11-29",
  reverifyAfter: "2027-02-27",
  note: "Sol at 4.40 / 22 is a promotion since 2026-08-21 that lasts at least through 2026-11-21; no source says what follows. The smaller two became cheaper on 2026-07-30; prompts above 272000 tokens are taken since 2026-08-03. Recorded exchanges take Responses at the host bedrock-mantle only.",
} satisfies Evidence;

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
        "2026-07-09",
        base({ input: "2.5", cacheRead: "0.25", cacheWrite5m: "3.125", output: "15", ...FEES }),
        above(
          272_000,
          { input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", output: "22.5" },
          OPENAI_LONG_CONTEXT,
          {
            inherits: ["search", "fileSearch"],
          },
        ),
      ),
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
        "2026-07-09",
        base({ input: "1", cacheRead: "0.1", cacheWrite5m: "1.25", output: "6", ...FEES }),
        above(
          272_000,
          { input: "2", cacheRead: "0.2", cacheWrite5m: "2.5", output: "9" },
          OPENAI_LONG_CONTEXT,
          {
            inherits: ["search", "fileSearch"],
          },
        ),
      ),
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
      since(
        "2026-07-09",
        base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", output: "30", ...FEES }),
      ),
      since("2026-09-01", base({ input: "4", cacheRead: "0.4", cacheWrite5m: "5", output: "20", ...FEES })),
    ],
    modifiers: [AZURE_FLEX],
    contextLength: 272_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...AZURE_FIXED_SAMPLING, "reasoning_effort", ...OPENAI_TOOLS, ...JSON_SCHEMA],
    evidence: noted(
      AT_AZURE,
      "Since 2026-09-01, at least through 2026-11-30: anomalyco/models.dev#5992; the second list has the price before.",
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
  "gpt-5.6-sol:bedrock": chat({
    providerModelId: "openai.gpt-5.6-sol",
    apis: ["openai-responses"],
    pricing: [
      since(
        "2026-07-13",
        base({ input: "5.5", cacheRead: "0.55", cacheWrite5m: "6.875", output: "33" }),
        above(
          272_000,
          { input: "11", cacheRead: "1.1", cacheWrite5m: "13.75", output: "49.5" },
          OPENAI_LONG_CONTEXT,
        ),
      ),
      since(
        "2026-08-21",
        base({ input: "4.4", cacheRead: "0.44", cacheWrite5m: "5.5", output: "22" }),
        above(
          272_000,
          { input: "8.8", cacheRead: "0.88", cacheWrite5m: "11", output: "33" },
          OPENAI_LONG_CONTEXT,
        ),
      ),
    ],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_RESPONSES, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: AT_BEDROCK,
  }),
  "gpt-5.6-terra:bedrock": chat({
    providerModelId: "openai.gpt-5.6-terra",
    apis: ["openai-responses"],
    pricing: [
      since(
        "2026-07-13",
        base({ input: "2.75", cacheRead: "0.275", cacheWrite5m: "3.4375", output: "16.5" }),
      ),
      since(
        "2026-07-30",
        base({ input: "2.2", cacheRead: "0.22", cacheWrite5m: "2.75", output: "13.2" }),
        above(
          272_000,
          { input: "4.4", cacheRead: "0.44", cacheWrite5m: "5.5", output: "19.8" },
          OPENAI_LONG_CONTEXT,
        ),
      ),
    ],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_RESPONSES, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: AT_BEDROCK,
    excused: [
      {
        rule: "float-noise",
        reason: "the first price of writing to the cache was 1.25 times an input of 2.75, to the last digit",
        expires: "2027-02-27",
      },
    ],
  }),
  "gpt-5.6-luna:bedrock": chat({
    providerModelId: "openai.gpt-5.6-luna",
    apis: ["openai-responses"],
    pricing: [
      since("2026-07-13", base({ input: "1.1", cacheRead: "0.11", cacheWrite5m: "1.375", output: "6.6" })),
      since(
        "2026-07-30",
        base({ input: "0.22", cacheRead: "0.022", cacheWrite5m: "0.275", output: "1.32" }),
        above(
          272_000,
          { input: "0.44", cacheRead: "0.044", cacheWrite5m: "0.55", output: "1.98" },
          OPENAI_LONG_CONTEXT,
        ),
      ),
    ],
    contextLength: 1_050_000,
    maxCompletionTokens: 128_000,
    supportedParameters: [...BEDROCK_RESPONSES, ...TOOLS, ...JSON_SCHEMA, "reasoning_effort"],
    evidence: AT_BEDROCK,
  }),
} satisfies EndpointsFor<typeof models>;
