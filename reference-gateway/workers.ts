/**
 * Several processes behind one port (`npm start -- --workers N`): they share a store and nothing else, so that one that
 * crashes takes only its own requests along and another takes its place.
 * @module
 */
import type { Clock, Log } from "./parts.ts";

/** What a worker is told when it is to finish its work and end. */
export const STOP = "stop";

/** So many replacements within {@link WINDOW_MS}; workers that die faster have a fault that another start does not mend. */
export const MAX_REPLACED = 10;
export const WINDOW_MS = 60_000;

/** What the supervisor needs of one of Node's workers. */
export interface Forked {
  id: number;
  process: { pid?: number | undefined; kill(signal: "SIGKILL"): unknown };
  send(message: string, sent: () => void): unknown;
  once(event: "listening", listener: () => void): unknown;
}

/** What it needs of Node's cluster. */
export interface Forks {
  fork(): Forked;
  on(event: "exit", listener: (worker: Forked, code: number | null, signal: string | null) => void): unknown;
}

export interface Supervised {
  count: number;
  cluster: Forks;
  clock: Clock;
  log: Log;
  /** How long workers have to finish their work, in milliseconds; those that are left then are killed. */
  shutdownMs: number;
}

/**
 * Starts workers and replaces those that die. One that ends before it listened is not replaced: what it stumbled over (a
 * port that is taken, a database that cannot be used) would meet the next one too.
 * @returns `stop` ends all of them, and `ended` is the exit code
 */
export function superviseWorkers({ count, cluster, clock, log, shutdownMs }: Supervised): {
  stop(): void;
  ended: Promise<number>;
} {
  const alive = new Set<Forked>();
  const listening = new Set<Forked>();
  const replacedAt: number[] = [];
  let end: number | null = null;
  let tell: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    tell = resolve;
  });
  let cancelKill = () => {};

  const stopAll = (code: number): void => {
    if (end !== null) return;
    end = code;
    for (const worker of alive) worker.send(STOP, () => {}); // Whoever dies at this moment needs no word.
    cancelKill = clock.after(shutdownMs, () => {
      log("error", "workers.killed", { workers: alive.size });
      for (const worker of alive) worker.process.kill("SIGKILL");
    });
  };

  const start = (): void => {
    const worker = cluster.fork();
    alive.add(worker);
    worker.once("listening", () => listening.add(worker));
  };

  const mayReplace = (): boolean => {
    const now = clock.now();
    while (replacedAt.length > 0 && (replacedAt[0] ?? now) <= now - WINDOW_MS) replacedAt.shift();
    if (replacedAt.length >= MAX_REPLACED) return false;
    replacedAt.push(now);
    return true;
  };

  cluster.on("exit", (worker, code, signal) => {
    alive.delete(worker);
    const hasListened = listening.delete(worker);
    if (end === null) {
      log("error", "worker.died", { worker: worker.id, pid: worker.process.pid, code, signal });
      if (!hasListened) stopAll(code === null || code === 0 ? 1 : code);
      else if (mayReplace()) start();
      else {
        log("error", "workers.die-too-often", { replaced: MAX_REPLACED, windowMs: WINDOW_MS });
        stopAll(1);
      }
    }
    if (end === null || alive.size > 0) return;
    cancelKill();
    tell(end);
  });
  for (let i = 0; i < count; i++) start();
  return { stop: () => stopAll(0), ended };
}
