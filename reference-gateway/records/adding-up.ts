/**
 * When changes are added up: at the first record of a process, for what earlier ones left, and whenever about a round of them
 * has come. Nobody waits for it. Whoever reads totals reads the changes that are left as well, so that a failure costs time
 * and nothing else; it is logged, and the next round tries again.
 * @module
 */
import type { Books, Log, RecordStore } from "../parts.ts";
import type { Db } from "../stores/database.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { addUp, ROUND } from "./totals.ts";

export interface AddingUp {
  /** The store, whose records are counted. */
  records: RecordStore;
  /** Books whose records are counted as well. */
  counted(books: Books): Books;
  /** Resolves when nothing is being added up; nothing is any more. */
  finish(): Promise<void>;
}

export function addingUp(records: RecordStore, { db, log }: { db: Db; log: Log }): AddingUp {
  let waiting = ROUND;
  let running: Promise<void> | null = null;
  let stopped = false;
  const run = async (): Promise<void> => {
    try {
      while (!stopped && (await addUp(db)) === ROUND);
    } catch (thrown) {
      log("warn", "totals.not-added-up", { ...describeError(thrown) });
    }
    running = null;
  };
  const note = (): void => {
    waiting += 1;
    if (waiting < ROUND || running !== null || stopped) return;
    waiting = 0;
    running = run();
  };
  return {
    records: {
      ...records,
      put: async (record) => {
        const isNew = await records.put(record);
        if (isNew) note();
        return isNew;
      },
    },
    counted: (books) => ({
      settle: async (...given) => {
        const record = await books.settle(...given);
        note();
        return record;
      },
    }),
    finish: async () => {
      stopped = true;
      await running;
    },
  };
}
