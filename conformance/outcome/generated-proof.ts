/**
 * What generated defects said of the suite, as the last run of them left it beside the reports: a run of the cases tells it
 * on, since it plants none itself.
 * @module
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Score } from "../proof/generated/score.ts";
import { writeBelow } from "./report-files.ts";
import { type GeneratedProof, GeneratedProofSchema } from "./report-schema.ts";

const FILE = "generated-proof.json";

/** No score is larger. */
const MAX_BYTES = 1024 * 1024;

/** A score as reports tell it. @param day when the defects were planted (ISO date) */
export function generatedProofOf(
  { total, rate, survivors }: Score,
  seed: number,
  day: string,
): GeneratedProof {
  const { generated, visible, excused, killed, byGenerated } = total;
  const holes = survivors.flatMap(({ name, reason }) => (reason === null ? [name] : []));
  return { day, seed, generated, visible, excused, killed, byGenerated, rate, holes };
}

/** Leaves a score in a folder of reports, in place of an earlier one. */
export const writeGeneratedProof = (folder: string, proof: GeneratedProof): void =>
  writeBelow(folder, FILE, `${JSON.stringify(proof, null, 2)}\n`);

/**
 * The score in a folder of reports; `null` where no generated defects were planted yet.
 * @throws ZodError or SyntaxError for a file that {@link writeGeneratedProof} did not write, RangeError for a huge one
 */
export function readGeneratedProof(folder: string): GeneratedProof | null {
  const path = join(folder, FILE);
  if (!existsSync(path)) return null;
  if (statSync(path).size > MAX_BYTES) throw new RangeError(`${path}: larger than ${MAX_BYTES} bytes`);
  return GeneratedProofSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** The score in a sentence. */
export const generatedProofText = ({ visible, excused, killed, rate, seed, day }: GeneratedProof): string =>
  `${killed} of ${visible - excused} generated defects that can be seen are caught (${(rate * 100).toFixed(1)} %, seed ${seed}, ${day})`;
