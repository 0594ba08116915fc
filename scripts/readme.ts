/**
 * `npm run readme`: renews the computed parts of README.md.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { renewReadme, shownRun } from "./lib/readme.ts";
import { exitAtWrongUse } from "./lib/wrong-use.ts";

new Command("npm run readme --")
  .description(
    "Renews the tables of README.md from the registry, the recordings and the cases, and the output of a run from report/result.json, if npm test -- --provider deepinfra ran last.",
  )
  .allowExcessArguments(false)
  .exitOverride(exitAtWrongUse)
  .parse();

const README = fileURLToPath(new URL("../README.md", import.meta.url));
const run = shownRun(fileURLToPath(new URL("../report/result.json", import.meta.url)));
writeFileSync(README, renewReadme(readFileSync(README, "utf8"), run));
if (run === null)
  process.stdout.write(
    "the output of a run is left as it was: report/result.json is not of a green npm test -- --provider deepinfra\n",
  );
