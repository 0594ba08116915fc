/**
 * Claude, family by family: thinking, effort words, sampling, forced tools, prefill, output cap.
 * State of November 2026; the evidence of every value is in `rules/evidence.json`.
 * @module
 */
import { factsOf, type Known, type ModelFacts } from "./model.ts";

export interface ClaudeFacts extends ModelFacts {
  /** Kinds of `thinking` that it takes. */
  thinking: Known<readonly ("enabled" | "adaptive" | "disabled")[]>;
  /**
   * `either`: temperature or top_p, not both; `defaults`: temperature 1, top_p of at least 0.99, no top_k; `both`: free.
   */
  sampling: "both" | "either" | "defaults";
  /** Whether `tool_choice` any or tool is taken at all. */
  forcedTools: boolean;
  /** Whether the conversation may end with an assistant message. */
  prefill: boolean;
  /** Whether `output_config.format` and strict tools exist. */
  structured: boolean;
  /** Whether a message may have role system. */
  midSystem: boolean;
}

const ENABLED: ClaudeFacts["thinking"] = {
  is: ["enabled", "disabled"],
  by: ["anthropic.thinking.adaptive-refused"],
};
const EVERY_KIND: ClaudeFacts["thinking"] = {
  is: ["enabled", "adaptive", "disabled"],
  by: ["anthropic.thinking.adaptive-refused"],
};
const ADAPTIVE: ClaudeFacts["thinking"] = {
  is: ["adaptive", "disabled"],
  by: ["anthropic.thinking.enabled-refused"],
};
const ALWAYS: ClaudeFacts["thinking"] = {
  is: ["adaptive"],
  by: ["anthropic.thinking.disabled-refused-always-on", "anthropic.thinking.enabled-refused"],
};

const NO_EFFORT: ClaudeFacts["efforts"] = { is: [], by: ["anthropic.effort.refused-models"] };
const TO_MAX: ClaudeFacts["efforts"] = {
  is: ["low", "medium", "high", "max"],
  by: ["anthropic.effort.xhigh-refused"],
};
const ALL: ClaudeFacts["efforts"] = {
  is: ["low", "medium", "high", "xhigh", "max"],
  by: ["anthropic.effort.xhigh-refused"],
};
const cap = (tokens: number): ClaudeFacts["outputCap"] => ({
  is: tokens,
  by: ["anthropic.output-cap.table"],
});

const OLD = {
  sampling: "both",
  forcedTools: true,
  prefill: true,
  structured: false,
  midSystem: false,
} as const;
const TO_4_5 = { ...OLD, sampling: "either", structured: true } as const;
const V4_6 = { ...TO_4_5, prefill: false } as const;
const NEWEST = { ...V4_6, sampling: "defaults", midSystem: true } as const;

/** Where two words of one name follow each other, the more specific stands first. */
export const CLAUDE: readonly ClaudeFacts[] = [
  {
    family: "opus-5-5 and 5-1",
    such: "claude-opus-5-5",
    match: /^claude-(?:opus-5-5|(?:fable|mythos)-5-1|mythos-preview)/,
    thinking: ALWAYS,
    efforts: ALL,
    outputCap: cap(128_000),
    ...NEWEST,
    forcedTools: false,
  },
  {
    family: "fable-5, mythos-5",
    such: "claude-fable-5",
    match: /^claude-(?:fable|mythos)-5/,
    thinking: ALWAYS,
    efforts: ALL,
    outputCap: cap(128_000),
    ...NEWEST,
  },
  {
    family: "opus-5",
    such: "claude-opus-5",
    match: /^claude-opus-5/,
    thinking: ADAPTIVE,
    efforts: ALL,
    outputCap: cap(128_000),
    ...NEWEST,
  },
  {
    family: "sonnet-5",
    such: "claude-sonnet-5",
    match: /^claude-sonnet-5/,
    thinking: ADAPTIVE,
    efforts: ALL,
    outputCap: cap(128_000),
    ...NEWEST,
  },
  {
    family: "opus-4-8",
    such: "claude-opus-4-8",
    match: /^claude-opus-4-8/,
    thinking: ADAPTIVE,
    efforts: ALL,
    outputCap: cap(128_000),
    ...NEWEST,
  },
  {
    family: "opus-4-7",
    such: "claude-opus-4-7",
    match: /^claude-opus-4-7/,
    thinking: ADAPTIVE,
    efforts: ALL,
    outputCap: cap(128_000),
    ...NEWEST,
    midSystem: false,
  },
  {
    family: "4-6",
    such: "claude-sonnet-4-6",
    match: /^claude-(?:opus|sonnet)-4-6/,
    thinking: EVERY_KIND,
    efforts: TO_MAX,
    outputCap: cap(128_000),
    ...V4_6,
  },
  {
    family: "opus-4-5",
    such: "claude-opus-4-5-20251101",
    match: /^claude-opus-4-5/,
    thinking: ENABLED,
    efforts: { is: ["low", "medium", "high"], by: ["anthropic.effort.opus45-levels"] },
    outputCap: cap(64_000),
    ...TO_4_5,
  },
  {
    family: "sonnet-4-5, haiku-4-5",
    such: "claude-haiku-4-5",
    match: /^claude-(?:sonnet|haiku)-4-5/,
    thinking: ENABLED,
    efforts: NO_EFFORT,
    outputCap: cap(64_000),
    ...TO_4_5,
  },
  {
    family: "opus-4-1",
    such: "claude-opus-4-1-20250805",
    match: /^claude-opus-4-1/,
    thinking: ENABLED,
    efforts: NO_EFFORT,
    outputCap: cap(32_000),
    ...TO_4_5,
  },
  {
    family: "opus-4",
    such: "claude-opus-4-20250514",
    match: /^claude-opus-4(?:-0|-20|$)/,
    thinking: ENABLED,
    efforts: NO_EFFORT,
    outputCap: cap(32_000),
    ...OLD,
  },
  {
    family: "sonnet-4",
    such: "claude-sonnet-4-20250514",
    match: /^claude-sonnet-4(?:-0|-20|$)/,
    thinking: ENABLED,
    efforts: NO_EFFORT,
    outputCap: cap(64_000),
    ...OLD,
  },
  {
    family: "3-7",
    such: "claude-3-7-sonnet-20250219",
    match: /^claude-3-7-sonnet/,
    // 128,000 with a beta header of its time, which is why the cap counts only without betas.
    thinking: ENABLED,
    efforts: NO_EFFORT,
    outputCap: cap(64_000),
    ...OLD,
  },
];

export const claudeFacts = (model: string): ClaudeFacts | undefined => factsOf(CLAUDE, model);
