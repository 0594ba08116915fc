/**
 * OpenAI's models, family by family, at OpenAI and Azure.
 * State of November 2026; the evidence of every value is in `rules/evidence.json`.
 * @module
 */
import { factsOf, type Known, type ModelFacts } from "./model.ts";

export interface OpenAiFacts extends ModelFacts {
  /** Where it answers: both APIs unless one is named. */
  only?: Known<"openai-chat" | "openai-responses">;
  /** Whether `temperature`, `top_p`, penalties and log probabilities are its defaults only, while it reasons or always. */
  fixedSampling?: Known<"always" | "while-reasoning">;
  /** The word that holds where none is sent. */
  defaultEffort?: string;
  /** `stop` is refused in chat completions. */
  noStop?: Known<true>;
  /** `max_tokens` is refused in chat completions. */
  noMaxTokens?: Known<true>;
  /** `parallel_tool_calls` is refused in chat completions. */
  noParallel?: Known<true>;
  /** The effort under which function tools are taken in chat completions. */
  chatToolsNeed?: Known<"no-other-effort" | "none" | "never">;
}

const words = (...is: string[]): readonly string[] => is;
const RESPONSES_ONLY: OpenAiFacts["only"] = { is: "openai-responses", by: ["openai.model.responses-only"] };
const CHAT_ONLY: OpenAiFacts["only"] = { is: "openai-chat", by: ["openai.model.chat-only"] };
const ALWAYS_FIXED: OpenAiFacts["fixedSampling"] = {
  is: "always",
  by: ["openai.temperature.reasoning.chat"],
};
const FIXED_5: OpenAiFacts["fixedSampling"] = { is: "always", by: ["openai.temperature.gpt-5-no-none"] };
const FIXED_WHILE: OpenAiFacts["fixedSampling"] = {
  is: "while-reasoning",
  by: ["openai.temperature.effort-none"],
};
const NO_STOP = { noStop: { is: true, by: ["openai.stop.reasoning"] } } satisfies Partial<OpenAiFacts>;
const NO_MAX = {
  noMaxTokens: { is: true, by: ["openai.max_tokens.reasoning"] },
} satisfies Partial<OpenAiFacts>;
const NO_PARALLEL = {
  noParallel: { is: true, by: ["openai.parallel.o-models"] },
} satisfies Partial<OpenAiFacts>;
const CAP_128K: OpenAiFacts["outputCap"] = { is: 128_000, by: ["openai.output-cap.gpt-5"] };
const cap = (tokens: number): OpenAiFacts["outputCap"] => ({ is: tokens, by: ["openai.max_tokens.cap"] });
const DATED = "(?:-\\d{4}-\\d{2}-\\d{2})?";

/** The more specific stands before the more general. */
export const OPENAI: readonly OpenAiFacts[] = [
  {
    family: "o1-mini, o1-preview",
    such: "o1-mini",
    match: /^o1-(?:mini|preview)/,
    only: CHAT_ONLY,
    efforts: { is: [], by: ["openai.effort.o1-mini"] },
    fixedSampling: ALWAYS_FIXED,
    ...NO_MAX,
  },
  {
    family: "deep research",
    such: "o4-mini-deep-research",
    match: /^o(?:3|4-mini)-deep-research/,
    only: RESPONSES_ONLY,
    efforts: { is: words("medium"), by: ["openai.effort.o-deep-research"] },
  },
  {
    family: "o1-pro, o3-pro",
    such: "o3-pro",
    match: /^o[13]-pro/,
    only: RESPONSES_ONLY,
    efforts: { is: words("low", "medium", "high"), by: ["openai.effort.o-pro"] },
  },
  {
    family: "o1, o3-mini",
    such: "o3-mini",
    match: new RegExp(`^(?:o1|o3-mini)${DATED}$`),
    efforts: { is: words("low", "medium", "high"), by: ["openai.effort.o-series"] },
    defaultEffort: "medium",
    ...NO_MAX,
    ...NO_PARALLEL,
    fixedSampling: { is: "always", by: ["openai.sampling.o-mini-matrix"] },
  },
  {
    family: "o3, o4-mini",
    such: "o4-mini",
    match: new RegExp(`^(?:o3|o4-mini)${DATED}$`),
    efforts: { is: words("low", "medium", "high"), by: ["openai.effort.o-series"] },
    defaultEffort: "medium",
    fixedSampling: ALWAYS_FIXED,
    ...NO_STOP,
    ...NO_MAX,
    ...NO_PARALLEL,
  },
  {
    family: "gpt-5 chat",
    such: "gpt-5-chat-latest",
    match: /^gpt-5-chat/,
    efforts: { is: [], by: ["openai.effort.gpt-5-chat"] },
  },
  {
    family: "gpt-5 codex",
    such: "gpt-5-codex",
    match: /^gpt-5-codex/,
    only: RESPONSES_ONLY,
    outputCap: CAP_128K,
    efforts: { is: words("low", "medium", "high"), by: ["openai.effort.gpt-5-codex"] },
    fixedSampling: FIXED_5,
    defaultEffort: "medium",
  },
  {
    family: "gpt-5-pro",
    such: "gpt-5-pro",
    match: /^gpt-5-pro/,
    only: RESPONSES_ONLY,
    efforts: { is: words("high"), by: ["openai.effort.gpt-5-pro"] },
    fixedSampling: FIXED_5,
    defaultEffort: "high",
  },
  {
    family: "gpt-5",
    such: "gpt-5-mini",
    match: new RegExp(`^gpt-5(?:-mini|-nano)?${DATED}$`),
    outputCap: CAP_128K,
    efforts: { is: words("minimal", "low", "medium", "high"), by: ["openai.effort.gpt-5"] },
    defaultEffort: "medium",
    fixedSampling: FIXED_5,
    ...NO_STOP,
    ...NO_MAX,
  },
  {
    family: "gpt-5.1 to 5.3 chat",
    such: "gpt-5.2-chat-latest",
    match: /^gpt-5\.[123]-chat/,
    ...NO_MAX,
    efforts: { is: words("medium"), by: ["openai.effort.gpt-5.x-chat"] },
  },
  {
    family: "gpt-5.1-codex-max",
    such: "gpt-5.1-codex-max",
    match: /^gpt-5\.1-codex-max/,
    only: RESPONSES_ONLY,
    efforts: { is: words("low", "medium", "high", "xhigh"), by: ["openai.effort.gpt-5.1-codex-max"] },
    outputCap: CAP_128K,
  },
  {
    family: "gpt-5.1-codex",
    such: "gpt-5.1-codex-mini",
    match: /^gpt-5\.1-codex/,
    only: RESPONSES_ONLY,
    outputCap: CAP_128K,
    efforts: { is: words("low", "medium", "high"), by: ["openai.effort.gpt-5.1-codex"] },
  },
  {
    family: "gpt-5.1",
    such: "gpt-5.1",
    match: new RegExp(`^gpt-5\\.1${DATED}$`),
    outputCap: CAP_128K,
    efforts: { is: words("none", "low", "medium", "high"), by: ["openai.effort.gpt-5.1"] },
    defaultEffort: "none",
    fixedSampling: FIXED_WHILE,
    ...NO_STOP,
    ...NO_MAX,
  },
  {
    family: "gpt-5.x-pro",
    such: "gpt-5.4-pro",
    match: /^gpt-5\.[245]-pro/,
    only: RESPONSES_ONLY,
    efforts: { is: words("medium", "high", "xhigh"), by: ["openai.effort.gpt-5.x-pro"] },
  },
  {
    family: "gpt-5.2-codex",
    such: "gpt-5.2-codex",
    match: /^gpt-5\.2-codex/,
    only: RESPONSES_ONLY,
    outputCap: CAP_128K,
    efforts: { is: words("low", "medium", "high", "xhigh"), by: ["openai.effort.gpt-5.2-codex"] },
  },
  {
    family: "gpt-5.3-codex",
    such: "gpt-5.3-codex",
    match: /^gpt-5\.3-codex/,
    only: RESPONSES_ONLY,
    // Whether it has `none` is told both ways.
    efforts: { is: words("none", "low", "medium", "high", "xhigh"), by: ["openai.effort.gpt-5.3-codex"] },
  },
  {
    family: "gpt-5.2",
    such: "gpt-5.2-2025-12-11",
    match: new RegExp(`^gpt-5\\.2${DATED}$`),
    outputCap: CAP_128K,
    efforts: { is: words("none", "low", "medium", "high", "xhigh"), by: ["openai.effort.gpt-5.2"] },
    fixedSampling: FIXED_WHILE,
    ...NO_STOP,
    ...NO_MAX,
  },
  {
    family: "gpt-5.4",
    such: "gpt-5.4-mini",
    match: new RegExp(`^gpt-5\\.4(?:-mini|-nano)?${DATED}$`),
    outputCap: CAP_128K,
    efforts: { is: words("none", "low", "medium", "high", "xhigh"), by: ["openai.effort.gpt-5.4"] },
    defaultEffort: "none",
    fixedSampling: FIXED_WHILE,
    ...NO_MAX,
    chatToolsNeed: { is: "no-other-effort", by: ["openai.tools-effort.gpt-5.4.chat"] },
  },
  {
    family: "gpt-5.5",
    such: "gpt-5.5",
    match: new RegExp(`^gpt-5\\.5${DATED}$`),
    outputCap: CAP_128K,
    efforts: { is: words("none", "low", "medium", "high", "xhigh"), by: ["openai.effort.gpt-5.5"] },
    defaultEffort: "medium",
    fixedSampling: FIXED_WHILE,
    ...NO_MAX,
    chatToolsNeed: { is: "none", by: ["openai.tools-effort.gpt-5.5.chat"] },
  },
  {
    family: "gpt-5.6",
    such: "gpt-5.6-sol",
    match: /^gpt-5\.6(?:-sol|-terra|-luna)?$/,
    efforts: { is: words("none", "low", "medium", "high", "xhigh", "max"), by: ["openai.effort.gpt-5.6"] },
    defaultEffort: "medium",
    fixedSampling: FIXED_WHILE,
    ...NO_MAX,
    chatToolsNeed: { is: "none", by: ["openai.tools-effort.gpt-5.6.chat"] },
  },
  {
    family: "gpt-6-astra",
    such: "gpt-6-astra",
    match: /^gpt-6-astra/,
    // Whether chat completions take `max` is told both ways.
    efforts: { is: words("low", "medium", "high", "xhigh", "max"), by: ["openai.effort.gpt-6-astra"] },
    noStop: { is: true, by: ["openai.legacy-fields.gpt-6-astra"] },
    noMaxTokens: { is: true, by: ["openai.legacy-fields.gpt-6-astra"] },
    chatToolsNeed: { is: "never", by: ["openai.tools.gpt-6-astra.chat"] },
  },
  {
    family: "gpt-6-luna",
    such: "gpt-6-luna",
    match: /^gpt-6-luna/,
    efforts: { is: words("none", "low", "medium", "high", "xhigh", "max"), by: ["openai.effort.gpt-6-luna"] },
    chatToolsNeed: { is: "none", by: ["openai.tools-effort.gpt-6-sol.chat"] },
  },
  {
    family: "gpt-6.1-terra",
    such: "gpt-6.1-terra",
    match: /^gpt-6\.1-terra/,
    efforts: {
      is: words("none", "low", "medium", "high", "xhigh", "max"),
      by: ["openai.effort.gpt-6.1-terra"],
    },
    chatToolsNeed: { is: "none", by: ["openai.tools-effort.gpt-6-sol.chat"] },
  },
  {
    family: "gpt-6-sol",
    such: "gpt-6-sol",
    match: /^gpt-6(?:\.1)?-sol/,
    chatToolsNeed: { is: "none", by: ["openai.tools-effort.gpt-6-sol.chat"] },
  },
  {
    family: "gpt-4o-mini",
    such: "gpt-4o-mini",
    match: new RegExp(`^gpt-4o-mini${DATED}$`),
    outputCap: cap(16_384),
    efforts: { is: [], by: ["openai.effort.non-reasoning.chat", "openai.effort.non-reasoning.responses"] },
  },
  {
    family: "gpt-4o",
    such: "gpt-4o-2024-11-20",
    match: /^gpt-4o(?:-2024-08-06|-2024-11-20)?$/,
    outputCap: cap(16_384),
    efforts: { is: [], by: ["openai.effort.non-reasoning.chat", "openai.effort.non-reasoning.responses"] },
  },
  {
    family: "gpt-4.1",
    such: "gpt-4.1-nano",
    match: /^gpt-4\.1(?:-mini|-nano)?/,
    outputCap: cap(32_768),
    efforts: { is: [], by: ["openai.effort.non-reasoning.chat", "openai.effort.non-reasoning.responses"] },
  },
  {
    family: "gpt-4, gpt-3.5",
    such: "gpt-3.5-turbo",
    match: /^(?:gpt-4(?:-turbo|o)?|gpt-3\.5|chatgpt-4o)/,
    efforts: { is: [], by: ["openai.effort.non-reasoning.chat", "openai.effort.non-reasoning.responses"] },
  },
];

export const openAiFacts = (model: string): OpenAiFacts | undefined => factsOf(OPENAI, model);
