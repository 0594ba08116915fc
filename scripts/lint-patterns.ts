/**
 * `npm run lint:patterns`: no regular expression that meets outside text takes more than linear time.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { check } from "recheck";
import { type Pattern, patternsOf } from "./lib/patterns.ts";

new Command("npm run lint:patterns --")
  .description("Judges every regular expression of registry/ and reference-gateway/ by its worst input.")
  .parse();

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** How long one expression is judged at most, in milliseconds: a last resort, they take milliseconds each. */
const TIMEOUT = 120_000;

/** Expressions that are not linear and meet bounded text only; one that is gone or linear is reported too. */
const BOUNDED: Readonly<Record<string, string>> = {
  "/^ {4}evidence: ([\\s\\S]*),$/m": "edit.ts reads the registry's own files",
  "/\\/((?:reference-gateway|registry)\\/[\\w./-]{1,120}\\.ts:\\d{1,6})/":
    "describe-error.ts cuts the stack first",
};

interface Judged extends Pattern {
  places: string[];
  /** `vulnerable` with its class and an input, or `unknown`. */
  problem: string | null;
}

function written(): Map<string, Judged> {
  const found = new Map<string, Judged>();
  for (const folder of ["registry", "reference-gateway"]) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })) {
      if (!name.endsWith(".ts") || name.endsWith(".test.ts") || name.includes("testing")) continue;
      for (const pattern of patternsOf(readFileSync(join(ROOT, folder, name), "utf8"))) {
        const key = `/${pattern.source}/${pattern.flags}`;
        const known = found.get(key) ?? { ...pattern, places: [], problem: null };
        known.places.push(`${folder}/${name}:${pattern.line}`);
        found.set(key, known);
      }
    }
  }
  return found;
}

async function judge({ source, flags }: Pattern): Promise<string | null> {
  const result = await check(source, flags, { timeout: TIMEOUT });
  if (result.status === "safe") return null;
  if (result.status === "unknown") return `not judged (${result.error.kind})`;
  return `${result.complexity.type}, for example on ${result.attack.pattern}`;
}

const all = written();
const unneeded = new Set(Object.keys(BOUNDED));
for (const [key, judged] of all) {
  judged.problem = await judge(judged);
  if (judged.problem !== null && unneeded.delete(key)) judged.problem = null;
  if (judged.problem !== null)
    process.stdout.write(`${judged.places.join(", ")}\n  ${key}\n  ${judged.problem}\n`);
}
for (const key of unneeded) process.stdout.write(`${key}\n  needs no exception any more\n`);
const bad = unneeded.size + [...all.values()].filter(({ problem }) => problem !== null).length;
process.stdout.write(`${all.size} patterns, ${bad} not proven linear\n`);
process.exitCode = bad === 0 ? 0 : 1;
