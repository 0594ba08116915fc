/**
 * `node scripts/run.mjs NAME …`: runs `scripts/NAME.ts` from a bundle, which loads in a fraction of the time. Where none
 * can be made, tsx loads the sources one by one, as slowly as it does.
 * @module
 */
import { existsSync, readdirSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { bundled } from "./lib/bundle.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** What commands and tests start beside the commands, as processes of their own or in those of vitest. */
const PROCESSES = [
  "conformance/engine/suite.ts",
  "scripts/chaos/gateway.ts",
  "scripts/lib/bench-gateway/floor.ts",
  "scripts/lib/prove-worker.ts",
  "scripts/lib/watch/worker.ts",
  "reference-gateway/stores/testing/counting-process.ts",
  "reference-gateway/stores/testing/slow-gateway.ts",
  "vitest.config.ts",
];
const entries = [
  ...readdirSync(join(ROOT, "scripts"))
    .filter((file) => /^[\w-]+\.ts$/.test(file))
    .map((file) => `scripts/${file}`),
  ...PROCESSES.filter((file) => existsSync(join(ROOT, file))),
];

/** The file to import for an entry: of the bundle, or, where there is none, its source. */
async function fileOf(entry) {
  try {
    return (await bundled(ROOT, entries))[entry];
  } catch (error) {
    const [problem = "", first = ""] = error.message.split("\n");
    process.stderr.write(`note: starts slowly, from the single sources: ${problem}${first && ` ${first}`}\n`);
    const { register } = await import("tsx/esm/api");
    register();
    return join(ROOT, entry);
  }
}

const [node, , name = "", ...args] = process.argv;
const entry = posix.join("scripts", `${name}.ts`);
if (!entries.includes(entry)) {
  process.stderr.write(`error: there is no command ${JSON.stringify(name)} (${entry})\n`);
  process.exit(2);
}
process.setSourceMapsEnabled(true);
process.argv = [node, join(ROOT, entry), ...args];
await import(pathToFileURL(await fileOf(entry)).href);
