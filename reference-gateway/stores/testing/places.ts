/**
 * The kinds of stores that must behave alike, each as something that can crash and be opened again.
 * @module
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryWallet } from "../../accounting/memory-wallet.ts";
import type { Wallet, WalletView } from "../../parts.ts";
import { GRACE_MS, LEASE_MS } from "../lease.ts";
import { type Durable, openStores } from "../stores.ts";
import { audit } from "./audit.ts";
import { steppedClock } from "./clock.ts";
import { type PostgresServer, startPostgres } from "./postgres-server.ts";

const ids = { uuid: () => randomUUID() };
const log = () => {};

/** One gateway process's view of the wallets. */
export interface Place {
  wallet(): Wallet;
  /** Totals from the rows, where there are rows. */
  audit(tenant: string): Promise<WalletView>;
  /** `kill -9`, a new start, and its recovery; `null` where nothing survives that. */
  crash: (() => Promise<void>) | null;
  /** May what was reserved before a crash be settled after it? Where nobody can know that its process is gone. */
  settlesLost: boolean;
  close(): Promise<void>;
}

export interface PlaceKind {
  name: "memory" | "embedded" | "postgres";
  /** Makes what the places of a test file need; `false` where this machine lacks it. */
  prepare(): Promise<boolean>;
  open(): Promise<Place>;
  /** Another process on the same wallets; the same one where there can only be one in this process. */
  beside(place: Place): Promise<Place>;
  end(): Promise<void>;
}

const memory = (): PlaceKind => ({
  name: "memory",
  prepare: async () => true,
  open: async () => {
    const wallet = memoryWallet(new Map(), ids);
    return {
      wallet: () => wallet,
      audit: (tenant) => wallet.view(tenant),
      crash: null,
      settlesLost: false,
      close: async () => {},
    };
  },
  beside: async (place) => place,
  end: async () => {},
});

async function durablePlace(where: Durable): Promise<Place> {
  const clock = steppedClock();
  const open = () => openStores(where, { clock, ids, log, vaultSecrets: [], leaseClock: "injected" });
  let stores = await open();
  return {
    wallet: () => stores.wallet,
    audit: (tenant) => audit(stores.db, tenant),
    crash: async () => {
      await stores.abandon();
      // The embedded store knows that the process is gone; PostgreSQL waits for the lease.
      if (where.kind === "postgres") clock.step(LEASE_MS + GRACE_MS + 1);
      stores = await open();
      await stores.recover();
    },
    settlesLost: where.kind === "postgres",
    close: () => stores.close(),
  };
}

function durable(name: "embedded" | "postgres", where: () => Durable): Omit<PlaceKind, "prepare" | "end"> {
  return {
    name,
    open: () => durablePlace(where()),
    // The embedded driver waits for locks without letting this process's other handle go on.
    beside: async (place) => (name === "postgres" ? durablePlace(where()) : place),
  };
}

function embedded(): PlaceKind {
  let folder = "";
  return {
    ...durable("embedded", () => ({ kind: "embedded", path: join(folder, "gateway.db") })),
    prepare: async () => {
      folder = mkdtempSync(join(tmpdir(), "gateway-db-"));
      return true;
    },
    end: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function postgres(): PlaceKind {
  let server: PostgresServer | null = null;
  let url = "";
  return {
    ...durable("postgres", () => ({ kind: "postgres", url })),
    prepare: async () => {
      server = await startPostgres();
      url = (await server?.database()) ?? "";
      return server !== null;
    },
    end: async () => server?.stop(),
  };
}

/** All kinds, in the order in which they are quick. */
export const placeKinds = (): readonly PlaceKind[] => [memory(), embedded(), postgres()];
