/**
 * Numbers and times as people read them. Pure.
 * @module
 */
import { picoToUsd } from "../../registry/pricing/money.ts";

const WHOLE = new Intl.NumberFormat("en-US");

export const whole = (value: number | bigint): string => WHOLE.format(value);

/** Exact, with the sign of the currency: `$0.00021`. */
export const money = (pico: bigint | null): string => (pico === null ? "unpriced" : `$${picoToUsd(pico)}`);

/** To the second, UTC. */
export const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

export function duration(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** Of a whole, in percent; nothing of nothing is 0 %. */
export const share = (part: number, of: number): string =>
  `${of === 0 ? 0 : ((part / of) * 100).toFixed(1)} %`;

/** Cut for a table. */
export const short = (text: string, length = 80): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;

/** A rating in a word; nothing where nobody rated. */
export const judged = (feedback: boolean | null): string =>
  feedback === null ? "" : feedback ? "good" : "bad";
