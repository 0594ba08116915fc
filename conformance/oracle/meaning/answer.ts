/**
 * What a model said, in words of no API: the suite's own items. Answers are generated as these, written in a provider's
 * API by one hand and read off the caller's by another, so that what should arrive needs no decoder to be known.
 * @module
 */

/** Where a passage comes from. */
export interface Source {
  url: string;
  title: string;
}

/** A passage of the text, with its sources in the order in which they are told; most have none. */
export interface Passage {
  text: string;
  sources: readonly Source[];
}

export interface AnswerCall {
  id: string;
  /** Which of the tools that the caller declared, by position. */
  tool: number;
  /** JSON text, to the letter. Cut off where the answer is. */
  arguments: string;
  /** Proves whose call it is, where the API signs any; empty for none. */
  seal: string;
}

/** The likelihood of a token, with those of its rivals. */
export interface AnswerToken {
  token: string;
  logprob: number;
  rivals: readonly { token: string; logprob: number }[];
}

/** OpenAI's words, which every API says in its own. */
export const FINISHES = ["stop", "length", "tool_calls", "content_filter"] as const;
export type Finish = (typeof FINISHES)[number];

export interface AnswerChoice {
  /** Nothing at all, or one or more passages; a passage may be empty. */
  passages: readonly Passage[];
  /** Visible thinking; empty for none. */
  reasoning: string;
  /** Proves whose thinking it is, where the API signs any. */
  signature: string;
  /** Why the model would not answer. */
  refusal: string | null;
  calls: readonly AnswerCall[];
  finish: Finish;
  /** The provider's word for it, one of those that mean it. */
  word: string;
  /** The sequence that stopped it, where the API tells. */
  stopSequence: string | null;
  tokens: readonly AnswerToken[];
}

/** What is counted, each token once. */
export const COUNTED = [
  "input",
  "cacheRead",
  "cacheReadAudio",
  "cacheWrite5m",
  "cacheWrite1h",
  "audioInput",
  "imageInput",
  "output",
  "reasoning",
  "audioOutput",
  "imageOutput",
] as const;
export type Counted = (typeof COUNTED)[number];
export type AnswerCounts = Readonly<Partial<Record<Counted, number>>>;

export interface AnswerUsage {
  counts: AnswerCounts;
  /** Of the output: tokens that a prediction had right, told once more as a detail. */
  accepted: number;
  /** Do cache writes come with their lifetimes? Where not, all of them live five minutes. */
  breakdown: boolean;
  /** The provider's own price in ten-billionths of a USD, where it reports one. */
  ticks: number;
}

export interface Answer {
  id: string;
  model: string;
  fingerprint: string;
  /** When it was made, in seconds since 1970; `null` where the provider does not say. */
  created: number | null;
  choices: readonly AnswerChoice[];
  /** Every usage that is told, in order; a whole answer tells the last one. */
  usages: readonly AnswerUsage[];
  /** Decides what has no meaning: where a stream is cut, what comes first of two things at once. */
  order: number;
}

export const PROMPT: readonly Counted[] = [
  ...(["input", "cacheRead", "cacheReadAudio", "cacheWrite5m", "cacheWrite1h"] as const),
  "audioInput",
  "imageInput",
];
export const COMPLETION: readonly Counted[] = ["output", "reasoning", "audioOutput", "imageOutput"];

/** The tokens of some kinds together. */
export const sumOf = (counts: AnswerCounts, kinds: readonly Counted[]): number =>
  kinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);

/** The text of a choice. */
export const textOf = ({ passages }: Pick<AnswerChoice, "passages">): string =>
  passages.map(({ text }) => text).join("");

/** The last usage that is told: the one that holds. */
export function lastUsage({ usages }: Pick<Answer, "usages">): AnswerUsage {
  const last = usages.at(-1);
  if (!last) throw new Error("a generated answer tells at least one usage");
  return last;
}

/** What stands between two thoughts of one text. */
export const BETWEEN_THOUGHTS = "\n\n";

/** Numbers from 0 to `below`, 1 excluded, the same for the same seed: a linear congruence. */
export function dice(seed: number): (below: number) => number {
  let state = (seed ^ 0x5bd1e995) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A text in pieces, cut between characters; one empty piece for none. */
export function piecesOf(text: string, roll: (below: number) => number): string[] {
  const characters = [...text];
  const pieces: string[] = [];
  while (characters.length > 0) pieces.push(characters.splice(0, 1 + roll(12)).join(""));
  return pieces.length === 0 ? [""] : pieces;
}
