/**
 * The history of the tables. Each step may be run again after a crash in its middle, so everything is made only where it
 * is missing.
 * @module
 */
import { type Migration, Migrator } from "kysely";
import type { Clock } from "../../parts.ts";
import { answers } from "../answers/migration.ts";
import { counters } from "../counters/migration.ts";
import { type Db, reasonOf, StorageError } from "../database.ts";
import { patiently } from "../group-commit.ts";
import { first } from "./0001-first.ts";
import { recordColumns } from "./0003-record-columns.ts";
import { passthrough } from "./0004-passthrough.ts";
import { recordScores } from "./0010-record-scores.ts";
import { keysAndWallets } from "./0020-keys-and-wallets.ts";
import { lostReservations } from "./0030-lost-reservations.ts";
import { recordBodies } from "./0050-record-bodies.ts";
import { recordTotals } from "./0060-record-totals.ts";
import { encrypted } from "./0070-encrypted.ts";

/** By name, in the order in which they run. Append; never edit one that was released. */
const MIGRATIONS: Record<string, Migration> = {
  "0001-first": first,
  "0002-counters": counters,
  "0003-record-columns": recordColumns,
  "0004-passthrough": passthrough,
  "0010-record-scores": recordScores,
  "0011-answers": answers,
  "0020-keys-and-wallets": keysAndWallets,
  "0030-lost-reservations": lostReservations,
  "0050-record-bodies": recordBodies,
  "0060-record-totals": recordTotals,
  "0070-encrypted": encrypted,
};

/** How long another process may take that brings the same database up to date. */
const OTHERS_MS = 120_000;

/**
 * Brings a database up to date.
 * @param clock waits for another process that holds the embedded database; without it that is a failure
 * @throws StorageError when it cannot, a newer database included
 */
export async function migrate(db: Db, clock?: Clock): Promise<void> {
  const once = async (): Promise<void> => {
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => MIGRATIONS },
    }).migrateToLatest();
    if (error !== undefined) throw error;
  };
  try {
    await (clock ? patiently(clock, clock.now() + OTHERS_MS, once) : once());
  } catch (error) {
    throw new StorageError(`the database cannot be used or brought up to date: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}
