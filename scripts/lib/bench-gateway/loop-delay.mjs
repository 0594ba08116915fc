/**
 * Loaded before what is measured: notes how late the event loop's turns come. At `SIGUSR2` it writes what it saw since the
 * last one into the file that `BENCH_LOOP_FILE` names, in milliseconds. With `BENCH_LOOP_HELD` it looks in each turn how much
 * CPU the main thread took in it: what the process itself does in a turn, however busy the machine is. Linux only, and the loop
 * never rests then. Plain JavaScript, since other gateways run with it too.
 * @module
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 5;
const file = process.env.BENCH_LOOP_FILE;

/** What tells the most CPU of a turn since it was asked last; `null` where nobody measures it. */
function holding() {
  if (process.env.BENCH_LOOP_HELD === undefined) return () => null;
  const stat = `/proc/self/task/${process.pid}/schedstat`;
  const cpuMs = () => Number(readFileSync(stat, "latin1").split(" ", 1)[0]) / 1e6;
  let most = 0;
  let last = cpuMs();
  const turn = () => {
    most = Math.max(most, cpuMs() - last);
    last = cpuMs();
    setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    const held = most;
    most = 0;
    return held;
  };
}

if (file !== undefined) {
  const seen = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  seen.enable();
  const held = holding();
  // What is measured is the time between two turns of a timer: what comes above its own is the delay.
  const ms = (nanos) => Math.max(0, nanos / 1e6 - RESOLUTION_MS);
  const tell = () => {
    const told = {
      p50: ms(seen.percentile(50)),
      p99: ms(seen.percentile(99)),
      max: ms(seen.max),
      held: held(),
    };
    writeFileSync(`${file}.part`, JSON.stringify(told));
    renameSync(`${file}.part`, file);
    seen.reset();
  };
  // The turn that a long block made late is still to come, and a reset before it would forget the block.
  process.on("SIGUSR2", () => void setTimeout(tell, 2 * RESOLUTION_MS));
}
