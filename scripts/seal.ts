/**
 * `npm run seal`: leaves out of authored recordings what follows from their bytes, their folders and `calls.json`.
 * Exit codes: 0 sealed, 1 something is stale or cannot be sealed, 2 wrong use.
 * @module
 */
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { closest } from "fastest-levenshtein";
import { recordedProviders, recordingDirectories } from "../conformance/recordings/load.ts";
import { RecordingError } from "../conformance/recordings/problem.ts";
import { recordingJsonSchema } from "../conformance/recordings/schema.ts";
import {
  type StaleFile,
  shortName,
  staleFiles,
  staleSchema,
  writeFiles,
} from "../conformance/recordings/seal.ts";
import { endWith } from "./lib/wrong-use.ts";

const root = new URL("../recordings/", import.meta.url);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const complain = (line: string): boolean => process.stderr.write(`${line}\n`);

function collect(provider: string | undefined): { stale: StaleFile[]; problems: string[]; seen: number } {
  const stale = staleSchema(fileURLToPath(new URL("schema.json", root)), recordingJsonSchema());
  const problems: string[] = [];
  const directories = recordingDirectories(root, provider);
  for (const dir of directories) {
    try {
      stale.push(...staleFiles(dir));
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      problems.push(error.message);
    }
  }
  return { stale, problems, seen: directories.length };
}

function seal({ provider, check }: { provider?: string; check?: boolean }): number {
  const known = recordedProviders(root);
  if (provider !== undefined && !known.includes(provider)) {
    const nearest = known.length > 0 ? ` Did you mean "${closest(provider, known)}"?` : "";
    complain(`error: no recordings of a provider "${provider}".${nearest} Known: ${known.join(", ")}.`);
    return 2;
  }
  const { stale, problems, seen } = collect(provider);
  if (check !== true) writeFiles(stale);
  for (const { file } of stale) say(`${check === true ? "stale " : "sealed"} ${shortName(file)}`);
  for (const problem of problems) complain(`error: ${problem}`);
  const failed = problems.length > 0 || (check === true && stale.length > 0);
  say(
    `${seen} recordings, ${stale.length} files ${check === true ? "stale" : "written"}, ${problems.length} problems`,
  );
  if (check === true && stale.length > 0) say("To repair: npm run seal");
  return failed ? 1 : 0;
}

const program = new Command("seal")
  .description(
    "Leaves out of authored recordings what follows from the rest: ids, addresses, sizes, hashes, keys, chunks. Writes schema.json.",
  )
  .option("--provider <slug>", "only the recordings of one provider")
  .option("--check", "write nothing; exit 1 and list what is stale")
  .addHelpText("after", "\nRecordings that were captured or imported are checked and never changed.")
  .allowExcessArguments(false)
  .exitOverride();

try {
  program.parse();
  process.exitCode = seal(program.opts());
} catch (error) {
  endWith(error);
}
