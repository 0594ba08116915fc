/**
 * `npm run mutate`: does a test notice when the code is wrong? Mutation testing, folder by folder, with kept scores.
 * @module
 */
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { dayOf } from "../registry/pricing/periods.ts";
import { EXIT, WrongUse } from "./lib/wrong-use.ts";
import { FOLDERS } from "./mutation/folders.ts";
import { type FolderScore, readScores, SCORES, TABLE, writeScores, writeTable } from "./mutation/kept.ts";
import { chosenFolders, concurrencyOf, type RawOptions } from "./mutation/options.ts";
import { needlessIn, reasonsBelow } from "./mutation/reasons.ts";
import { countsOf, scoreOf, survivorsOf } from "./mutation/score.ts";
import { runStryker } from "./mutation/stryker.ts";
import { resultLine, scoresPage } from "./mutation/text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);

const EXAMPLES = `
Examples:
  npm run mutate                                  all folders; about an hour, the first time
  npm run mutate -- --folder pricing,usage        two of them
  npm run mutate -- --folder dialects             every folder whose name begins so
  npm run mutate -- --table                       write ${TABLE} anew, without a run

Folders: ${FOLDERS.map(({ name }) => name).join(", ")}

A second run tries again what a changed file, of source or tests, concerns. Scores and survivors: ${TABLE}.
Exit codes: 0 all at their aim, 1 a score below its aim or no result, 2 wrong use.`;

const program = new Command("npm run mutate --")
  .description("Changes the code in small ways and sees which changes no test notices.")
  .option("--folder <name...>", "folders to run, separated by commas or blanks")
  .option("--concurrency <n>", "mutants to try at a time", "2")
  .option("--force", "try also what did not change since the last run")
  .option("--table", `write ${TABLE} from the kept scores and the reasons in the code, and run nothing`)
  .option("--json", "print the scores of this run as JSON")
  .addHelpText("after", EXAMPLES)
  .allowExcessArguments(false)
  .exitOverride();

async function main(raw: RawOptions): Promise<number> {
  const folders = raw.table ? [] : chosenFolders(raw.folder, FOLDERS);
  const settings = { root, concurrency: concurrencyOf(raw.concurrency), force: raw.force === true };
  const reasonsOf = reasonsBelow(root);
  const needless: string[] = [];
  const found: Record<string, FolderScore> = {};
  for (const [i, folder] of folders.entries()) {
    say(`${folder.name} (${i + 1} of ${folders.length})`);
    const report = await runStryker(folder, settings);
    const counts = countsOf(report);
    const score: FolderScore = {
      date: dayOf(Date.now()),
      aim: folder.aim,
      score: scoreOf(counts),
      counts,
      survivors: survivorsOf(report),
    };
    found[folder.name] = score;
    needless.push(...needlessIn(report));
    say(resultLine(folder.name, score, reasonsOf));
    // After each folder: a run that is stopped keeps what it has.
    writeScores(root, { ...readScores(root), [folder.name]: score });
  }
  const scores = readScores(root);
  writeTable(root, scoresPage(FOLDERS, scores, reasonsOf));
  for (const place of needless) say(`a reason without a mutant: ${place}`);
  say(`kept in ${SCORES} and ${TABLE}`);
  if (raw.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  const low = Object.values(found).some(({ score, aim }) => score < aim);
  return low || needless.length > 0 ? EXIT.failures : EXIT.ok;
}

try {
  program.parse();
  process.exitCode = await main(program.opts<RawOptions>());
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
  } else {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof WrongUse ? EXIT.wrongUse : EXIT.failures;
  }
}
