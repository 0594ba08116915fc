/**
 * Whether the gateway can serve: its stores answer, and which of its own provider keys were refused. That the process lives
 * is another question (`/health`): a restart mends no database.
 * @module
 */
import type { Clock, Log } from "./parts.ts";
import type { RecordCounts, RecordQueue } from "./records/queue.ts";
import { type StorageFault, storageFault } from "./stores/storage-fault.ts";
import { describeError } from "./telemetry/describe-error.ts";
import { within } from "./upstream/timeout.ts";

/** A store of this gateway, and what shows that it answers. */
export interface StoreCheck {
  name: "database" | "redis";
  /** Rejects where the store cannot be used. */
  check(): Promise<unknown>;
}

/** What providers said of the gateway's own keys, the last time that one was used. */
export interface KeyVerdicts {
  refused(provider: string): void;
  accepted(provider: string): void;
  /** The providers whose key was refused last. */
  list(): string[];
}

export interface Readiness {
  stores: readonly StoreCheck[];
  keys: KeyVerdicts;
}

export function memoryVerdicts(): KeyVerdicts {
  const refused = new Set<string>();
  return {
    refused: (provider) => void refused.add(provider),
    accepted: (provider) => void refused.delete(provider),
    list: () => [...refused].sort(),
  };
}

export const noStores = (): Readiness => ({ stores: [], keys: memoryVerdicts() });

/** What `/ready` says; nothing of it is secret. */
export interface ReadyReport {
  /** Only stores decide: one provider's key is no reason to take the whole gateway out of service. */
  status: "ready" | "not ready";
  stores: { name: StoreCheck["name"]; status: "ok" | StorageFault | "late" | "failed" }[];
  providerKeys: { provider: string; status: "refused" }[];
  /** Records on their way to the log, and how many were lost since the process began. */
  records: RecordCounts;
}

/** A store that takes longer is not there. */
const CHECK_MS = 2000;
/** Anybody may ask, so the stores are asked once for all who ask in this time. */
const FRESH_MS = 1000;

class CheckLate extends Error {}

async function look(
  { name, check }: StoreCheck,
  clock: Clock,
  log: Log,
): Promise<ReadyReport["stores"][number]> {
  try {
    await within(check(), CHECK_MS, clock, () => new CheckLate());
    return { name, status: "ok" };
  } catch (thrown) {
    const status = thrown instanceof CheckLate ? "late" : (storageFault(thrown) ?? "failed");
    log("warn", "store.not-ready", { store: name, status, ...describeError(thrown) });
    return { name, status };
  }
}

/** @returns what tells whether the gateway can serve; asked again within a second, it says the same of the stores */
export function readinessProbe(
  { stores, keys }: Readiness,
  { clock, log, recordQueue }: { clock: Clock; log: Log; recordQueue: RecordQueue },
): () => Promise<ReadyReport> {
  let last: { at: number; seen: Promise<ReadyReport["stores"]> } | null = null;
  return async () => {
    const now = clock.now();
    if (last === null || now - last.at >= FRESH_MS || now < last.at)
      last = { at: now, seen: Promise.all(stores.map((store) => look(store, clock, log))) };
    const seen = await last.seen;
    return {
      status: seen.every(({ status }) => status === "ok") ? "ready" : "not ready",
      stores: seen,
      providerKeys: keys.list().map((provider) => ({ provider, status: "refused" })),
      records: recordQueue.counts(),
    };
  };
}
