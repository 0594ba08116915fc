/**
 * The known errors of the public price sources, what finds each of them, and what is done about it when such a row is
 * to be taken over. Prices in USD per million tokens as the source has them.
 * @module
 */

import { above, base } from "../pricing/tiers.ts";
import type { EndpointConfig } from "../schema.ts";
import { hostDecisions } from "./decisions-hosts.ts";
import type { LintRule } from "./finding.ts";

export interface LintDecision {
  /** Where the row stands: the data set, provider and model id. */
  row: string;
  /** The row as an endpoint, by the fields that matter. */
  written: Partial<EndpointConfig>;
  /** The same model where it is sold otherwise. */
  beside?: Partial<EndpointConfig>;
  openWeights: boolean;
  /** The rules that find it; `schema` where the data does not even load; none where nothing can tell. */
  foundBy: readonly (LintRule | "schema")[];
  decision: "correct" | "leave out" | "not sold" | "exception" | "free" | "look up";
  why: string;
}

const SOURCE = "as the source has it, from 200000, 256000 or 272000 tokens on";
const CONTEXT_200K = { contextLength: 200_000, maxCompletionTokens: 64_000 };
const SONNET = base({ input: "3", cacheRead: "0.3", cacheWrite5m: "3.75", output: "15" });
const SONNET_TIER = above(
  200_000,
  { input: "6", cacheRead: "0.6", cacheWrite5m: "7.5", output: "22.5" },
  SOURCE,
);
const OPUS = base({ input: "5", cacheRead: "0.5", cacheWrite5m: "6.25", output: "25" });
const OPUS_TIER = above(
  200_000,
  { input: "10", cacheRead: "1", cacheWrite5m: "12.5", output: "37.5" },
  SOURCE,
);
const MILLION = { contextLength: 1_000_000, maxCompletionTokens: 64_000 };

/** As the row has it: not written in place, where the compiler would find the key that the schema has to find. */
const MISSPELT = { input: "1.25", output: "3.75", cached_input: "0.13" };

export const lintDecisions: readonly LintDecision[] = [
  {
    row: "models.dev azure claude-opus-4-6, claude-opus-4-8",
    written: { ...CONTEXT_200K, pricing: [OPUS, OPUS_TIER] },
    openWeights: false,
    foundBy: ["tier-unreachable"],
    decision: "leave out",
    why: "the context ends where the tier begins: it can never apply, and would apply wrongly once the context is raised",
  },
  {
    row: "Helicone anthropic, vertex, bedrock claude-sonnet-4, claude-sonnet-4-5",
    written: { ...CONTEXT_200K, pricing: [SONNET, SONNET_TIER] },
    openWeights: false,
    foundBy: ["tier-unreachable"],
    decision: "leave out",
    why: "models.dev has these models flat at the same context of 200,000",
  },
  {
    row: "Helicone anthropic claude-sonnet-4-6, vertex claude-opus-4-6@default",
    written: { ...MILLION, pricing: [SONNET, SONNET_TIER] },
    beside: { ...MILLION, pricing: [SONNET] },
    openWeights: false,
    foundBy: ["tier-elsewhere-flat"],
    decision: "look up",
    why: "the source dropped the vendor's own tier on 2026-03-13; what is left at resellers may be old, and only their page tells; Vertex, OpenRouter and Cloudflare keep it under exceptions that run out",
  },
  {
    row: "models.dev novita mimo-v2-pro, mimo-v2.5-pro",
    written: {
      ...MILLION,
      pricing: [
        base({ input: "2", cacheRead: "0.4", output: "6" }),
        above(256_000, { input: "2", cacheRead: "0.4", output: "6" }, SOURCE),
      ],
    },
    openWeights: false,
    foundBy: ["tier-changes-nothing"],
    decision: "look up",
    why: "deepinfra's base is half of this: the price above the threshold was probably entered as the base too; kept as published under exceptions that run out, and not sold (PTB is off)",
  },
  {
    row: "models.dev openrouter google/gemini-3.1-pro-preview (tier)",
    written: {
      ...MILLION,
      pricing: [
        base({ input: "2", cacheRead: "0.2", cacheWrite5m: "0.375", output: "12" }),
        above(200_000, { input: "4", cacheRead: "0.4", output: "18" }, SOURCE),
      ],
    },
    openWeights: false,
    foundBy: ["cache-write-odd", "tier-drops-class", "schema"],
    decision: "correct",
    why: "null in a tier means not stated, so the tier names cacheWrite5m among `inherits`; 0.375 itself is storage alone, see gemini-2.5-flash",
  },
  {
    row: "models.dev anthropic, cloudflare claude-3-sonnet",
    written: { pricing: [base({ input: "3", cacheRead: "0.3", cacheWrite5m: "0.3", output: "15" })] },
    openWeights: false,
    foundBy: ["cache-write-odd"],
    decision: "correct",
    why: "every other model of the vendor has 1.25 times the input: 3.75 was meant",
  },
  {
    row: "models.dev openrouter google/gemini-2.5-flash",
    written: {
      pricing: [base({ input: "0.3", cacheRead: "0.03", cacheWrite5m: "0.083333", output: "2.5" })],
    },
    openWeights: false,
    foundBy: ["float-noise", "cache-write-odd"],
    decision: "exception",
    why: "five minutes of storage at 1.00 an hour, on top of the input: another meaning of the word, and a third cut off",
  },
  {
    row: "models.dev zai glm-4.6, cerebras zai-glm-4.7 (cache write 0)",
    written: { pricing: [base({ input: "0.6", cacheRead: "0.11", cacheWrite5m: "0", output: "2.2" })] },
    openWeights: true,
    foundBy: ["zero-price"],
    decision: "exception",
    why: "the vendor does write to its cache for free; left out, the class would cost the input price",
  },
  {
    row: "models.dev openai gpt-3.5-turbo (cache read 0)",
    written: { pricing: [base({ input: "0.5", cacheRead: "0", output: "1.5" })] },
    openWeights: false,
    foundBy: ["zero-price"],
    decision: "leave out",
    why: "the model has no prompt cache; a cached token, should one appear, pays the input price and not nothing",
  },
  {
    row: "models.dev cerebras zai-glm-4.7 (cache read 0)",
    written: { pricing: [base({ input: "2.25", cacheRead: "0", output: "2.75" })] },
    openWeights: true,
    foundBy: ["zero-price"],
    decision: "leave out",
    why: "a paid model whose cached tokens cost nothing is not believed without the vendor's page",
  },
  {
    row: "models.dev cloudflare openai/gpt-3.5-turbo",
    written: { pricing: [base({ input: "0.5", cacheRead: "1.25", output: "1.5" })] },
    openWeights: false,
    foundBy: ["cache-read-above-input"],
    decision: "leave out",
    why: "dearer than reading afresh: 1.25 is gpt-4o's cache price",
  },
  {
    row: "models.dev novita mimo-v2-flash",
    written: { pricing: [base({ input: "0.1", cacheRead: "0.3", output: "0.3" })] },
    openWeights: true,
    foundBy: ["cache-read-above-input"],
    decision: "leave out",
    why: "0.3 is the output price, one column off",
  },
  {
    row: "models.dev openrouter kimi-k2-thinking",
    written: { pricing: [base({ input: "0.6", cacheRead: "0.6", output: "2.5" })] },
    openWeights: true,
    foundBy: ["cache-read-above-input"],
    decision: "leave out",
    why: "the input price entered twice; left out, the fallback bills the same",
  },
  {
    row: "models.dev together Qwen3.7-Max (misspelt key cached_input)",
    written: {
      pricing: [
        {
          kind: "base",
          from: 0,
          usdPerMillion: MISSPELT,
        },
      ],
    },
    openWeights: true,
    foundBy: ["schema"],
    decision: "correct",
    why: "an unknown key is refused where it is loaded; the price belongs to cacheRead",
  },
  {
    row: "models.dev openrouter llama-3.3-70b-instruct:free, zai glm-4.5-flash",
    written: { pricing: [base({ input: "0", output: "0" })] },
    openWeights: true,
    foundBy: ["zero-price"],
    decision: "free",
    why: "the name or the vendor says free: `free: true` on the endpoint",
  },
  {
    row: "models.dev cloudflare aura-2-en, nova-3, melotts",
    written: { pricing: [base({ input: "0", output: "0" })] },
    openWeights: true,
    foundBy: ["zero-price"],
    decision: "not sold",
    why: "billed by minute or character, which a token price of 0 hides",
  },
  {
    row: "models.dev azure model-router (output 0)",
    written: { pricing: [base({ input: "0.14", output: "0" })] },
    openWeights: false,
    foundBy: ["zero-price"],
    decision: "not sold",
    why: "a fee on top of whichever model answers; the bill cannot be told from this row",
  },
  {
    row: "models.dev groq compound, openai gpt-image-1 (no price)",
    written: { pricing: [base({})] },
    openWeights: false,
    foundBy: ["no-price"],
    decision: "not sold",
    why: "no price is not a price of 0",
  },
  {
    row: "models.dev groq orpheus, novita stheno-v3.2, azure cohere-embed-v3 (output limit above context)",
    written: { contextLength: 8192, maxCompletionTokens: 32_000 },
    openWeights: true,
    foundBy: ["limit-above-context"],
    decision: "correct",
    why: "an answer cannot be longer than the context: the smaller of the two is taken",
  },
  {
    row: "models.dev mistral labs-devstral-small-2512, cohere north-mini-code-1-0 (0 / 0)",
    written: { pricing: [base({ input: "0", output: "0" })] },
    openWeights: true,
    foundBy: ["zero-price"],
    decision: "free",
    why: "previews that the source has at 0: free as given, but not sold (PTB is off) while no page of the vendor says so",
  },
  {
    row: "models.dev google-ai-studio gemini-3-pro-image-preview (output 120), gemini-3.1-flash-image-preview (60)",
    written: { pricing: [base({ input: "2", output: "120" })] },
    openWeights: false,
    foundBy: [],
    decision: "not sold",
    why: "the price of pictures; what their text costs is in no row of the source",
  },
  {
    row: "models.dev cohere command-a, mistral mistral-large-2411, azure llama-3.1-405b (output above 5)",
    written: { pricing: [base({ input: "2.5", output: "10" })] },
    openWeights: true,
    foundBy: ["unit-slip"],
    decision: "exception",
    why: "open weights under a licence that forbids selling them, or large models at a cloud: dear, and right",
  },
  {
    row: "Helicone mistral-nemo:deepinfra (20 / 40)",
    written: { pricing: [base({ input: "20", output: "40" })] },
    beside: { pricing: [base({ input: "0.15", output: "0.15" })] },
    openWeights: true,
    foundBy: ["unit-slip", "price-far-apart"],
    decision: "correct",
    why: "a factor of 1000: 0.02 / 0.04 in an open change of models.dev, and 0.02 to 0.15 elsewhere",
  },
  {
    row: "Helicone mistral-small:deepinfra (50000 / 100000)",
    written: { pricing: [base({ input: "50000", output: "100000" })] },
    openWeights: true,
    foundBy: ["unit-slip", "schema"],
    decision: "not sold",
    why: "a factor of 1,000,000, and the two sources still differ after it (0.05 / 0.1 and 0.075 / 0.2)",
  },
  {
    row: "Helicone o3, o3-pro, o3-mini (per million in a per-token field)",
    written: { pricing: [base({ input: "1100000", cacheRead: "550000", output: "4400000" })] },
    openWeights: false,
    foundBy: ["unit-slip", "schema"],
    decision: "correct",
    why: "a factor of 1,000,000: 1.1 / 4.4, as models.dev has it",
  },
  {
    row: "the same slip the other way: per token in a per-million field",
    written: { pricing: [base({ input: "0.000002", output: "0.000008" })] },
    openWeights: false,
    foundBy: ["unit-slip"],
    decision: "correct",
    why: "two millionths of a cent for a million tokens is nobody's price",
  },
  {
    row: "Helicone claude-sonnet-4, claude-haiku-4.5 (web search at 0.00001)",
    written: { pricing: [base({ input: "3", output: "15", search: "0.00001" })] },
    openWeights: false,
    foundBy: ["unit-slip"],
    decision: "correct",
    why: "10 USD for 1000 searches is 0.01 a search, a factor of 1000",
  },
  {
    row: "a price divided by 1e6 in binary (0.1 / 1e6 × 1e6)",
    written: { pricing: [base({ input: "0.10000000000000002", output: "0.4" })] },
    openWeights: true,
    foundBy: ["float-noise", "schema"],
    decision: "correct",
    why: "the decimal as published; prices are text here and are never computed",
  },
  {
    row: "models.dev bedrock google.gemma-3-12b-it (0.049999999999999996 / 0.09999999999999999)",
    written: { pricing: [base({ input: "0.049999999999999996", output: "0.09999999999999999" })] },
    openWeights: true,
    foundBy: ["float-noise", "schema"],
    decision: "correct",
    why: "binary noise in the source itself: 0.05 / 0.1",
  },
  {
    row: "models.dev azure gpt-4 (60 / 120)",
    written: { pricing: [base({ input: "60", output: "120" })] },
    beside: { pricing: [base({ input: "30", output: "60" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "look up",
    why: "twice the vendor's price, and exactly that of gpt-4-32k; until looked up as published, and not sold (PTB is off)",
  },
  {
    row: "models.dev azure grok-4-20 (2 / 6)",
    written: { pricing: [base({ input: "2", output: "6" })] },
    beside: { pricing: [base({ input: "1.25", output: "2.5" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "look up",
    why: "resellers ask list price or a little more, not 2.4 times the output; until looked up not sold (PTB is off)",
  },
  {
    row: "Helicone openai gpt-4.1-mini (0.25 / 1), seen from azure's 0.4 / 1.6",
    written: { pricing: [base({ input: "0.4", output: "1.6" })] },
    beside: { pricing: [base({ input: "0.25", output: "1" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "correct",
    why: "the finding names the pair, the cheap side is wrong: models.dev has 0.4 / 1.6 at both",
  },
  {
    row: "models.dev google-ai-studio gemini-2.5-flash-image (output 30), seen from openrouter's 2.5",
    written: { pricing: [base({ input: "0.3", output: "30" })] },
    beside: { pricing: [base({ input: "0.3", output: "2.5" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "correct",
    why: "30 is the price of image output: it belongs to imageOutput, the text stays at 2.5",
  },
  {
    row: "Helicone openrouter deepseek-chat-v3.1 (3.16 / 4.75 beside 0.21 / 0.79)",
    written: { pricing: [base({ input: "3.16", output: "4.75" })] },
    beside: { pricing: [base({ input: "0.21", output: "0.79" })] },
    openWeights: true,
    foundBy: ["price-far-apart"],
    decision: "correct",
    why: "the dearest host plus 5.5 % is a bound for a reservation, not a price to bill",
  },
  {
    row: "models.dev bedrock au. claude-opus-4-6 (16.5 / 82.5)",
    written: {
      pricing: [OPUS],
      deployments: { default: {}, au: { pricing: [base({ input: "16.5", output: "82.5" })] } },
    },
    openWeights: false,
    foundBy: ["region-far-apart"],
    decision: "look up",
    why: "the old Opus price plus 10 %; the eu. region has 5.5 / 27.5; until looked up that deployment is not sold",
  },
  ...hostDecisions,
];
