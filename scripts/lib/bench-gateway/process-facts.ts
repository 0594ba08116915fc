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

/** CPU time of one process, in microseconds; 0 where it is gone. */
export function cpuOf(pid: number): number {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) ? usageOfOne(pid).cpu : 0;
}

function usageOfOne(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const cpu = (Number(fields[11]) + Number(fields[12])) * TICK_MICROS;
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

const LoopDelay = z.object({ p50: z.number(), p99: z.number(), max: z.number() });
/** Milliseconds that a turn of the event loop came late. */
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
