/**
 * Where facts about endpoints of Nebius come from.
 * @module
 */
import { MODELS_DEV } from "../../evidence.ts";
import type { Evidence } from "../../schema.ts";

/** Nebius. Its list has prices for cache reads and writes. */
export const NEBIUS_PRICES = {
  ...MODELS_DEV,
  note: "The source also gives a price for cache writes, rounded to cents; the one recorded answer counts neither reads nor writes, so only the read is taken.",
} satisfies Evidence;
