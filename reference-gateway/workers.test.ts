import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { steppedClock } from "./stores/testing/clock.ts";
import { type Forked, MAX_REPLACED, STOP, superviseWorkers, WINDOW_MS } from "./workers.ts";

class FakeWorker extends EventEmitter implements Forked {
  readonly told: string[] = [];
  readonly killed: string[] = [];
  readonly id: number;
  readonly process: Forked["process"];
  constructor(id: number) {
    super();
    this.id = id;
    this.process = { pid: 1000 + id, kill: (signal) => this.killed.push(signal) };
  }
  send(message: string): void {
    this.told.push(message);
  }
}

function supervised(count: number) {
  const forked: FakeWorker[] = [];
  const events = new EventEmitter();
  const lines: string[] = [];
  const clock = steppedClock();
  const cluster = {
    fork: () => {
      const worker = new FakeWorker(forked.length + 1);
      forked.push(worker);
      return worker;
    },
    on: (event: "exit", listener: (worker: Forked, code: number | null, signal: string | null) => void) =>
      events.on(event, listener),
  };
  const workers = superviseWorkers({
    count,
    cluster,
    clock,
    log: (level, event) => lines.push(`${level} ${event}`),
    shutdownMs: 30_000,
  });
  const listen = () => {
    for (const worker of forked) worker.emit("listening");
  };
  const exit = (worker: FakeWorker | undefined, code: number | null, signal: string | null = null) =>
    events.emit("exit", worker, code, signal);
  return { workers, forked, clock, lines, listen, exit };
}

describe("the supervisor of workers", () => {
  it("replaces a worker that dies while it serves, and tells it in the log", () => {
    const { forked, lines, listen, exit } = supervised(2);
    listen();
    exit(forked[0], null, "SIGKILL");
    expect(forked).toHaveLength(3);
    expect(lines).toEqual(["error worker.died"]);
  });

  it("ends with the code of a worker that never listened, and stops the others", async () => {
    const { workers, forked, exit } = supervised(2);
    exit(forked[0], 2);
    expect(forked).toHaveLength(2);
    expect(forked[1]?.told).toEqual([STOP]);
    exit(forked[1], 0);
    expect(await workers.ended).toBe(2);
  });

  it("gives up when workers die faster than another start could mend", async () => {
    const { workers, forked, listen, exit } = supervised(1);
    for (let i = 0; i <= MAX_REPLACED; i++) {
      listen();
      exit(forked.at(-1), 1);
    }
    expect(forked).toHaveLength(1 + MAX_REPLACED);
    expect(await workers.ended).toBe(1);
  });

  it("goes on replacing workers that die once in a while", () => {
    const { forked, clock, listen, exit } = supervised(1);
    for (let i = 0; i < 3 * MAX_REPLACED; i++) {
      listen();
      exit(forked.at(-1), 1);
      clock.step(WINDOW_MS);
    }
    expect(forked).toHaveLength(1 + 3 * MAX_REPLACED);
  });

  it("waits for the work of all workers when it is told to stop, and kills what is left after the time for it", async () => {
    const { workers, forked, clock, lines, listen, exit } = supervised(2);
    listen();
    workers.stop();
    expect(forked.map(({ told }) => told)).toEqual([[STOP], [STOP]]);
    exit(forked[0], 0);
    clock.step(29_999);
    expect(forked[1]?.killed).toEqual([]);
    clock.step(1);
    expect(forked[1]?.killed).toEqual(["SIGKILL"]);
    expect(lines).toEqual(["error workers.killed"]);
    exit(forked[1], null, "SIGKILL");
    expect(await workers.ended).toBe(0);
    expect(forked).toHaveLength(2);
  });
});
