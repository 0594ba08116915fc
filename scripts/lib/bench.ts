/**
 * How long small things take: the middle of several rounds, beside a baseline measured in the same rounds. Numbers are
 * for people to read on the machine that printed them; no test depends on them.
 * @module
 */

export interface Subject {
  name: string;
  /** Runs once; the result is kept from being optimised away. */
  run(i: number): unknown;
  /** What it should stay under, in microseconds. */
  limitUs?: number;
}

export interface Measurement {
  name: string;
  /** Microseconds per run: the middle round, the fastest, the slowest. */
  medianUs: number;
  bestUs: number;
  worstUs: number;
  /** The middle round as a multiple of the baseline's. */
  ratio: number;
  limitUs: number | null;
}

export interface BenchOptions {
  rounds: number;
  runs: number;
  /** Milliseconds, rising; handed in so that the arithmetic can be tested. */
  now(): number;
}

/** Where results go, so that no run can be skipped. */
export const sink: { last: unknown } = { last: null };

function roundUs({ run }: Subject, { runs, now }: BenchOptions): number {
  const start = now();
  for (let i = 0; i < runs; i++) sink.last = run(i);
  return ((now() - start) * 1000) / runs;
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

/** Measures the baseline and every subject, round by round, so that a slow moment of the machine hits all of them. */
export function measure(
  baseline: Subject,
  subjects: readonly Subject[],
  options: BenchOptions,
): Measurement[] {
  const all = [baseline, ...subjects];
  for (const subject of all) roundUs(subject, options); // The compiler's turn; not counted.
  const times = new Map(all.map((subject) => [subject, [] as number[]]));
  for (let round = 0; round < options.rounds; round++)
    for (const subject of all) times.get(subject)?.push(roundUs(subject, options));
  const sortedOf = (subject: Subject) => (times.get(subject) ?? []).sort((a, b) => a - b);
  const base = median(sortedOf(baseline));
  return all.map((subject) => {
    const sorted = sortedOf(subject);
    return {
      name: subject.name,
      medianUs: median(sorted),
      bestUs: sorted[0] ?? 0,
      worstUs: sorted.at(-1) ?? 0,
      ratio: base === 0 ? 0 : median(sorted) / base,
      limitUs: subject.limitUs ?? null,
    };
  });
}

/** The measurements as aligned text. */
export function benchText(measurements: readonly Measurement[]): string {
  const head = ["", "µs per run", "fastest", "slowest", "× baseline", "limit"];
  const rows = measurements.map(({ name, medianUs, bestUs, worstUs, ratio, limitUs }) => [
    name,
    medianUs.toFixed(3),
    bestUs.toFixed(3),
    worstUs.toFixed(3),
    ratio.toFixed(1),
    limitUs === null ? "" : `${medianUs < limitUs ? "under" : "OVER"} ${limitUs}`,
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
