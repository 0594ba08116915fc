/**
 * Loaded before what is measured: notes how late the event loop's turns come. At `SIGUSR2` it writes what it saw since the
 * last one into the file that `BENCH_LOOP_FILE` names, in milliseconds. Plain JavaScript, since other gateways run with it too.
 * @module
 */
import { renameSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 5;
const file = process.env.BENCH_LOOP_FILE;

if (file !== undefined) {
  const seen = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  seen.enable();
  // What is measured is the time between two turns of a timer: what comes above its own is the delay.
  const ms = (nanos) => Math.max(0, nanos / 1e6 - RESOLUTION_MS);
  const tell = () => {
    const told = { p50: ms(seen.percentile(50)), p99: ms(seen.percentile(99)), max: ms(seen.max) };
    writeFileSync(`${file}.part`, JSON.stringify(told));
    renameSync(`${file}.part`, file);
    seen.reset();
  };
  // The turn that a long block made late is still to come, and a reset before it would forget the block.
  process.on("SIGUSR2", () => void setTimeout(tell, 2 * RESOLUTION_MS));
}
