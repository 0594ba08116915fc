/**
 * Steps counted in a process of its own, whose instrumented code no other test shares.
 * @module
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { z } from "zod";

/** In bytes: hundreds of lines of some hundred bytes. */
const MOST_PRINTED = 16 * 1024 * 1024;
/** In milliseconds: a runaway, not a slow machine. */
const DEADLINE_MS = 280_000;

/**
 * Runs a file that prints one JSON line for each thing that it measured.
 * @returns its lines
 * @throws ZodError for a line of another shape, and the error of a process that fails
 */
export async function measuredSteps<Line>(main: string, line: z.ZodType<Line>): Promise<Line[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", main], {
    maxBuffer: MOST_PRINTED,
    timeout: DEADLINE_MS,
  });
  return stdout
    .trim()
    .split("\n")
    .map((text) => line.parse(JSON.parse(text)));
}
