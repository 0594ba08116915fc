/**
 * Records on their way to the store, beside the answers that they are about: no answer waits for its record (OBS-01). The queue
 * is bounded; a record that finds no room, or that its store refuses for good, is lost, counted and told.
 * @module
 */
import type { Log } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { RequestRecord } from "../telemetry/record.ts";

/** Most records that wait at once: about 30 MB, and what a process that is killed can lose of them. */
export const MOST_WAITING = 10_000;

export interface RecordCounts {
  waiting: number;
  /** Since the process began. */
  lost: number;
}

export interface RecordQueue {
  /**
   * Writes a record beside its answer.
   * @param write is begun at once, or not at all
   * @returns the record as it was kept, or as it is where it was lost; never rejects
   */
  add(record: RequestRecord, write: () => Promise<RequestRecord>): Promise<RequestRecord>;
  /** Resolves when all that was added until now is written or lost. */
  settled(): Promise<void>;
  counts(): RecordCounts;
}

/** The queue of one gateway. */
export function createRecordQueue(log: Log, most = MOST_WAITING): RecordQueue {
  const waiting = new Set<Promise<RequestRecord>>();
  let lost = 0;
  const lose = (record: RequestRecord, why: object): RequestRecord => {
    lost += 1;
    log("error", "record.lost", { requestId: record.id, ...why });
    return record;
  };
  return {
    add: async (record, write) => {
      if (waiting.size >= most) return lose(record, { problem: "the queue of records is full", most });
      const written = write().catch((thrown: unknown) => lose(record, describeError(thrown)));
      waiting.add(written);
      const kept = await written;
      waiting.delete(written);
      return kept;
    },
    settled: async () => {
      await Promise.all(waiting);
    },
    counts: () => ({ waiting: waiting.size, lost }),
  };
}
