/**
 * Where facts about endpoints of Avian come from.
 * @module
 */
import type { Evidence } from "../../schema.ts";

/** Avian's price list; limits are those of the model where its list gives none. */
export const AVIAN_PRICES = {
  source: "avian.io/pricing and avian.io/docs",
  date: "2026-11-28",
  reverifyAfter: "2027-02-26",
  note: "Avian gives no limit of the output, and no context for the V4 models: the maker's are taken.",
} satisfies Evidence;
