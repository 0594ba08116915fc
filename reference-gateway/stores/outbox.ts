/**
 * What the database owes while it is away: reservations to close and records to write. Each is tried again until it is
 * done, in order, since the process lives on and nobody else may take its reservations back (BIL-01). What is owed is in a
 * journal on the disk as well, so that it outlives the process. Doing a thing twice is doing it once: a try whose outcome
 * is unknown may be repeated.
 * @module
 */
import type { Clock, Log } from "../parts.ts";
import { describeError } from "../telemetry/describe-error.ts";
import type { Journal, Owed } from "./journal.ts";
import { storageFault } from "./storage-fault.ts";

/** Between two rounds of tries, in milliseconds. */
export const RETRY_MS = 5_000;
/** Most things that are owed at once: about 200 MB of records. */
export const MAX_OWED = 100_000;

/** How often a thing is tried that fails while the store is there. */
export const MAX_TRIES = 20;

export interface Outbox {
  /**
   * Does a thing now, in place of one with the same key that is still owed. What fails is owed from then on, but for a
   * wrong amount, which stays wrong (RangeError). Rejects as the work does.
   */
  run(owed: Owed): Promise<void>;
  /** The same where the thing is at hand: it is put into the words of a journal only where it fails. */
  attempt<T>(key: string, work: () => Promise<T>, owed: () => Owed): Promise<T>;
  /** Puts a thing that just failed on the list. @returns `false` where the list is full */
  owe(owed: Owed): boolean;
  /** Tries everything once more. What fails stays owed. */
  finish(): Promise<void>;
  /** Tries nothing any more; what is owed stays in the journal. */
  stop(): void;
  /** How much is owed. */
  count(): number;
}

/** One of these can be owed at a time: a later close of a reservation takes the place of an earlier one. */
export const keyOf = (owed: Owed): string =>
  owed.kind === "record" ? `record ${owed.id}` : keyOfReservation(owed.reservationId);

export const keyOfReservation = (reservationId: string): string => `reservation ${reservationId}`;

export interface OutboxParts {
  perform(owed: Owed): Promise<void>;
  journal: Journal;
  clock: Pick<Clock, "after">;
  log: Log;
  limit?: number;
}

export function createOutbox({ perform, journal, clock, log, limit = MAX_OWED }: OutboxParts): Outbox {
  const left = new Map<string, Owed>();
  const tries = new Map<string, number>();
  let cancel: (() => void) | null = null;
  let stopped = false;
  const disarm = (): void => {
    cancel?.();
    cancel = null;
  };
  const done = (key: string): void => {
    left.delete(key);
    tries.delete(key);
    journal.done(key, left.size === 0);
  };
  const owe = (owed: Owed): boolean => {
    const key = keyOf(owed);
    if (left.size >= limit && !left.has(key)) {
      log("error", "outbox.full", { kind: owed.kind, limit });
      return false;
    }
    left.set(key, owed);
    journal.owe(key, owed);
    arm();
    return true;
  };
  /** Does this failure say that the thing can never be done? One that the store's state does not explain gets some tries. */
  const isHopeless = (key: string, error: unknown): boolean => {
    const count = (tries.get(key) ?? 0) + 1;
    tries.set(key, count);
    return error instanceof RangeError || count >= MAX_TRIES;
  };
  const round = async (): Promise<void> => {
    for (const [key, owed] of [...left]) {
      try {
        await perform(owed);
      } catch (error) {
        // While the store is away the next one would fail as this one did.
        if (storageFault(error) !== null) return;
        if (!isHopeless(key, error)) continue;
        log("error", "outbox.refused", { kind: owed.kind, ...describeError(error) });
      }
      // Another of the same key may have taken its place meanwhile: then that one counts.
      if (left.get(key) === owed) done(key);
    }
  };
  const arm = (): void => {
    if (stopped) return;
    cancel ??= clock.after(RETRY_MS, () => {
      void round().then(() => {
        cancel = null;
        if (left.size > 0) arm();
      });
    });
  };
  const attempt = async <T>(key: string, work: () => Promise<T>, owed: () => Owed): Promise<T> => {
    if (left.has(key)) done(key);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RangeError)) owe(owed());
      throw error;
    }
  };
  return {
    attempt,
    run: (owed) =>
      attempt(
        keyOf(owed),
        () => perform(owed),
        () => owed,
      ),
    owe,
    finish: async () => {
      disarm();
      await round();
      if (left.size > 0) arm();
    },
    stop: () => {
      stopped = true;
      disarm();
    },
    count: () => left.size,
  };
}
