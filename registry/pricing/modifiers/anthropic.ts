/**
 * What Claude's answers say about their price. `service_tier: priority` is prepaid capacity and stays unpriced.
 * @module
 */
import { times } from "./write.ts";

export const CLAUDE_BATCH = times(
  "service_tier",
  ["batch"],
  "0.5",
  "Anthropic's pricing page and Portkey-AI/models@f654307e: half; it stacks with caching",
);

/** Opus 4.6 and later, on Anthropic's own API. */
export const CLAUDE_US = times(
  "inference_geo",
  ["us"],
  "1.1",
  "Anthropic, data residency: 1.1 times every token class, cache included, from Opus 4.6 on",
);

const fast = (factor: string, remark: string) =>
  times(
    "speed",
    ["fast"],
    factor,
    `Anthropic, fast mode; Portkey-AI/models@f654307e and models.dev@f3fc6922: stacks with the cache and the geography. ${remark}`,
  );

export const CLAUDE_FAST_OPUS_4_6 = fast("6", "Across the whole context window.");
export const CLAUDE_FAST_OPUS_4_7 = fast(
  "6",
  "Not offered any more since 2026-07-24: answers before that day name it.",
);
export const CLAUDE_FAST_OPUS_4_8 = fast("2", "Deprecated on 2026-10-30, to be removed on 2026-11-30.");

/** Twice the list too; its price is that of a relay's own row of the model and of a gateway's page. */
export const CLAUDE_FAST_OPUS_5 = times(
  "speed",
  ["fast"],
  "2",
  "OpenRouter lists claude-opus-5-fast at 10 / 50 / 1 / 12.5, Vercel's model page agrees; Anthropic, fast mode: it stacks with the cache and the geography",
);

/** Claude from 4.5 on at Vertex AI. */
export const CLAUDE_VERTEX_REGIONS = times(
  "region",
  ["global"],
  "1.1",
  "pydantic/genai-prices citing Google's pricing page, and Portkey-AI/models@f654307e: regions and multi-regions a tenth above global",
  { exceptThese: true },
);
