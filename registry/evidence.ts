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
  reverifyAfter: "2027-01-01",
} satisfies Evidence;

/** A price that models.dev was offered but has not merged; limits and parameters from Helicone's public registry. */
export const MODELS_DEV_UNMERGED = {
  source: "models.dev pull request 1687 (price, not merged), Helicone/helicone (limits, parameters)",
  date: "2026-07-01",
  reverifyAfter: "2027-01-01",
} satisfies Evidence;

export const EMBEDDINGS = {
  ...MODELS_DEV,
  note: "The source's output price 0 means that no output is billed, and its output limit is the length of the vector.",
} satisfies Evidence;

/** The evidence of the long-context tiers. */
export const LONG_CONTEXT =
  "models.dev@f3fc6922 gives the size and the prices; that they cover the whole request is how vendors publish such prices, not verified per model.";

/** The same for OpenAI, whose boundary, basis and scope a second public price list has in its tests. */
export const OPENAI_LONG_CONTEXT =
  "pydantic/genai-prices (comments and tiered-pricing tests): strictly above 272000 tokens, cached ones included, input and cache read doubled and output at 1.5 for the whole request; models.dev@f3fc6922 gives the same prices. OpenAI's own wording not read.";
