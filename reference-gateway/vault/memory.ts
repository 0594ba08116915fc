/**
 * Tenants and their provider keys in memory.
 * @module
 */
import type { KeyView } from "../../registry/routing/plan.ts";
import type { Credential, PlatformKeys, Tenant, TenantStore, Vault } from "../parts.ts";

export interface StoredKey extends KeyView {
  tenantId: string;
  credential: Credential;
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

export function memoryTenants(byKey: ReadonlyMap<string, Tenant>): TenantStore {
  return { findByKey: async (key) => byKey.get(key) ?? null };
}

export function memoryPlatformKeys(byProvider: ReadonlyMap<string, Credential>): PlatformKeys {
  return {
    providers: () => new Set(byProvider.keys()),
    open: (provider) => byProvider.get(provider) ?? null,
  };
}
