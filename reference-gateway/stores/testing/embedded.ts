/**
 * Embedded stores in a temporary folder, for one test file.
 * @module
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "../../parts.ts";
import type { Fate, Owner } from "../lease.ts";
import { openStores, type Stores } from "../stores.ts";
import { type SteppedClock, steppedClock } from "./clock.ts";

interface OpenOptions {
  fateOf?: (owner: Owner) => Fate;
  vaultSecrets?: readonly Buffer[];
  log?: Log;
}

export interface TestFile {
  path: string;
  clock: SteppedClock;
  /** Opens the same file once more, as another process would. */
  open(options?: OpenOptions): Promise<Stores>;
  /** Closes what was opened and removes the file. */
  end(): Promise<void>;
}

export function testFile(): TestFile {
  const folder = mkdtempSync(join(tmpdir(), "gateway-db-"));
  const path = join(folder, "gateway.db");
  const clock = steppedClock();
  const opened: Stores[] = [];
  return {
    path,
    clock,
    open: async ({ log = () => {}, vaultSecrets = [], ...options } = {}) => {
      const ids = { uuid: () => randomUUID() };
      const stores = await openStores(
        { kind: "embedded", path },
        { clock, ids, log, vaultSecrets, ...options },
      );
      opened.push(stores);
      return stores;
    },
    end: async () => {
      for (const stores of opened) await stores.abandon();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
