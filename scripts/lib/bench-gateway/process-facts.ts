/**
 * What a measured process tells of itself: CPU time, memory, the delay of its event loop.
 * @module
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";

const TICK_MICROS = 10_000;
const PAGE_BYTES = 4096;

/** CPU time in microseconds, memory in MiB. */
export interface Usage {
  cpu: number;
  rss: number;
}

/** The fields of a process's line behind its name, in the order of proc(5) from the third on. */
function statOf(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

const ticksOf = (fields: readonly string[], ...at: number[]): number =>
  at.reduce((sum, place) => sum + Number(fields[place]), 0);

/**
 * CPU time of the process that started this one and of all that it started, those included that have ended: a server that
 * has a process for each connection. In microseconds.
 */
export function familyCpuOf(pid: number): number {
  const parent = Number(statOf(pid)[1]);
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").split(" ").filter(Boolean);
  // One may have ended since: then it is counted with its parent's.
  const living = children
    .filter((child) => existsSync(`/proc/${child}/stat`))
    .map((child) => usageOfOne(Number(child)).cpu);
  const own = ticksOf(statOf(parent), 11, 12, 13, 14) * TICK_MICROS;
  return living.reduce((sum, cpu) => sum + cpu, own);
}

function usageOfOne(pid: number): Usage {
  const fields = statOf(pid);
  const cpu = ticksOf(fields, 11, 12) * TICK_MICROS;
  return { cpu, rss: (Number(fields[21]) * PAGE_BYTES) / 2 ** 20 };
}

/** CPU time and memory of a process and its workers, where `/proc` tells them. */
export function usageOf(pid: number | undefined): Usage | null {
  if (pid === undefined || process.platform !== "linux") return null;
  const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
  return [pid, ...workers.map(Number)]
    .map(usageOfOne)
    .reduce((sum, { cpu, rss }) => ({ cpu: sum.cpu + cpu, rss: sum.rss + rss }));
}

const LoopDelay = z.object({
  p50: z.number(),
  p99: z.number(),
  max: z.number(),
  held: z.number().nullable(),
});
/** Milliseconds that a turn of the event loop came late; `held` is the most CPU of one, where that is measured. */
export type LoopDelay = z.infer<typeof LoopDelay>;

const LOOP_WAIT_MS = 5_000;
const LOOK_EVERY_MS = 5;

/**
 * The delay since it was asked for last, of a process that was started with `loop-delay.mjs`.
 * @throws Error where it does not answer
 */
export async function loopDelay({ pid, file }: { pid: number; file: string }): Promise<LoopDelay> {
  rmSync(file, { force: true });
  process.kill(pid, "SIGUSR2");
  for (let waited = 0; waited < LOOP_WAIT_MS; waited += LOOK_EVERY_MS) {
    await pause(LOOK_EVERY_MS);
    try {
      return LoopDelay.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  throw new Error(`process ${pid} did not tell the delay of its event loop within ${LOOP_WAIT_MS} ms`);
}
