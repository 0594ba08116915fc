/**
 * Where facts about endpoints of LemonFox come from.
 * @module
 */
import type { Evidence } from "../../schema.ts";

/** LemonFox's table of models. It has one price for every token, and a month without charge for new accounts. */
export const LEMONFOX_PRICES = {
  source:
    "lemonfox.ai/apis/chat, as quoted on 2026-09-29 in juspay/neurolink, docs/getting-started/providers",
  date: "2026-09-29",
  reverifyAfter: "2026-12-28",
  note: "The page has one column, price per million tokens, which is taken for input and for output; it gives no limit of the output: the maker's is taken.",
} satisfies Evidence;
