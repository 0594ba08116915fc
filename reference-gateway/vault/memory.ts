/**
 * Tenants and their keys in memory.
 * @module
 */
import type { Caller, Clock, Credential, Ids, PlatformKeys, Tenant, TenantStore, Vault } from "../parts.ts";
import { hintOf } from "./encryption.ts";
import { generateGatewayKey, hashOf } from "./gateway-key.ts";
import {
  changedCredential,
  type GatewayKeyStore,
  isForDeclared,
  MAX_KEYS,
  type ProviderKeyStore,
  type ShownGatewayKey,
  type ShownProviderKey,
  TooManyKeys,
} from "./keys.ts";
import { SCOPES } from "./scopes.ts";

export interface StoredKey {
  id: string;
  tenantId: string;
  provider: string;
  enabled: boolean;
  byokOnly: boolean;
  credential: Credential;
  name?: string;
  /** Default: it is not of the configuration. */
  declared?: boolean;
  createdAt?: number;
  updatedAt?: number;
}

/** A vault over a live list: what is disabled or removed there is refused at once (RTE-03). */
export function memoryVault(keys: StoredKey[]): Vault {
  return {
    list: async (tenantId) =>
      keys
        .filter((key) => key.tenantId === tenantId)
        .map(({ id, provider, enabled, byokOnly }) => ({ id, provider, enabled, byokOnly })),
    open: async (tenantId, keyId) =>
      keys.find((key) => key.tenantId === tenantId && key.id === keyId && key.enabled)?.credential ?? null,
  };
}

const shownOf = (key: StoredKey): ShownProviderKey => ({
  id: key.id,
  provider: key.provider,
  enabled: key.enabled,
  byokOnly: key.byokOnly,
  name: key.name ?? "",
  hint: hintOf(key.credential.secret),
  declared: key.declared === true,
  createdAt: key.createdAt ?? 0,
  updatedAt: key.updatedAt ?? null,
});

interface Effects {
  clock: Pick<Clock, "now">;
  ids: Ids;
}

/** The management of the same live list. */
export function memoryProviderKeys(keys: StoredKey[], { clock, ids }: Effects): ProviderKeyStore {
  const ownOf = (tenantId: string) => keys.filter((key) => key.tenantId === tenantId);
  const indexOf = (tenantId: string, id: string) =>
    keys.findIndex((key) => key.tenantId === tenantId && key.id === id);
  return {
    show: async (tenantId) => ownOf(tenantId).map(shownOf),
    add: async ({ enabled = true, ...key }) => {
      if (ownOf(key.tenantId).length >= MAX_KEYS) throw new TooManyKeys();
      const stored = { ...key, enabled, id: `key-${ids.uuid()}`, createdAt: clock.now() };
      keys.push(stored);
      return shownOf(stored);
    },
    change: async (tenantId, id, change, check) => {
      const at = indexOf(tenantId, id);
      const key = keys[at];
      if (!key) return "unknown";
      if (key.declared && !isForDeclared(change)) return "declared";
      const credential = changedCredential(key.credential, change);
      if (change.secret !== undefined || change.config !== undefined) check(key.provider, credential);
      const { name = key.name ?? "", enabled = key.enabled, byokOnly = key.byokOnly } = change;
      const changed = { ...key, name, enabled, byokOnly, credential, updatedAt: clock.now() };
      keys[at] = changed;
      return shownOf(changed);
    },
    remove: async (tenantId, id) => {
      const at = indexOf(tenantId, id);
      if (at === -1) return "unknown";
      if (keys[at]?.declared) return "declared";
      keys.splice(at, 1);
      return "removed";
    },
  };
}

/** Tenants by the keys that a configuration declares, which can do everything. */
export function memoryTenants(byKey: ReadonlyMap<string, Tenant>): TenantStore {
  return {
    findByKey: async (key): Promise<Caller | null> => {
      const tenant = byKey.get(key);
      return tenant ? { id: tenant.id, scopes: SCOPES } : null;
    },
  };
}

interface GatewayKey extends ShownGatewayKey {
  tenantId: string;
}

/** Declared keys and those that are made while the gateway runs. */
export function memoryGatewayKeys(
  declared: ReadonlyMap<string, Tenant>,
  { clock, ids }: Effects,
): { tenants: TenantStore; keys: GatewayKeyStore } {
  const byKey = new Map<string, GatewayKey>();
  for (const [key, { id: tenantId }] of declared) {
    const id = `gateway-${hashOf(key).slice(0, 16)}`;
    const about = { tenantId, id, name: "", hint: hintOf(key), scopes: SCOPES };
    byKey.set(key, { ...about, expiresAt: null, declared: true, createdAt: clock.now() });
  }
  const ownOf = (tenantId: string) => [...byKey].filter(([, key]) => key.tenantId === tenantId);
  const shown = ({ tenantId, ...key }: GatewayKey): ShownGatewayKey => key;
  const isOver = ({ expiresAt }: GatewayKey) => expiresAt !== null && expiresAt <= clock.now();
  return {
    tenants: {
      findByKey: async (key) => {
        const found = byKey.get(key);
        return !found || isOver(found) ? null : { id: found.tenantId, scopes: found.scopes };
      },
    },
    keys: {
      show: async (tenantId) => ownOf(tenantId).map(([, key]) => shown(key)),
      create: async (wanted) => {
        if (ownOf(wanted.tenantId).length >= MAX_KEYS) throw new TooManyKeys();
        const key = generateGatewayKey();
        const about = { id: `gateway-${ids.uuid()}`, hint: hintOf(key), declared: false };
        const made = { ...wanted, ...about, createdAt: clock.now() };
        byKey.set(key, made);
        return { key, shown: shown(made) };
      },
      remove: async (tenantId, id) => {
        const [key, found] = ownOf(tenantId).find(([, candidate]) => candidate.id === id) ?? [];
        if (key === undefined || !found) return "unknown";
        if (found.declared) return "declared";
        byKey.delete(key);
        return "removed";
      },
    },
  };
}

export function memoryPlatformKeys(byProvider: ReadonlyMap<string, Credential>): PlatformKeys {
  return {
    providers: () => new Set(byProvider.keys()),
    open: (provider) => byProvider.get(provider) ?? null,
  };
}
