/**
 * Every part that is about keys, over one list in memory.
 * @module
 */
import type { Clock, GatewayParts, Ids, Log, Tenant } from "../parts.ts";
import type { CounterStore } from "../stores/counters/counter-store.ts";
import { createKeyGuard } from "./key-guard.ts";
import { memoryGatewayKeys, memoryProviderKeys, memoryVault, type StoredKey } from "./memory.ts";

export interface MemoryKeysOptions {
  /** Gateway key → tenant. */
  declared: ReadonlyMap<string, Tenant>;
  /** Provider keys; the list stays in use. */
  stored: StoredKey[];
  clock: Pick<Clock, "now">;
  ids: Ids;
  log: Log;
  counters: CounterStore;
  limits: GatewayParts["limits"];
}

/** Tenants, vault and their management; nothing survives the process. */
export function memoryKeys(options: MemoryKeysOptions): Pick<GatewayParts, "tenants" | "vault" | "keys"> {
  const { declared, stored, limits } = options;
  const gateway = memoryGatewayKeys(declared, options);
  return {
    tenants: gateway.tenants,
    vault: memoryVault(stored),
    keys: {
      provider: memoryProviderKeys(stored, options),
      gateway: gateway.keys,
      guard: createKeyGuard({ ...options, limit: limits.wrongKeysPerMinute }),
    },
  };
}
