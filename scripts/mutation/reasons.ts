/**
 * Why a mutant may stay: mostly that no input can tell it from the code. The reason stands before the line, as a comment that
 * StrykerJS reads too: `// Stryker disable next-line EqualityOperator: no two endpoints have the same id`.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isExcused, isLeft, oneLine, type Report, type Survivor } from "./score.ts";

export interface Reason {
  /** The line of code that it stands before, counted from 1. */
  line: number;
  /** That line, its blanks made one. */
  within: string;
  mutators: readonly string[];
  reason: string;
}

/** Alone on its line, or after the sign of a branch of which the formatter put it behind. */
const COMMENT = /^\s*(?:[?:] )?\/\/ Stryker disable next-line ([A-Za-z,]+): (.+)$/;
const isComment = (line: string | undefined): boolean => /^\s*\/\//.test(line ?? "");

/** The reasons in a file's text. */
export function reasonsIn(source: string): Reason[] {
  const lines = source.split("\n");
  return lines.flatMap((text, at) => {
    const [, mutators = "", reason = ""] = COMMENT.exec(text) ?? [];
    if (reason === "") return [];
    const ahead = lines.slice(at + 1).findIndex((line) => !isComment(line));
    const line = at + ahead + 2;
    return [
      { line, within: oneLine(lines[line - 1] ?? ""), mutators: mutators.split(","), reason: reason.trim() },
    ];
  });
}

/** The reasons in a file, by its path in the repository; none where there is no such file. */
export type ReasonsOf = (file: string) => readonly Reason[];

/** Reads each file once. */
export function reasonsBelow(root: string): ReasonsOf {
  const read = new Map<string, readonly Reason[]>();
  return (file) => {
    const known = read.get(file);
    if (known) return known;
    const found = reasonsIn(textOf(join(root, file)));
    read.set(file, found);
    return found;
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // Scores are kept of files that have moved since.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}

/** The reason that is given for a survivor, or `null`. Named by its code, not by its line: lines move. */
export const reasonFor = ({ file, mutator, within }: Survivor, reasonsOf: ReasonsOf): string | null =>
  reasonsOf(file).find((one) => one.within === within && one.mutators.includes(mutator))?.reason ?? null;

/** Mutators for which a reason stands where they make no mutant that is left. @example "registry/x.ts:3: Regex" */
export const needlessIn = (report: Report): string[] =>
  Object.entries(report.files).flatMap(([file, { source, mutants }]) => {
    const left = mutants.filter((mutant) => isLeft(mutant) || isExcused(mutant));
    return reasonsIn(source).flatMap(({ line, mutators }) =>
      mutators
        .filter((name) => !left.some((one) => one.mutatorName === name && one.location.start.line === line))
        .map((name) => `${file}:${line}: ${name}`),
    );
  });
