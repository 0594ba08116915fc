/**
 * Where facts about endpoints of DeepSeek come from.
 * @module
 */
import type { Evidence } from "../../schema.ts";

/** DeepSeek's own prices, which went up and apart by the hour in August 2026. */
export const DEEPSEEK_PRICES = {
  source:
    "api-docs.deepseek.com/quick_start/pricing as quoted in pydantic/genai-prices#581 and anomalyco/models.dev#4891; until 2026-08-16 and limits: models.dev@f3fc6922",
  date: "2026-08-22",
  reverifyAfter: "2026-11-20",
} satisfies Evidence;
