/**
 * The known errors of the public price sources at hosts that relay or run many makers' models, and at Alibaba Cloud.
 * @module
 */

import { above, base } from "../pricing/tiers.ts";
import type { LintDecision } from "./decisions.ts";

const GPT = base({ input: "2.5", cacheRead: "0.25", output: "15" });
const GPT_TIER = above(
  272_000,
  { input: "5", cacheRead: "0.5", output: "22.5" },
  "as the source has it, from 272000 on",
);
const MILLION = { contextLength: 1_050_000, maxCompletionTokens: 128_000 };

export const hostDecisions: readonly LintDecision[] = [
  {
    row: "models.dev cloudflare workers-ai/@cf/meta/llama-3.1-8b-instruct (0.8299999999999998)",
    written: { pricing: [base({ input: "0.28", output: "0.8299999999999998" })] },
    openWeights: true,
    foundBy: ["float-noise", "schema"],
    decision: "correct",
    why: "binary noise in the source itself: 0.83",
  },
  {
    row: "models.dev qwen3.6-flash at alibaba, qwen3.6-plus and qwen3.7-max at openrouter and novita (cache write of five digits and more)",
    written: { pricing: [base({ input: "0.1875", cacheWrite5m: "0.234375", output: "1.125" })] },
    openWeights: false,
    foundBy: ["float-noise"],
    decision: "exception",
    why: "computed, but exactly: 1.25 times a discounted input, to the last digit",
  },
  {
    row: "models.dev novita minimax-m2.7-highspeed (cache write 0.375)",
    written: { pricing: [base({ input: "0.6", cacheRead: "0.06", cacheWrite5m: "0.375", output: "2.4" })] },
    openWeights: true,
    foundBy: ["cache-write-odd"],
    decision: "exception",
    why: "1.25 times the input of the standard build: speed is paid for where tokens are computed",
  },
  {
    row: "models.dev novita qwen3-max (2.11 / 8.45)",
    written: { pricing: [base({ input: "2.11", output: "8.45" })] },
    beside: { pricing: [base({ input: "1.2", output: "6" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "look up",
    why: "the maker asks 1.2 / 6 by now: probably its former price; until looked up not sold (PTB is off)",
  },
  {
    row: "models.dev alibaba qwen-mt-plus (2.46 / 7.37 beside novita's 0.25 / 0.75)",
    written: { pricing: [base({ input: "2.46", output: "7.37" })] },
    beside: { pricing: [base({ input: "0.25", output: "0.75" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "look up",
    why: "a factor of ten, and neither row tells which slipped; until looked up neither is sold (PTB is off)",
  },
  {
    row: "models.dev alibaba qwen3.7-max (2.5 / 7.5 beside 1.25 / 3.75 at three hosts)",
    written: { pricing: [base({ input: "2.5", cacheRead: "0.5", output: "7.5" })] },
    beside: { pricing: [base({ input: "1.25", cacheRead: "0.25", output: "3.75" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "look up",
    why: "a list price before a discount, or a row that was not renewed; until looked up not sold at the maker (PTB is off)",
  },
  {
    row: "models.dev alibaba qwen3-max, qwen3.6-plus, qwen3.7-plus beside openrouter's two thirds",
    written: { pricing: [base({ input: "0.5", output: "3" })] },
    beside: { pricing: [base({ input: "0.325", output: "1.95" })] },
    openWeights: false,
    foundBy: ["resale-far-apart"],
    decision: "exception",
    why: "the finding names the maker, whose list price is no error; the reseller passes on a discount",
  },
  {
    row: "models.dev openrouter, cloudflare gpt-5.4 and openrouter gpt-5.5, gemini-2.5-pro, grok-build-0.1 (flat)",
    written: { ...MILLION, pricing: [GPT, GPT_TIER] },
    beside: { ...MILLION, pricing: [GPT] },
    openWeights: false,
    foundBy: ["tier-elsewhere-flat"],
    decision: "exception",
    why: "here the maker has the tier and the reseller's row lacks it: OpenRouter's own cost is billed, Cloudflare's gpt-5.4 is not sold (PTB is off)",
  },
];
