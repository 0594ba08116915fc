/**
 * `npm run lint:patterns`: no regular expression that meets outside text takes more than linear time.
 * @module
 */
import { Command } from "commander";
import { check } from "recheck";
import { BOUNDED, type Pattern, patternsWritten, type Written } from "./lib/patterns.ts";
import { exitAtWrongUse } from "./lib/wrong-use.ts";

new Command("npm run lint:patterns --")
  .description(
    "Judges every regular expression of registry/, reference-gateway/ and scripts/ by its worst input.",
  )
  .allowExcessArguments(false)
  .exitOverride(exitAtWrongUse)
  .parse();

/** How long one expression is judged at most, in milliseconds: a last resort, they take milliseconds each. */
const TIMEOUT = 120_000;
/** Without limits for the single steps, whose defaults a busy machine exceeds; and chance is the same each time. */
const PATIENT = { attackTimeout: null, incubationTimeout: null, seedingTimeout: null, randomSeed: 1 };

interface Judged extends Written {
  /** `vulnerable` with its class and an input, or `unknown`. */
  problem: string | null;
}

async function judge(key: string, { source, flags }: Pattern): Promise<string | null> {
  const first = await check(source, flags, { timeout: TIMEOUT });
  if (first.status === "safe") return null;
  const isKnown = Object.hasOwn(BOUNDED, key);
  const result = isKnown ? first : await check(source, flags, { timeout: TIMEOUT, ...PATIENT });
  if (result.status === "safe") return null;
  if (result.status === "unknown") return `not judged (${result.error.kind})`;
  return `${result.complexity.type}, for example on ${result.attack.pattern}`;
}

const all = new Map(
  [...patternsWritten()].map(([key, one]): [string, Judged] => [key, { ...one, problem: null }]),
);
const unneeded = new Set(Object.keys(BOUNDED));
for (const [key, judged] of all) {
  judged.problem = await judge(key, judged);
  if (judged.problem !== null && unneeded.delete(key)) judged.problem = null;
  if (judged.problem !== null)
    process.stdout.write(`${judged.places.join(", ")}\n  ${key}\n  ${judged.problem}\n`);
}
for (const key of unneeded) process.stdout.write(`${key}\n  needs no exception any more\n`);
const bad = unneeded.size + [...all.values()].filter(({ problem }) => problem !== null).length;
process.stdout.write(`${all.size} patterns, ${bad} not proven linear\n`);
process.exitCode = bad === 0 ? 0 : 1;
