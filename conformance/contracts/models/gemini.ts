/**
 * Gemini, family by family: how thinking is controlled, and what goes beside what.
 * State of November 2026; the evidence of every value is in `rules/evidence.json`.
 * @module
 */
import { factsOf, type Known, type ModelFacts } from "./model.ts";

export interface ThinkingBudget {
  least: number;
  most: number;
  also: readonly number[];
}

export interface GeminiFacts extends ModelFacts {
  /** Tokens of thinking: the range, and which values outside it are taken too (0 off, -1 dynamic); null: refused. */
  budget?: Known<ThinkingBudget | null>;
  /** Words of `thinkingLevel`; none: the field is refused. */
  levels: Known<readonly string[]>;
  /** `thinkingConfig` itself is refused. */
  noThinking?: Known<true>;
  /** Function calls of the current turn must carry a `thoughtSignature`. */
  signedCalls?: true;
  /** Function tools or built-in tools beside a JSON answer are refused. */
  toolsOrJson?: true;
  /** Built-in tools beside functions are refused. */
  oneKindOfTools?: true;
  /** temperature, topP and topK are refused. */
  noSampling?: Known<true>;
  /** candidateCount above 1 is refused. */
  oneCandidate?: true;
  /** Media in `functionResponse.parts` are refused. */
  textResults?: true;
  /** The conversation may not end with a model turn. */
  noModelLast?: true;
}

const cap = (tokens: number): GeminiFacts["outputCap"] => ({ is: tokens, by: ["gemini.output.max"] });
const NO_LEVEL: GeminiFacts["levels"] = { is: [], by: ["gemini.thinking.level-before-3"] };
const OLD = { toolsOrJson: true, oneKindOfTools: true, textResults: true, levels: NO_LEVEL } as const;
const V3 = { signedCalls: true, oneCandidate: true } as const;
const ALL_LEVELS = ["MINIMAL", "LOW", "MEDIUM", "HIGH"] as const;

export const GEMINI: readonly GeminiFacts[] = [
  {
    family: "1.5, 2.0",
    such: "gemini-2.0-flash",
    match: /^gemini-(?:1\.5|2\.0)/,
    ...OLD,
    outputCap: cap(8192),
    noThinking: { is: true, by: ["gemini.thinking.non-thinking-models"] },
  },
  // Image models have rules of their own, which are not told well enough.
  { family: "2.5 image", such: "gemini-2.5-flash-image", match: /^gemini-2\.5.*-image/, levels: NO_LEVEL },
  {
    family: "2.5-pro",
    such: "gemini-2.5-pro",
    match: /^gemini-2\.5-pro/,
    ...OLD,
    outputCap: cap(65_536),
    budget: { is: { least: 128, most: 32_768, also: [-1] }, by: ["gemini.thinking.budget-2.5-pro"] },
  },
  {
    family: "2.5-flash-lite",
    such: "gemini-2.5-flash-lite",
    match: /^gemini-2\.5-flash-lite/,
    ...OLD,
    outputCap: cap(65_536),
    budget: {
      is: { least: 512, most: 24_576, also: [0, -1] },
      by: ["gemini.thinking.budget-2.5-flash-lite"],
    },
  },
  {
    family: "2.5-flash",
    such: "gemini-2.5-flash",
    match: /^gemini-2\.5-flash/,
    ...OLD,
    outputCap: cap(65_536),
    budget: { is: { least: 0, most: 24_576, also: [-1] }, by: ["gemini.thinking.budget-2.5-flash"] },
  },
  {
    family: "3-pro",
    such: "gemini-3-pro-preview",
    match: /^gemini-3-pro-preview/,
    ...V3,
    levels: { is: ["LOW", "HIGH"], by: ["gemini.thinking.level-3-pro"] },
  },
  {
    family: "3.1-pro",
    such: "gemini-3.1-pro-preview",
    match: /^gemini-3\.1-pro-preview/,
    ...V3,
    levels: { is: ["LOW", "MEDIUM", "HIGH"], by: ["gemini.thinking.level-3.1-pro"] },
  },
  {
    family: "3.7, 3.8 flash",
    such: "gemini-3.8-flash",
    match: /^gemini-(?:3\.[78]-flash|flash-latest)/,
    ...V3,
    noModelLast: true,
    levels: { is: ["LOW", "MEDIUM", "HIGH"], by: ["gemini.thinking.level-3.7"] },
    noSampling: { is: true, by: ["gemini.sampling.removed-3.7"] },
  },
  {
    family: "3 to 3.6 flash",
    such: "gemini-3-flash-preview",
    match: /^gemini-3(?:\.[1-6])?-flash(?!.*(?:image|tts|live|audio))/,
    ...V3,
    levels: { is: ALL_LEVELS, by: ["gemini.thinking.level-before-3"] },
  },
  {
    family: "gemma-4",
    such: "gemma-4-31b-it",
    match: /^gemma-4/,
    levels: { is: ["MINIMAL", "HIGH"], by: ["gemini.thinking.gemma4"] },
    budget: { is: null, by: ["gemini.thinking.gemma4"] },
  },
];

export const geminiFacts = (model: string): GeminiFacts | undefined => factsOf(GEMINI, model);
