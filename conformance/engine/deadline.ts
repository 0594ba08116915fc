/**
 * When a case hangs: not when it is slow. What counts is the time in which this process had nothing to do, so that a busy
 * machine, which lets everything take long, makes no gateway look broken. What it waits for elsewhere is no such time.
 * @module
 */
import { performance } from "node:perf_hooks";
import { elsewhere } from "./elsewhere.ts";

/** How often it is looked, in milliseconds. */
const LOOK_MS = 20;
/** Work without end is never idle: after so many times the deadline it is over as well. */
const PATIENCE = 20;

/**
 * True when a run does not end.
 * @param idleMs how long the event loop may be idle, in all, before nothing is expected to come any more
 */
export async function hangs(run: Promise<void>, idleMs: number): Promise<boolean> {
  let before = performance.eventLoopUtilization();
  let idle = 0;
  const until = performance.now() + PATIENCE * idleMs;
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<boolean>((resolve) => {
    timer = setInterval(() => {
      const now = performance.eventLoopUtilization();
      if (!elsewhere.isBusy) idle += performance.eventLoopUtilization(now, before).idle;
      before = now;
      if (idle >= idleMs || performance.now() >= until) resolve(true);
    }, LOOK_MS);
  });
  try {
    return await Promise.race([run.then(() => false), deadline]);
  } finally {
    clearInterval(timer);
  }
}
