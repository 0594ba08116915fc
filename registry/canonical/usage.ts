/**
 * Usage: how a provider's token counts become disjoint classes that are each billed once (USE-01…06).
 * The convention is data; `classify` is the only reader of it.
 * @module
 */
import { z } from "zod";
import type { PriceWords } from "./price-words.ts";

/** Every class of thing that can be billed. A token is in exactly one of them (USE-01). */
export const USAGE_CLASSES = [
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
  "request",
  "search",
  "fileSearch",
  "codeInterpreter",
  "maps",
] as const;

export type UsageClass = (typeof USAGE_CLASSES)[number];

/** Classes that belong to the prompt; the others, but for those charged by the piece, belong to the completion. */
export const PROMPT_CLASSES = [
  "input",
  "cacheRead",
  "cacheReadAudio",
  "cacheWrite5m",
  "cacheWrite1h",
  "audioInput",
  "imageInput",
] as const satisfies UsageClass[];

export const COMPLETION_CLASSES = [
  "output",
  "reasoning",
  "audioOutput",
  "imageOutput",
] as const satisfies UsageClass[];

/** Everything that is counted in tokens. */
export const TOKEN_CLASSES = [...PROMPT_CLASSES, ...COMPLETION_CLASSES] as const;

/** What is charged by the piece: the request itself, and what the provider's own tools did for it. */
export const PER_USE_CLASSES = [
  "request",
  "search",
  "fileSearch",
  "codeInterpreter",
  "maps",
] as const satisfies UsageClass[];

/** Disjoint counts; absent classes are 0. */
export type Usage = Partial<Record<UsageClass, number>>;

/**
 * What a provider's counts mean (USE-02). `decided-by-total`: the provider is inconsistent across models, and its
 * `total_tokens` tells whether reasoning lies inside the completion count or beside it.
 */
export const UsageConventionSchema = z.strictObject({
  cached: z.enum(["inside-prompt", "outside-prompt"]),
  cacheWrite: z.enum(["inside-prompt", "outside-prompt"]),
  reasoning: z.enum(["inside-completion", "outside-completion", "decided-by-total"]),
  /**
   * Where the total decides but is not given: what this model is known to do. Without it such reasoning is a
   * contradiction, unless it exceeds the completion and so cannot be inside.
   */
  reasoningWithoutTotal: z.enum(["inside-completion", "outside-completion"]).optional(),
  /** Does `total_tokens` bind? If so a total that does not add up is a contradiction (USE-03). */
  total: z.enum(["binding", "ignored"]),
  /** How usage seen several times in a stream combines (USE-04). */
  stream: z.enum(["replace", "add"]),
  /** Whose searches stand beside the usage: is each query billed, which is so unless told, or the answer they were made for? */
  searches: z.enum(["query", "answer"]).optional(),
  /** JSON paths in a body or chunk where usage may stand, first present one wins and is counted once. */
  paths: z.array(z.array(z.string()).min(1)).min(1),
  /**
   * The provider's own price for the call, and whether it or our computation is charged (CST-06). In USD, or in ticks
   * of 1e-10 USD.
   */
  reportedCost: z
    .strictObject({
      path: z.array(z.string()).min(1),
      counts: z.enum(["reported", "computed"]),
      unit: z.enum(["usd", "tick"]).optional(),
      /** A relay's own keys: where the flag is true the bill is the relay's fee and what the provider billed to the key. */
      ownKey: z
        .strictObject({ flag: z.array(z.string()).min(1), upstream: z.array(z.string()).min(1) })
        .optional(),
    })
    .optional(),
  evidence: z.string().min(1),
});

export type UsageConvention = z.infer<typeof UsageConventionSchema>;

/** The counts of one answer as the dialect reads them, before the convention is applied. */
export interface UsageCounts {
  prompt: number;
  completion: number;
  total?: number;
  /** Everything that was read from a cache. */
  cached?: number;
  /** Sound among what was read from a cache. */
  cachedAudio?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
  reasoning?: number;
  audioInput?: number;
  audioOutput?: number;
  imageInput?: number;
  imageOutput?: number;
  searches?: number;
  fileSearches?: number;
  codeRuns?: number;
  /** Answers for which places were looked up. */
  mapAnswers?: number;
}

/** Tokens of another model inside the answer: an advisor, for one (CST-11). */
export interface OtherModelUsage {
  /** The id that the provider gives the model; `null` where the answer does not say. */
  model: string | null;
  usage: Usage;
}

/** What an answer says about its price beside the counts of its own model (CST-09, CST-11, CST-13). */
export interface AnswerTerms {
  words: PriceWords;
  others: readonly OtherModelUsage[];
  /** Units above zero that belong to no class: `server_tool_use.code_execution_requests`. */
  unclassed: readonly string[];
}

export const NO_TERMS: AnswerTerms = { words: {}, others: [], unclassed: [] };

/** Known usage, usage that the provider did not give (never 0, USE-05), or counts that contradict each other. */
export type UsageReading =
  | { kind: "known"; usage: Usage; raw: unknown; terms?: AnswerTerms }
  | { kind: "unknown" }
  | { kind: "contradictory"; problem: string; raw: unknown };

/** The tokens of the given classes together. */
export function sumClasses(usage: Usage, classes: readonly UsageClass[]): number {
  return classes.reduce((sum, name) => sum + (usage[name] ?? 0), 0);
}

/** The same reading with what else the answer says about its price; what it says already stays. */
export function withTerms(reading: UsageReading, more: Partial<AnswerTerms>): UsageReading {
  if (reading.kind !== "known") return reading;
  const terms = reading.terms ?? NO_TERMS;
  const words = { ...terms.words, ...more.words };
  const others = [...terms.others, ...(more.others ?? [])];
  const unclassed = [...terms.unclassed, ...(more.unclassed ?? [])];
  const isPlain = Object.keys(words).length === 0 && others.length === 0 && unclassed.length === 0;
  return isPlain ? reading : { ...reading, terms: { words, others, unclassed } };
}

const contradiction = (problem: string, raw: unknown): UsageReading => ({
  kind: "contradictory",
  problem,
  raw,
});

/** Is reasoning beside the completion? `null` where nothing tells. */
function reasoningIsOutside(counts: UsageCounts, convention: UsageConvention): boolean | null {
  if (convention.reasoning !== "decided-by-total") return convention.reasoning === "outside-completion";
  const reasoning = counts.reasoning ?? 0;
  // Stryker disable next-line BooleanLiteral: where there is no reasoning it takes nothing from the completion, inside or outside
  if (reasoning === 0) return false;
  if (counts.total !== undefined) return counts.total === counts.prompt + counts.completion + reasoning;
  if (reasoning > counts.completion) return true;
  return convention.reasoningWithoutTotal ? convention.reasoningWithoutTotal === "outside-completion" : null;
}

/** The first of the counts that is none, as a sentence. */
function notACount(counts: UsageCounts): string | null {
  for (const name in counts) {
    const value = counts[name as keyof UsageCounts];
    if (value !== undefined && (!Number.isSafeInteger(value) || value < 0))
      return `${name} is ${String(value)}, not a count`;
  }
  return null;
}

/**
 * Applies a convention to counts. Nothing is clamped: counts that cannot be reconciled with each other or with a
 * binding total come back as `contradictory`, with the sentence that says which (USE-03).
 * @example
 * classify({ prompt: 336, cached: 256, completion: 96, reasoning: 59, total: 432 }, groq.usage, raw)
 * // { input: 80, cacheRead: 256, output: 37, reasoning: 59 }
 */
export function classify(counts: UsageCounts, convention: UsageConvention, raw: unknown): UsageReading {
  const wrong = notACount(counts);
  if (wrong !== null) return contradiction(wrong, raw);
  const { prompt, completion, cached = 0, cacheWrite5m = 0, cacheWrite1h = 0, reasoning = 0 } = counts;
  const { audioInput = 0, audioOutput = 0, imageInput = 0, imageOutput = 0 } = counts;
  const { searches = 0, fileSearches = 0, codeRuns = 0, mapAnswers = 0 } = counts;
  const { cachedAudio = 0 } = counts;
  if (cachedAudio > cached)
    return contradiction(`the cached sound (${cachedAudio}) exceeds the cached tokens (${cached})`, raw);
  const insidePrompt =
    (convention.cached === "inside-prompt" ? cached : 0) +
    (convention.cacheWrite === "inside-prompt" ? cacheWrite5m + cacheWrite1h : 0) +
    audioInput +
    imageInput;
  const input = prompt - insidePrompt;
  if (input < 0)
    return contradiction(`the parts of the prompt (${insidePrompt}) exceed prompt_tokens (${prompt})`, raw);

  const outside = reasoningIsOutside(counts, convention);
  if (outside === null)
    return contradiction(
      "without total_tokens nothing tells whether reasoning is part of completion_tokens",
      raw,
    );
  const output = completion - audioOutput - imageOutput - (outside ? 0 : reasoning);
  if (output < 0) {
    return contradiction(`the parts of the completion exceed completion_tokens (${completion})`, raw);
  }

  const usage: Usage = {};
  const add = (name: UsageClass, count: number): void => {
    if (count !== 0) usage[name] = count;
  };
  add("input", input);
  add("cacheRead", cached - cachedAudio);
  add("cacheReadAudio", cachedAudio);
  add("cacheWrite5m", cacheWrite5m);
  add("cacheWrite1h", cacheWrite1h);
  add("audioInput", audioInput);
  add("imageInput", imageInput);
  add("output", output);
  add("reasoning", reasoning);
  add("audioOutput", audioOutput);
  add("imageOutput", imageOutput);
  add("search", searches);
  add("fileSearch", fileSearches);
  add("codeInterpreter", codeRuns);
  add("maps", mapAnswers);
  const sum = sumClasses(usage, TOKEN_CLASSES);
  if (convention.total === "binding" && counts.total !== undefined && counts.total !== sum) {
    return contradiction(`total_tokens is ${counts.total} but the classes sum to ${sum}`, raw);
  }
  return { kind: "known", usage, raw };
}

/**
 * The OpenAI `usage` object for the caller: total = prompt + completion, cached ≤ prompt, reasoning ≤ completion (USE-06).
 */
export function toOpenAiUsage(usage: Usage): OpenAiUsage {
  const prompt_tokens = sumClasses(usage, PROMPT_CLASSES);
  const completion_tokens = sumClasses(usage, COMPLETION_CLASSES);
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: prompt_tokens + completion_tokens,
    prompt_tokens_details: {
      cached_tokens: (usage.cacheRead ?? 0) + (usage.cacheReadAudio ?? 0),
      cache_write_tokens: (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0),
      audio_tokens: usage.audioInput ?? 0,
    },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoning ?? 0,
      audio_tokens: usage.audioOutput ?? 0,
    },
  };
}

export interface OpenAiUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number; cache_write_tokens: number; audio_tokens: number };
  completion_tokens_details: { reasoning_tokens: number; audio_tokens: number };
}
