/**
 * Embedded stores in a temporary folder whose database fails when it is told to: with the code that its driver has for a disk,
 * a lock or a file, at the statements of one store. Everything above the driver is the gateway's own.
 * @module
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Clock, Ids, Log } from "../../parts.ts";
import { openStores, type Stores } from "../stores.ts";
import { migratedDatabase } from "./migrated.ts";
import { type Watch, watched } from "./watched-dialect.ts";

/** What is wrong with the database, and the code that its driver says it by. */
const CODES = {
  away: "SQLITE_IOERR",
  locked: "SQLITE_BUSY",
  "read-only": "SQLITE_READONLY",
  full: "SQLITE_FULL",
  corrupt: "SQLITE_CORRUPT",
} as const;

/** Which statements are those of a store. */
const STATEMENTS = {
  keys: /"gateway_key"/,
  vault: /"provider_key"/,
  reserve: /^(?:update "wallet" set "reserved" = "reserved" \+|insert into "reservation")/,
  settle: /^delete from "reservation"/,
  log: /"record"/,
  all: /^/,
} as const;

/** What is read can be read where nothing can be written. */
const WRITES_ALONE: readonly string[] = ["read-only", "full"];

export interface StoreFailure {
  at: keyof typeof STATEMENTS;
  how: keyof typeof CODES;
}

export interface FailingStores {
  stores: Stores;
  /** Has the database fail from now on; `null`: it works again. */
  fail(failure: StoreFailure | null): void;
  /** Resolves when no statement is under way or waits for its turn, nor one that those bring about. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** How many hold a connection, or wait for one. */
class Holders {
  private count = 0;
  private waiting: (() => void)[] = [];

  begin(): void {
    this.count++;
  }

  end(): void {
    this.count--;
    if (this.count === 0) for (const wake of this.waiting.splice(0)) wake();
  }

  async gone(): Promise<void> {
    do {
      if (this.count > 0) await new Promise<void>((wake) => this.waiting.push(wake));
      // Whoever heard of the last statement's end has begun the next one by then.
      await nextTurn();
    } while (this.count > 0);
  }
}

/**
 * Opens them.
 * @param words what the driver says beside its code: an address, a password
 * @param watch told when the database is at work
 */
export async function openFailingStores(
  { clock, ids, log }: { clock: Clock; ids: Ids; log: Log },
  words: string,
  watch: Pick<Watch, "begin" | "end">,
): Promise<FailingStores> {
  const folder = mkdtempSync(join(tmpdir(), "failing-stores-"));
  const holders = new Holders();
  let failure: StoreFailure | null = null;
  const before = (statement: string): void => {
    if (failure === null || !STATEMENTS[failure.at].test(statement)) return;
    if (WRITES_ALONE.includes(failure.how) && /^select\b/i.test(statement)) return;
    throw Object.assign(new Error(words), { code: CODES[failure.how] });
  };
  const both: Watch = {
    begin: () => {
      watch.begin();
      holders.begin();
    },
    end: () => {
      watch.end();
      holders.end();
    },
    before,
  };
  const stores = await openStores(
    { kind: "embedded", path: await migratedDatabase(folder, { clock, ids, log }) },
    {
      clock,
      ids,
      log,
      vaultSecrets: [randomBytes(32)],
      through: (dialect) => watched(dialect, both),
    },
  );
  return {
    stores,
    fail: (next) => {
      failure = next;
    },
    quiet: () => holders.gone(),
    close: async () => {
      failure = null;
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
