/**
 * Where facts about endpoints of Mistral come from.
 * @module
 */
import { noted } from "../../evidence.ts";
import type { Evidence } from "../../schema.ts";

/** Mistral's cached input, which the source does not list. */
export const mistralCache = (evidence: Evidence): Evidence =>
  noted(
    evidence,
    "Cached input is a tenth of the fresh one (pydantic/genai-prices@03c250d3, read from mistral.ai/pricing in June and August 2026); the source has no price for it.",
  );
