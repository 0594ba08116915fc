/**
 * Reads the shares of a run and writes the report of all of it.
 * @module
 */
import { join } from "node:path";
import { renderConsole } from "../../conformance/outcome/console.ts";
import { readGeneratedProof } from "../../conformance/outcome/generated-proof.ts";
import { wantsColor } from "../../conformance/outcome/paint.ts";
import { suiteProofOf } from "../../conformance/outcome/proof-level.ts";
import { buildReport } from "../../conformance/outcome/report.ts";
import { writeReport } from "../../conformance/outcome/report-files.ts";
import { merged, mismatch, type ShardFile, ShardFileSchema } from "../../conformance/outcome/shard-file.ts";
import { sourcesAt } from "../../conformance/outcome/sources.ts";
import { readJsonFile, writeHtml } from "./report-command.ts";
import { WrongUse } from "./wrong-use.ts";

/** More shares than machines that anybody has. */
const MOST = 999;

/** A `shard.json`, or the one in a directory. @throws WrongUse that says what is wrong with it */
const readShard = (path: string): ShardFile =>
  readJsonFile(path, "shard.json", {
    schema: ShardFileSchema,
    kind: "share",
    missing: "Run npm test -- --shard i/n --report DIR first.",
  });

export interface MergedRun {
  /** The report as the console shows it. */
  text: string;
  ok: boolean;
}

/** Writes the report of all shares into `folder`. @throws WrongUse where these are not the shares of one run */
export function mergeShards(paths: readonly string[], folder: string): MergedRun {
  if (paths.length > MOST) throw new WrongUse(`${paths.length} shares are given, allowed are ${MOST}.`);
  const shares = paths.map(readShard);
  const problem = mismatch(shares);
  if (problem !== null) throw new WrongUse(`these are not the shares of one run: ${problem}.`);
  const { results, meta, suiteProof } = merged(shares);
  const report = buildReport(results, {
    ...meta,
    suiteProof: suiteProofOf(suiteProof.states, suiteProof.errors),
    generatedProof: readGeneratedProof(folder),
    sources: sourcesAt(),
  });
  writeReport(folder, report);
  const page = writeHtml(folder).path;
  const shown = renderConsole(report, { color: wantsColor(process.stdout, process.env) });
  return { text: `${shown}\nreport: ${join(folder, "result.json")}\npage:   ${page}\n`, ok: report.ok };
}
