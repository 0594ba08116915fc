/**
 * The hours in which DeepSeek's own platform asks twice its price.
 * @module
 */
import { base } from "../../../pricing/tiers.ts";
import type { PriceWindow, Rates } from "../../../schema.ts";

const WORKDAYS = [1, 2, 3, 4, 5];

const EVIDENCE =
  "api-docs.deepseek.com/quick_start/pricing as quoted in pydantic/genai-prices#581: Monday to Friday 01:00-04:00 and 06:00-10:00 UTC at twice the price. Which moment of a call counts is not stated; one later page leaves out Chinese public holidays.";

/** Both peaks of a workday, at these prices. */
export const deepseekPeak = (usdPerMillion: Rates): PriceWindow[] =>
  [
    { from: "01:00", to: "04:00" },
    { from: "06:00", to: "10:00" },
  ].map((hours) => ({ days: WORKDAYS, ...hours, tiers: [base(usdPerMillion)], evidence: EVIDENCE }));
