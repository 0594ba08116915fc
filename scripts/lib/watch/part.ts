/**
 * What a process of `npm test -- --watch` loads anew for each saved file: the check of the data, then the cases.
 * @module
 */
import { fileURLToPath } from "node:url";
import { checkRegistry } from "../check/check.ts";
import type { Report, Task } from "./protocol.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** Loads what a run needs. */
export const warm = (): Promise<typeof import("./run-part.ts")> => import("./run-part.ts");

/** Runs a task; what is wrong with the data is told instead of running anything. */
export async function runPart(task: Task, say: (said: Report) => void): Promise<void> {
  const problems = await checkRegistry(ROOT);
  if (problems.length > 0) return say({ problems });
  const { runTask } = await warm();
  await runTask(task, say);
}
