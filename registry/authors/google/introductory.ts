/**
 * The introductory prices of Gemini 3.6 and 3.7 Flash, and the announced ones that follow them.
 * @module
 */
import { base, since } from "../../pricing/tiers.ts";
import type { Period } from "../../schema.ts";

const FEES = { search: "0.014", maps: "0.014" };

/** @param from the first day of the model */
export const introductoryFlash = (from: string): Period[] => [
  since(from, base({ input: "0.75", cacheRead: "0.075", audioInput: "0.75", output: "3.75", ...FEES })),
  since("2027-01-01", base({ input: "1.5", cacheRead: "0.15", audioInput: "1.5", output: "7.5", ...FEES })),
];
