/**
 * Tasks that outlive their response.
 * @module
 */
import type { Background, Log } from "../parts.ts";
import { describeError } from "./describe-error.ts";

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run: (task) => {
      const tracked: Promise<void> = task
        .catch((error: unknown) => log("error", "background.failed", { ...describeError(error) }))
        .finally(() => running.delete(tracked));
      running.add(tracked);
    },
    count: () => running.size,
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
