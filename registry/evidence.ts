/**
 * Where the facts of the endpoints come from and when to look again (REG-12).
 * A remark on one row goes into its `note`: `{ ...MODELS_DEV, note: "…" }`.
 * @module
 */
import type { Evidence } from "./schema.ts";

/** The public models.dev data set at one commit: prices and limits as its contributors entered them. */
export const MODELS_DEV = {
  source: "models.dev@f3fc6922",
  date: "2026-07-01",
  reverifyAfter: "2026-09-29",
} satisfies Evidence;

/** A price that models.dev was offered but has not merged; limits and parameters from Helicone's public registry. */
export const MODELS_DEV_UNMERGED = {
  source: "models.dev pull request 1687 (price, not merged), Helicone/helicone (limits, parameters)",
  date: "2026-07-01",
  reverifyAfter: "2026-09-29",
} satisfies Evidence;

export const EMBEDDINGS = {
  ...MODELS_DEV,
  note: "The source's output price 0 means that no output is billed, and its output limit is the length of the vector.",
} satisfies Evidence;

/** Embeddings that models.dev does not list: two newer price lists, and the makers' documents for the limits. */
export const EMBEDDINGS_AUGUST = {
  source:
    "Portkey-AI/models@f654307e, pydantic/genai-prices@47df840a; limits and lengths from the maker's documents",
  date: "2026-08-21",
  reverifyAfter: "2026-11-19",
} satisfies Evidence;

/** Models since July 2026, which two price lists have with the same prices; neither states the limit of the output. */
export const SINCE_JULY = {
  source: "pydantic/genai-prices@47df840a and Portkey-AI/models@f654307e",
  date: "2026-08-21",
  reverifyAfter: "2026-11-19",
  note: "The limit of the output is that of the model before it.",
} satisfies Evidence;

/** Gemini 3.6 and 3.7 Flash, of which the lists have the introductory price or the one after it. */
export const GEMINI_INTRODUCTORY = {
  ...SINCE_JULY,
  source: "pydantic/genai-prices@47df840a, which cites ai.google.dev; Portkey-AI/models@f654307e",
  note: "The first list has 0.75 / 3.75 through 2026-12-31 as introductory and twice that from 2027-01-01 on, as the maker announces; the second has the later price only. No list has a dearer place. The limit of the output is that of Gemini 3.5 Flash.",
} satisfies Evidence;

/** Claude: the price of the 1-hour cache write is not in models.dev. */
export const CLAUDE = {
  ...MODELS_DEV,
  note: "The source gives the 5-minute cache write only; writing for an hour costs twice the input (Helicone/helicone, pydantic/genai-prices).",
} satisfies Evidence;

/** A remark on one row beside those that its evidence already has. */
export const noted = (evidence: Evidence, remark: string): Evidence => ({
  ...evidence,
  note: evidence.note === undefined ? remark : `${evidence.note} ${remark}`,
});

/** Newer evidence of a row's price; what it replaces stays in the note. */
export const renewed = (evidence: Evidence, now: Omit<Evidence, "note">): Evidence =>
  noted({ ...evidence, ...now }, `The earlier price, and limits: ${evidence.source} of ${evidence.date}.`);

/** A price of the source that two other lists, each from the vendor's own, agree is another one. @param was as the source has it */
export const outvoted = (evidence: Evidence, was: string, now: string): Evidence =>
  noted(
    evidence,
    `The source has ${was}; two other lists agree on ${now} (Portkey-AI/models@f654307e, pydantic/genai-prices@47df840a), which is taken.`,
  );

/** Claude at hosts that resell it: Azure, OpenRouter, Cloudflare. */
export const CLAUDE_RESOLD = noted(
  MODELS_DEV,
  "The source gives the 5-minute cache write only; an hour is priced as at the vendor, twice the input: no list of the host's own was read.",
);

/** The evidence of Qwen's long-context tiers. */
export const QWEN_LONG_CONTEXT =
  "help.aliyun.com/en/document_detail/3023262.html: tiers up to 256k (256000) and beyond, each call charged by the one that its input falls into; models.dev@f3fc6922 gives the size and the prices of these models.";

/** The same for MiMo. */
export const MIMO_LONG_CONTEXT =
  "models.dev@f3fc6922 gives 256000 and the prices, at the two hosts that have such a tier; neither they nor the maker say whether 256000 itself or the whole request is meant: read as their neighbours' tiers are.";

/** The same for xAI, whose tiers begin with the threshold itself. */
export const XAI_LONG_CONTEXT =
  "pydantic/genai-prices#583 and docs.x.ai: the higher price covers every token of a request that has 200000 tokens of prompt or more; models.dev@f3fc6922 gives the size and the prices.";

/** The same for Grok 4.5 and 4.6, which are younger than those lists. */
export const XAI_LONG_CONTEXT_LATER =
  "docs.x.ai/docs/models, as pydantic/genai-prices#586 and truefoundry/models#2167 quote it: two rows a model, the second for prompts that reach 200000 tokens, with its price for every token of the request.";

/** The same for OpenAI, whose boundary, basis and scope a second public price list has in its tests. */
export const OPENAI_LONG_CONTEXT =
  "pydantic/genai-prices (comments and tiered-pricing tests): strictly above 272000 tokens, cached ones included, input and cache read doubled and output at 1.5 for the whole request; models.dev@f3fc6922 gives the same prices. OpenAI's own wording not read.";

/** The same for Gemini. */
export const GEMINI_LONG_CONTEXT =
  "pydantic/genai-prices: strictly above 200000 prompt tokens, cached ones included, input, cached input and output of the whole request; models.dev@f3fc6922 gives the same prices.";

/** The same for Claude at hosts that still list such a tier. */
export const CLAUDE_LONG_CONTEXT =
  "models.dev@f3fc6922 gives the size and the prices; pydantic/genai-prices has the vendor's former tier strictly above 200000 tokens of input, cache reads and cache writes, for the whole request. The hour's write at twice the input is not listed.";
