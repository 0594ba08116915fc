/**
 * How long runs took, so that the next one like it can say how long it will take.
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const TimesSchema = z.record(z.string(), z.number().positive());
type Times = z.infer<typeof TimesSchema>;

/** So many kinds of runs are remembered, the latest ones. */
const KEPT = 50;

/** What was remembered; nothing where there is no file yet, or another tool's. */
function readTimes(path: string): Times {
  try {
    return TimesSchema.catch({}).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || error instanceof SyntaxError) return {};
    throw error;
  }
}

/** How long the last run of this kind took in milliseconds; `null` for the first one. */
export const lastTime = (path: string, kind: string): number | null => {
  const times = readTimes(path);
  return Object.hasOwn(times, kind) ? (times[kind] ?? null) : null;
};

/** Remembers how long a run took, in milliseconds. */
export function rememberTime(path: string, kind: string, milliseconds: number): void {
  const { [kind]: _earlier, ...others } = readTimes(path);
  const entries = [...Object.entries(others), [kind, Math.max(1, Math.round(milliseconds))] as const];
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(entries.slice(-KEPT)), null, 1)}\n`);
}
