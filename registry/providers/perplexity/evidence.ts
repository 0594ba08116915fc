/**
 * Where facts about endpoints of Perplexity come from.
 * @module
 */
import { noted } from "../../evidence.ts";
import type { Evidence } from "../../schema.ts";

/** Perplexity's table of models for the Agent API, as models.dev has it. */
export const PERPLEXITY_PRICES = {
  source: "docs.perplexity.ai/docs/agent-api/models, in models.dev@f3fc6922, providers/perplexity-agent",
  date: "2026-07-01",
  reverifyAfter: "2026-09-29",
} satisfies Evidence;

/** Perplexity's own model, whose price is confirmed since the end of Sonar's chat completions. */
export const SONAR_PRICE: Evidence = noted(
  {
    source:
      "docs.perplexity.ai/docs/agent-api/models: models.dev@f3fc6922 and iyulab/TokenMeter v0.16.0, the same prices",
    date: "2026-09-27",
    reverifyAfter: "2026-12-26",
  },
  "A bill that somebody published agrees: 31 tokens in and 5 out cost 0.00002 USD (BerriAI/litellm#37112); bills are rounded to a hundred-thousandth.",
);
