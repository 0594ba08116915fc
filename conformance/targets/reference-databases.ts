/**
 * The reference gateway with stores in a database of its own, in place of those in memory.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GatewayParts } from "../../reference-gateway/parts.ts";
import { openStores } from "../../reference-gateway/stores/stores.ts";
import type { StoredKey } from "../../reference-gateway/vault/memory.ts";
import { elsewhere } from "../engine/elsewhere.ts";
import { canaries } from "../secrets/canaries.ts";
import type { Setup } from "./target.ts";

async function failingParts(
  parts: GatewayParts,
  setup: Setup,
  keys: readonly StoredKey[],
  tenantsByKey: ReadonlyMap<string, { id: string }>,
) {
  const { openFailingStores } = await import("../../reference-gateway/stores/testing/failing-stores.ts");
  const { databaseCheck } = await import("../../reference-gateway/stores/stores.ts");
  const words = `postgres://gateway:${canaries.storage}@db.internal: no answer from /var/lib/gateway.db`;
  const { stores, fail, quiet, close } = await openFailingStores(parts, words, elsewhere);
  const { tenants, vault, wallet, books, records, requestLog } = stores;
  await tenants.declare(new Map([...tenantsByKey].map(([key, { id }]) => [key, id])));
  await vault.declare(keys);
  await wallet.open("a", setup.deposit);
  if (setup.suspended) await wallet.suspend("a", true);
  const all = { filter: { kind: "all" }, sort: { field: "request_created_at", descending: false } } as const;
  const kept = async (tenant: string) =>
    (await requestLog.query(tenant, { ...all, offset: 0, limit: 1_000 })).map(({ record }) => record);
  const failing: GatewayParts = {
    ...parts,
    tenants,
    vault,
    wallet,
    books,
    records,
    requestLog,
    keys: { ...parts.keys, provider: vault, gateway: tenants },
    readiness: { ...parts.readiness, stores: [databaseCheck(stores.db)] },
  };
  const everyRecord = async () => [...(await kept("a")), ...(await kept("b"))];
  return { parts: failing, fail, quiet, close: () => elsewhere.during(close), records: everyRecord };
}

async function openStored(
  parts: GatewayParts,
  { deposit, suspended }: Setup,
  keys: readonly StoredKey[],
  tenantsByKey: ReadonlyMap<string, { id: string }>,
) {
  const { migratedDatabase } = await import("../../reference-gateway/stores/testing/migrated.ts");
  const folder = mkdtempSync(join(tmpdir(), "gateway-case-"));
  const { clock, ids, log } = parts;
  const where = { kind: "embedded", path: await migratedDatabase(folder, parts) } as const;
  const { watched } = await import("../../reference-gateway/stores/testing/watched-dialect.ts");
  const stores = await openStores(where, {
    clock,
    ids,
    log,
    vaultSecrets: [Buffer.alloc(32, "case")],
    through: (dialect) => watched(dialect, elsewhere),
  });
  const { tenants, vault, wallet, records, books, requestLog, counters, answers } = stores;
  const bodies = { ...parts.bodies, store: stores.bodies };
  await tenants.declare(new Map([...tenantsByKey].map(([key, { id }]) => [key, id])));
  for (const key of keys) await vault.add(key);
  await wallet.open("a", deposit);
  if (suspended) await wallet.suspend("a", true);
  const close = async (): Promise<void> => {
    await stores.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const stored = { tenants, vault, wallet, records, books, requestLog, counters, answers, bodies };
  const managed = { ...parts.keys, provider: vault, gateway: tenants };
  return { parts: { ...parts, ...stored, keys: managed }, close: () => elsewhere.during(close) };
}

/** The gateway with stores in a database that fails when it is told to; loaded where a case asks for it. */
export const openFailing: typeof failingParts = (...args) => elsewhere.during(() => failingParts(...args));

/** The gateway with its keys, its books, its log and what it counts in a database of its own, and what closes that. */
export const storedParts: typeof openStored = (...args) => elsewhere.during(() => openStored(...args));
