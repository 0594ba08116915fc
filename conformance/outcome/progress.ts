/**
 * What a run says while it runs: a line for each area, or for each API of a provider where there are many, when it is
 * done; the first failures as they come; a sign of life where nothing else is said.
 * @module
 */
import { z } from "zod";
import { requirement } from "../requirements/index.ts";
import { firstDifference } from "./cause.ts";
import type { Paint } from "./paint.ts";
import { isRed } from "./red.ts";
import { type CaseResult, nameOf, placeOf, SKIPPED } from "./result.ts";
import { bounded, printable } from "./text.ts";

/** What is to come, as `npm test` tells it to the reporter. */
export const ProgressPlanSchema = z.strictObject({
  by: z.enum(["area", "place"]),
  totals: z.record(z.string(), z.int().positive()),
});
export type ProgressPlan = z.infer<typeof ProgressPlanSchema>;

/** Of more APIs of providers than this, each has a line in place of each area. */
const FEW = 3;
/** Failures that are told at once; the report tells them all. */
const FAILURES = 5;
/** Without a line for so long, one says how far it is. */
const SILENCE_MS = 15_000;
const LINE = 150;

const keyOf = (by: ProgressPlan["by"], item: { area: string; provider: string; api: string }): string =>
  by === "area" ? item.area : placeOf(item);

/** What a plan has to tell as it goes. */
export function progressPlan(
  items: readonly { area: string; provider: string; api: string }[],
): ProgressPlan {
  const by = new Set(items.map(placeOf)).size > FEW ? "place" : "area";
  const totals: Record<string, number> = {};
  for (const item of items) totals[keyOf(by, item)] = (totals[keyOf(by, item)] ?? 0) + 1;
  return { by, totals };
}

/** @example "4 s", "1 min 50 s" */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface ProgressOptions {
  strict: boolean;
  startedAt: number;
  paint: Paint;
}

/**
 * What is said of a red result as it comes: the first few are told, then that there are more.
 * @param nth which red result it is, from 1
 */
export function failureLines(
  result: CaseResult,
  nth: number,
  { strict, paint }: Pick<ProgressOptions, "strict" | "paint">,
): string[] {
  if (nth > FAILURES + 1) return [];
  if (nth > FAILURES) return ["  further failures are told at the end"];
  const check = firstDifference(result, strict);
  const why =
    check === null
      ? (result.reason ?? result.outcome)
      : `${check.requirement} ${requirement(check.requirement).level}: expected ${check.expected}, seen ${check.seen}`;
  const line = bounded(printable(`${nameOf(result)}: ${why}`).replaceAll("\n", " "), LINE);
  return [`  ${paint("red", "FAILED")} ${line}`];
}

export class Progress {
  private readonly plan: ProgressPlan;
  private readonly options: ProgressOptions;
  private readonly counts = new Map<string, Counts>();
  private readonly width: number;
  private readonly all: number;
  private done = 0;
  private failures = 0;
  private spokeAt: number;

  /** @param options `startedAt` in milliseconds of the clock that `add` is told */
  constructor(plan: ProgressPlan, options: ProgressOptions) {
    const { totals } = plan;
    this.plan = plan;
    this.options = options;
    this.width = Math.max(0, ...Object.keys(totals).map((key) => key.length)) + 2;
    this.all = Object.values(totals).reduce((sum, number) => sum + number, 0);
    this.spokeAt = options.startedAt;
  }

  /** Takes a result; gives the lines that are to be printed now. */
  add(result: CaseResult, now: number): string[] {
    const key = keyOf(this.plan.by, result);
    const own = this.counts.get(key) ?? { passed: 0, failed: 0, skipped: 0 };
    this.counts.set(key, own);
    const red = isRed(result, this.options.strict);
    if (red) own.failed += 1;
    else if (SKIPPED.includes(result.outcome)) own.skipped += 1;
    else own.passed += 1;
    this.done += 1;
    const lines = [
      ...(red ? this.failure(result) : []),
      ...(own.passed + own.failed + own.skipped === this.plan.totals[key]
        ? [this.finished(key, own, now)]
        : []),
    ];
    if (lines.length === 0 && now - this.spokeAt >= SILENCE_MS) lines.push(this.far(now));
    if (lines.length > 0) this.spokeAt = now;
    return lines;
  }

  private failure(result: CaseResult): string[] {
    this.failures += 1;
    return failureLines(result, this.failures, this.options);
  }

  private finished(key: string, { passed, failed, skipped }: Counts, now: number): string {
    const { paint } = this.options;
    const counts = [
      `${String(passed).padStart(5)} passed`,
      ...(failed === 0 ? [] : [paint("red", `${failed} failed`)]),
      ...(skipped === 0 ? [] : [`${skipped} n/a`]),
    ].join(", ");
    return `  ${key.padEnd(this.width)}${counts}  ${paint("dim", this.position(now))}`;
  }

  private far(now: number): string {
    return `  ${this.options.paint("dim", `… ${this.position(now)}`)}`;
  }

  private position(now: number): string {
    return `${this.done} of ${this.all}, ${durationText(now - this.options.startedAt)}`;
  }
}
