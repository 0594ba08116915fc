/**
 * Served tiers of Gemini: `serviceTier` at Google AI Studio, `trafficType` at Vertex AI. Provisioned throughput is
 * prepaid and stays unpriced.
 * @module
 */
import type { ModifierConfig } from "./schema.ts";
import { times, UNCACHED } from "./write.ts";

const FLEX =
  "ai.google.dev, optimization: half; Portkey-AI/models@f654307e per model and class; for 3.7 Flash pydantic/genai-prices@47df840a";
const PRIORITY =
  "Portkey-AI/models@f654307e, pydantic/genai-prices@47df840a: 1.8 times input, cached input and output";

const tiers = (word: "service_tier" | "traffic_type", halvesCache: boolean): ModifierConfig[] => {
  const named = (tier: string) => [word === "service_tier" ? tier : `on_demand_${tier}`];
  return [
    times(word, named("flex"), "0.5", FLEX, halvesCache ? {} : { classes: UNCACHED }),
    times(word, named("priority"), "1.8", PRIORITY),
  ];
};

/** Gemini 2.5, 3 and 3.1 Pro, whose cache reads flex does not halve. */
export const GEMINI_TIERS = tiers("service_tier", false);
/** Gemini 3.1 Flash-Lite and later. */
export const GEMINI_NEWER_TIERS = tiers("service_tier", true);
const VERTEX_TIERS = tiers("traffic_type", false);
const VERTEX_NEWER_TIERS = tiers("traffic_type", true);
/** Gemini 3.6 and 3.7 Flash: one list has the price of the global location everywhere, an issue report a tenth more elsewhere. */
export const VERTEX_GEMINI_ONE_PLACE = VERTEX_NEWER_TIERS;

/** The first day on which Google bills a tenth more outside the global location. */
const REGIONAL_FROM = "2026-07-01";

const regions = (evidence: string) =>
  times("region", ["global"], "1.1", evidence, { exceptThese: true, from: REGIONAL_FROM });

/** Gemini 2.5 on Vertex AI: the sources have one price for every location. */
export const VERTEX_GEMINI_2_5 = VERTEX_TIERS;
export const VERTEX_GEMINI_3 = [
  ...VERTEX_TIERS,
  regions(
    "BerriAI/litellm#37543: non-global endpoints 1.1 times since July 2026; Portkey-AI/models has no regional price for this model",
  ),
];
export const VERTEX_GEMINI_NEWER = [
  ...VERTEX_NEWER_TIERS,
  regions("Portkey-AI/models@f654307e: non-global 1.1 times on all prices and modes; BerriAI/litellm#37543"),
];
