/**
 * From StrykerJS's report to a score and its survivors. Pure.
 * @module
 */
import { z } from "zod";

/** Counted from 1, as editors do. */
const Position = z.object({ line: z.number(), column: z.number() });

const MutantSchema = z.object({
  mutatorName: z.string(),
  replacement: z.string().default(""),
  status: z.enum([
    "Killed",
    "Survived",
    "NoCoverage",
    "Timeout",
    "CompileError",
    "RuntimeError",
    "Ignored",
    "Pending",
  ]),
  /** Why it was not tried: a reason of ours beside the code, or StrykerJS's own for what runs at import only. */
  statusReason: z.string().optional(),
  location: z.object({ start: Position, end: Position }),
});

/** The part of a mutation-testing report that is read here. */
export const ReportSchema = z.object({
  files: z.record(z.string(), z.object({ source: z.string(), mutants: z.array(MutantSchema) })),
});

export type Report = z.infer<typeof ReportSchema>;
type Mutant = z.infer<typeof MutantSchema>;

/** A mutant that no test noticed. Named by its code, not by its line: lines move. */
export const SurvivorSchema = z.strictObject({
  file: z.string(),
  line: z.number(),
  mutator: z.string(),
  /** The code, its blanks made one. */
  from: z.string(),
  to: z.string(),
  /** The line that it stands in, or begins in. */
  within: z.string(),
  /** Does any test reach it? */
  covered: z.boolean(),
});
export type Survivor = z.infer<typeof SurvivorSchema>;

export const CountsSchema = z.strictObject({
  killed: z.number(),
  timeout: z.number(),
  survived: z.number(),
  /** Reached by no test. */
  uncovered: z.number(),
  /** Not tried: they change what runs at import only. */
  static: z.number(),
  /** Not tried to the end: the mutant broke the run itself. */
  errors: z.number(),
});
export type Counts = z.infer<typeof CountsSchema>;

const COUNTED: Record<Mutant["status"], keyof Counts> = {
  Killed: "killed",
  Timeout: "timeout",
  Survived: "survived",
  NoCoverage: "uncovered",
  Ignored: "static",
  CompileError: "errors",
  RuntimeError: "errors",
  Pending: "errors",
};

/** Some test has reached it. */
const TRIED: readonly Mutant["status"][] = ["Killed", "Timeout", "Survived"];

/** Was it left out for a reason that stands beside the code? */
export const isExcused = ({ status, statusReason = "Static mutant" }: Mutant): boolean =>
  status === "Ignored" && !statusReason.startsWith("Static mutant");

/** A mutant with a reason counts as survived, so that no reason raises a score. */
export function countsOf(report: Report): Counts {
  const counts: Counts = { killed: 0, timeout: 0, survived: 0, uncovered: 0, static: 0, errors: 0 };
  for (const { mutants } of Object.values(report.files)) {
    for (const mutant of mutants) counts[isExcused(mutant) ? "survived" : COUNTED[mutant.status]]++;
  }
  return counts;
}

/** Detected mutants of all that were tried or reached by no test, in percent with one decimal, rounded down. */
export function scoreOf({ killed, timeout, survived, uncovered }: Counts): number {
  const all = killed + timeout + survived + uncovered;
  return all === 0 ? 100 : Math.floor(((killed + timeout) * 1000) / all) / 10;
}

export const isLeft = ({ status }: Mutant): boolean => status === "Survived" || status === "NoCoverage";

/** What nothing has noticed yet, as patterns of code for another run, whose columns count from 0. */
export const leftOver = (report: Report): string[] =>
  Object.entries(report.files).flatMap(([file, { mutants }]) => {
    const ranges = mutants
      .filter(isLeft)
      .map(
        ({ location: { start, end } }) =>
          `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
      );
    return [...new Set(ranges)];
  });

const keyOf = (file: string, { location, mutatorName, replacement }: Mutant): string =>
  JSON.stringify([file, location, mutatorName, replacement]);

/** A report with what a second run found of what the first had left. */
export function merged(first: Report, second: Report): Report {
  const found = new Map(
    Object.entries(second.files).flatMap(([file, { mutants }]) =>
      mutants.map((mutant) => [keyOf(file, mutant), mutant] as const),
    ),
  );
  const better = (file: string, mutant: Mutant): Mutant => {
    const again = isLeft(mutant) ? found.get(keyOf(file, mutant)) : undefined;
    return again !== undefined && TRIED.includes(again.status) ? again : mutant;
  };
  const files = Object.entries(first.files).map(([file, { source, mutants }]) => [
    file,
    { source, mutants: mutants.map((mutant) => better(file, mutant)) },
  ]);
  return { files: Object.fromEntries(files) };
}

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** The text between two positions, which count from 1. */
function codeAt(source: string, { start, end }: Mutant["location"]): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, i) => line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined))
    .join(" ");
}

export function survivorsOf(report: Report): Survivor[] {
  return Object.entries(report.files)
    .flatMap(([file, { source, mutants }]) =>
      mutants
        .filter((mutant) => isLeft(mutant) || isExcused(mutant))
        .map((mutant) => ({
          file,
          line: mutant.location.start.line,
          mutator: mutant.mutatorName,
          from: oneLine(codeAt(source, mutant.location)),
          to: oneLine(mutant.replacement),
          within: oneLine(source.split("\n")[mutant.location.start.line - 1] ?? ""),
          covered: mutant.status !== "NoCoverage",
        })),
    )
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
}
