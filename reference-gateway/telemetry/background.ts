/**
 * Tasks that outlive their response.
 * @module
 */
import { setMaxListeners } from "node:events";
import type { Background, Log } from "../parts.ts";
import { describeError } from "./describe-error.ts";

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  const cuts = new AbortController();
  // As many as there are calls.
  setMaxListeners(0, cuts.signal);
  return {
    run: (task) => {
      const tracked: Promise<void> = task
        .catch((error: unknown) => log("error", "background.failed", { ...describeError(error) }))
        .finally(() => running.delete(tracked));
      running.add(tracked);
    },
    count: () => running.size,
    onCut: (callback) => {
      if (cuts.signal.aborted) callback();
      else cuts.signal.addEventListener("abort", callback, { once: true });
      return () => cuts.signal.removeEventListener("abort", callback);
    },
    cut: () => cuts.abort(),
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
