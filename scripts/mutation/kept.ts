/**
 * The scores that are kept in git.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { WrongUse } from "../lib/wrong-use.ts";
import { CountsSchema, SurvivorSchema } from "./score.ts";

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

export const SCORES = "scripts/mutation/kept/scores.json";
export const TABLE = "scripts/mutation/kept/scores.md";

/** @throws WrongUse where the file is missing or not of this form */
export function readScores(root: string): Scores {
  try {
    return ScoresSchema.parse(JSON.parse(readFileSync(join(root, SCORES), "utf8")));
  } catch (error) {
    throw new WrongUse(`${SCORES} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const writeScores = (root: string, scores: Scores): void =>
  writeFileSync(join(root, SCORES), `${JSON.stringify(scores, null, 2)}\n`);

export const writeTable = (root: string, text: string): void => writeFileSync(join(root, TABLE), text);
