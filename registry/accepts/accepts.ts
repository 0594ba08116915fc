/**
 * What a model takes of values that its endpoint's parameters leave open: words and budgets of thinking, and what it
 * refuses beside other things. Data with evidence; `fit.ts` reads it.
 * @module
 */

import type { ApiId } from "../apis/codec.ts";

/** Words of effort, the least first. */
export const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type Effort = (typeof EFFORTS)[number];

/** Anthropic's kinds of thinking. */
export type ThinkingKind = "enabled" | "adaptive" | "disabled";

/** Tokens of thinking that a model can be held to. */
export interface ThinkingBudget {
  least: number;
  most: number;
  /** Can it be switched off (a budget of 0)? */
  off: boolean;
}

/** What a model takes; a field that is absent leaves every value open. */
export interface Accepts {
  /** The words that it has. */
  efforts?: readonly [Effort, ...Effort[]];
  /** Words of its host's own for some of them. */
  spelled?: Readonly<Partial<Record<Effort, string>>>;
  /** The kinds of thinking that it takes, in Anthropic's form. */
  thinking?: readonly ThinkingKind[];
  budget?: ThinkingBudget;
  /** Beside tools it takes this effort alone in chat completions; `unset`: no effort may be sent. */
  effortBesideTools?: "none" | "unset";
  /** The API on which it refuses a format of the answer beside tools. */
  formatAlone?: ApiId;
  /** May media stand in the result of a tool? */
  mediaInResults?: false;
  /** May a conversation end with words of the assistant? */
  prefill?: false;
  /** Does it think in streams alone? Whole answers are asked for without thinking. */
  thinksInStreamsOnly?: true;
  /** Does it answer in streams alone? */
  streamsOnly?: true;
  /** Which media it takes by their address; all unless told. */
  addresses?: RegExp;
  /** Parameters that its host takes for some models only, this one among them. */
  takes?: readonly string[];
  /** Parameters of its API that it refuses. */
  refuses?: readonly string[];
  /** Where this is said. */
  evidence: string;
}

/** By model, or by `model:provider` where a host differs from the model's own. */
export type AcceptsTable = Readonly<Record<string, Accepts>>;
