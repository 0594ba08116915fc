/**
 * The scores that are kept in git, and the reasons that are given for survivors.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { WrongUse } from "../lib/wrong-use.ts";
import { CountsSchema, type Survivor, SurvivorSchema } from "./score.ts";

const FolderScoreSchema = z.strictObject({
  /** ISO date, UTC: when it was measured. */
  date: z.iso.date(),
  aim: z.number(),
  score: z.number(),
  counts: CountsSchema,
  survivors: z.array(SurvivorSchema),
});
export type FolderScore = z.infer<typeof FolderScoreSchema>;

const ScoresSchema = z.record(z.string(), FolderScoreSchema);
/** By folder. What was never measured is absent. */
export type Scores = z.infer<typeof ScoresSchema>;

/** Why a survivor may stay: mostly that no input can tell it from the code. */
const ReasonSchema = SurvivorSchema.omit({ line: true, covered: true }).extend({ reason: z.string().min(1) });
export type Reason = z.infer<typeof ReasonSchema>;

export const SCORES = "scripts/mutation/kept/scores.json";
export const TABLE = "scripts/mutation/kept/scores.md";
export const REASONS = "scripts/mutation/kept/reasons.json";

function readJson<T>(root: string, file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(join(root, file), "utf8")));
  } catch (error) {
    throw new WrongUse(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const readScores = (root: string): Scores => readJson(root, SCORES, ScoresSchema);
export const readReasons = (root: string): Reason[] => readJson(root, REASONS, z.array(ReasonSchema));

export const writeScores = (root: string, scores: Scores): void =>
  writeFileSync(join(root, SCORES), `${JSON.stringify(scores, null, 2)}\n`);

export const writeTable = (root: string, text: string): void => writeFileSync(join(root, TABLE), text);

type Named = Omit<Survivor, "line" | "covered">;

const isSame = (a: Named, b: Named): boolean =>
  a.file === b.file && a.mutator === b.mutator && a.from === b.from && a.to === b.to && a.within === b.within;

/** The reason that is given for a survivor, or `null`. */
export const reasonFor = (survivor: Survivor, reasons: readonly Reason[]): string | null =>
  reasons.find((reason) => isSame(reason, survivor))?.reason ?? null;

/** Reasons in measured files for which there is no survivor any more. */
export function staleReasons(
  scores: Scores,
  reasons: readonly Reason[],
  measured: readonly string[],
): Reason[] {
  const survivors = Object.values(scores).flatMap((folder) => folder.survivors);
  return reasons
    .filter(({ file }) => measured.some((path) => file === path || file.startsWith(`${path}/`)))
    .filter((reason) => !survivors.some((survivor) => isSame(reason, survivor)));
}
