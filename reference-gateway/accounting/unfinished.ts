/**
 * Closing a reservation when the database fails at that moment: it is tried again until it is done, since the process
 * lives on and nobody else may take its reservations back (BIL-01). Closing twice is closing once, so a try whose outcome
 * is unknown may be repeated.
 * @module
 */
import type { Clock } from "../parts.ts";

/** Between two tries, in milliseconds. */
export const RETRY_MS = 5_000;

export interface Unfinished {
  /** Runs the closing of a reservation, in place of one that is still to be tried again. Rejects as it does. */
  run(reservationId: string, close: () => Promise<void>): Promise<void>;
  /** Tries everything that is left once more, at the end. */
  finish(): Promise<void>;
}

export function unfinished(clock: Pick<Clock, "after">): Unfinished {
  const left = new Map<string, () => Promise<void>>();
  let cancel: (() => void) | null = null;
  const retry = async () => {
    for (const [id, close] of [...left]) {
      // Another close of the same reservation may have taken its place meanwhile: then that one counts.
      await close().then(
        () => void (left.get(id) === close && left.delete(id)),
        () => {},
      );
    }
  };
  const arm = () => {
    cancel ??= clock.after(RETRY_MS, () => {
      void retry().then(() => {
        cancel = null;
        if (left.size > 0) arm();
      });
    });
  };
  return {
    run: async (reservationId, close) => {
      left.delete(reservationId);
      try {
        await close();
      } catch (error) {
        // A wrong amount stays wrong.
        if (!(error instanceof RangeError)) {
          left.set(reservationId, close);
          arm();
        }
        throw error;
      }
    },
    finish: async () => {
      cancel?.();
      await retry();
    },
  };
}
