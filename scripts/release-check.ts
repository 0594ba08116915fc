/**
 * `npm run release:check`: what is to be released comes from an exact lock file whose packages are signed, and a bill of
 * materials goes with it. Exit codes: 0 ok, 1 something is wrong.
 * @module
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { lockfileProblems } from "./lib/lockfile.ts";
import { exitAtWrongUse } from "./lib/wrong-use.ts";

new Command("npm run release:check")
  .description(
    "Checks the lock file and the signatures of its packages, and writes dist/sbom.cdx.json (CycloneDX).",
  )
  .allowExcessArguments(false)
  .exitOverride(exitAtWrongUse)
  .parse();

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (name: string): unknown => JSON.parse(readFileSync(`${root}${name}`, "utf8"));
const MAX_SBOM_BYTES = 32 * 1024 * 1024;

const problems = lockfileProblems(read("package.json"), read("package-lock.json"));
for (const problem of problems) process.stderr.write(`${problem}\n`);
const sbom = execFileSync("npm", ["sbom", "--omit=dev", "--sbom-format=cyclonedx"], {
  cwd: root,
  maxBuffer: MAX_SBOM_BYTES,
});
mkdirSync(`${root}dist`, { recursive: true });
writeFileSync(`${root}dist/sbom.cdx.json`, sbom);
process.stdout.write("dist/sbom.cdx.json written\n");
const { status } = spawnSync("npm", ["audit", "signatures"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.stderr.write("the signatures of the packages were not confirmed\n");
process.exitCode = problems.length === 0 && status === 0 ? 0 : 1;
