/**
 * `npm run starved`: `npm test` on a machine that has no time for it: as under `nice`, beside busy loops. A gateway that
 * is slow there is not broken, so the run must be as green as elsewhere.
 * Exit codes: those of `npm test`.
 * @module
 */
import { spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { Worker } from "node:worker_threads";
import { LAUNCHER } from "./lib/launcher.ts";
import { EXIT } from "./lib/wrong-use.ts";

/** So many loops, each as busy as a core. */
const LOOPS = 8;
/** A loop ends by itself after so long, whatever becomes of this process. */
const LONGEST_MS = 3_600_000;
const LOOP = `const until = Date.now() + ${LONGEST_MS}; while (Date.now() < until);`;

const HELP = `Usage: npm run starved -- [options of npm test]

Runs npm test as under nice, beside ${LOOPS} busy loops.

Example:
  npm run starved -- --provider deepinfra --area streaming

Exit codes: those of npm test.
`;

const args = process.argv.slice(2);
if (args.includes("--help") || args.includes("-h")) {
  process.stdout.write(HELP);
} else {
  // Loops and tests have the same low priority: a test that gets no time at all shows nothing.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const loops = Array.from({ length: LOOPS }, () => new Worker(LOOP, { eval: true }));
  const child = spawn(process.execPath, [LAUNCHER, "test", ...args], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  await Promise.all(loops.map((loop) => loop.terminate()));
  process.exitCode = code ?? EXIT.failures;
}
