/**
 * The introductory prices of Gemini 3.6 and 3.7 Flash. What follows them is entered when it holds: until then nothing is
 * sold past their end.
 * @module
 */
import { base, since } from "../../pricing/tiers.ts";
import type { Period } from "../../schema.ts";

/** @param from the first day of the model */
export const introductoryFlash = (from: string): Period[] => [
  {
    ...since(
      from,
      base({
        input: "0.75",
        cacheRead: "0.075",
        audioInput: "0.75",
        output: "3.75",
        search: "0.014",
        maps: "0.014",
      }),
    ),
    until: "2027-01-01",
  },
];
