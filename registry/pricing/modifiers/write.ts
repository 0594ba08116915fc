/**
 * How endpoints write their modifiers.
 * @module
 */
import { COMPLETION_CLASSES, type TOKEN_CLASSES } from "../../canonical/usage.ts";
import type { Rates } from "../rates.ts";
import type { ModifierConfig, ModifierWord } from "./schema.ts";

type TokenClass = (typeof TOKEN_CLASSES)[number];
type More = Partial<Pick<ModifierConfig, "from" | "until" | "baseTierOnly" | "exceptThese">>;

/** Everything that was not read from a cache. */
export const UNCACHED: readonly TokenClass[] = [
  "input",
  "cacheWrite5m",
  "cacheWrite1h",
  "audioInput",
  "imageInput",
  ...COMPLETION_CLASSES,
] as TokenClass[];

export const ALL_TOKENS: readonly TokenClass[] = [...UNCACHED, "cacheRead", "cacheReadAudio"];

/** A multiple of the list price. @example times("service_tier", ["flex"], "0.5", "vendor page") */
export const times = (
  word: ModifierWord,
  values: readonly string[],
  factor: string,
  evidence: string,
  { classes = ALL_TOKENS, ...more }: More & { classes?: readonly TokenClass[] } = {},
): ModifierConfig => ({
  kind: "factor",
  word,
  values: [...values],
  factor,
  classes: [...classes],
  evidence,
  ...more,
});

/** Prices in place of those of the list; classes that they leave out keep theirs. */
export const instead = (
  word: ModifierWord,
  values: readonly string[],
  usdPerMillion: Rates,
  evidence: string,
  more: More = {},
): ModifierConfig => ({ kind: "rates", word, values: [...values], usdPerMillion, evidence, ...more });
