/**
 * Tasks that outlive their response.
 * @module
 */
import type { Background, Log } from "../parts.ts";
import { describeError } from "./describe-error.ts";

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  /** One for each call: a set costs less than the listeners of a signal. */
  const cuts = new Set<{ callback: () => void }>();
  let isCut = false;
  return {
    run: (task) => {
      const tracked: Promise<void> = task
        .catch((error: unknown) => log("error", "background.failed", { ...describeError(error) }))
        .finally(() => running.delete(tracked));
      running.add(tracked);
    },
    count: () => running.size,
    onCut: (callback) => {
      const waiting = { callback };
      if (isCut) callback();
      else cuts.add(waiting);
      return () => void cuts.delete(waiting);
    },
    cut: () => {
      isCut = true;
      const told = [...cuts];
      cuts.clear();
      for (const { callback } of told) callback();
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
