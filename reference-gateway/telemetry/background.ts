/**
 * Tasks that outlive their response.
 * @module
 */
import type { Background, Log } from "../parts.ts";

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run: (task) => {
      const tracked: Promise<void> = task
        .catch((error: unknown) =>
          log("error", "background.failed", { error: error instanceof Error ? error.name : "unknown" }),
        )
        .finally(() => running.delete(tracked));
      running.add(tracked);
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
