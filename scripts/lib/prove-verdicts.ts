/**
 * Verdicts about generated defects as lines of a file: a long run goes on where it was stopped, and the shares of several
 * machines, one file after the other, are one score.
 * @module
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { type Mutant, nameOfMutant } from "../../conformance/proof/generated/mutant.ts";
import type { MutantVerdict } from "../../conformance/proof/generated/prove-mutant.ts";
import { WrongUse } from "./wrong-use.ts";

const KillSchema = z.strictObject({
  case: z.string(),
  generated: z.boolean(),
  requirement: z.string(),
  check: z.string(),
  expected: z.string(),
  seen: z.string(),
});

const LineSchema = z.strictObject({
  mutant: z.string(),
  spoilt: z.int().nonnegative(),
  kill: KillSchema.nullable(),
});

/** The most that such a file may hold: 100,000 verdicts have less. */
const MAX_BYTES = 64 * 1024 * 1024;

function lineOf(path: string, text: string, at: number): z.infer<typeof LineSchema> {
  try {
    return LineSchema.parse(JSON.parse(text));
  } catch {
    throw new WrongUse(`line ${at + 1} of ${path} is no verdict; expected is a file that --verdicts wrote`);
  }
}

/**
 * The verdicts about these mutants that a file holds; none where there is no file. A last line without its end, of a run
 * that was killed as it wrote, is no verdict yet, and is cut off.
 * @throws WrongUse for a file of something else
 */
export function readVerdicts(path: string, all: readonly Mutant[]): MutantVerdict[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  if (text.length > MAX_BYTES) throw new WrongUse(`${path} is too large for a file of verdicts`);
  const byName = new Map(all.map((mutant) => [nameOfMutant(mutant), mutant]));
  const found = new Map<string, MutantVerdict>();
  const ended = text.slice(0, text.lastIndexOf("\n") + 1);
  // What comes next begins on a line of its own.
  if (ended !== text) writeFileSync(path, ended);
  for (const [at, line] of ended.split("\n").entries()) {
    if (line === "") continue;
    const { mutant: name, ...verdict } = lineOf(path, line, at);
    const mutant = byName.get(name);
    if (mutant) found.set(name, { mutant, ...verdict });
  }
  return [...found.values()];
}

/** Adds a verdict to a file. */
export function keepVerdict(path: string, { mutant, spoilt, kill }: MutantVerdict): void {
  appendFileSync(path, `${JSON.stringify({ mutant: nameOfMutant(mutant), spoilt, kill })}\n`);
}
