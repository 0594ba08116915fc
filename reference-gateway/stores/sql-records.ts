/**
 * Request records in a database (OBS-01), by tenant and id. Records that come at once share a transaction.
 * @module
 */
import type { RecordStore } from "../parts.ts";
import { noted, noteNew } from "../records/totals.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import type { Db } from "./database.ts";
import { recordFromJson } from "./record-json.ts";
import { propertyRowsOf, rowOf } from "./record-row.ts";
import { storageFault } from "./storage-fault.ts";
import { together } from "./together.ts";

/** Most records of one transaction. */
export const MOST_TOGETHER = 100;

/**
 * Keeps a record; `false`, and nothing changed, where the tenant has one of this id.
 * @param tx a transaction
 */
export async function insertRecord(tx: Db, record: RequestRecord): Promise<boolean> {
  const kept = await tx
    .insertInto("record")
    .values(rowOf(record))
    .onConflict((on) => on.columns(["tenant_id", "id"]).doNothing())
    .executeTakeFirst();
  if (kept.numInsertedOrUpdatedRows !== 1n) return false;
  const properties = propertyRowsOf(record);
  if (properties.length > 0) await tx.insertInto("record_property").values(properties).execute();
  await noteNew(tx, record.tenantId, record.id);
  return true;
}

export async function findRecord(db: Db, tenantId: string, id: string): Promise<RequestRecord | null> {
  const row = await db
    .selectFrom("record")
    .select("body")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ? recordFromJson(row.body) : null;
}

const allOf = (db: Db, records: readonly RequestRecord[]): Promise<boolean[]> =>
  db.transaction().execute(async (tx) => {
    const kept: boolean[] = [];
    for (const record of records) kept.push(await insertRecord(tx, record));
    return kept;
  });

/** Keeps records in one transaction; where it fails and the store is there, each alone, so that one is no loss for others. */
async function keepTogether(
  db: Db,
  records: readonly RequestRecord[],
): Promise<PromiseSettledResult<boolean>[]> {
  try {
    return (await allOf(db, records)).map((value) => ({ status: "fulfilled", value }));
  } catch (thrown) {
    if (records.length === 1 || storageFault(thrown) !== null) throw thrown;
    const alone: PromiseSettledResult<boolean>[] = [];
    for (const record of records)
      alone.push(...(await Promise.allSettled([allOf(db, [record]).then(([kept]) => kept === true)])));
    return alone;
  }
}

export function sqlRecords(db: Db): RecordStore {
  const keep = together((records: readonly RequestRecord[]) => keepTogether(db, records), MOST_TOGETHER);
  return {
    put: async (record) => {
      const kept = await keep(record);
      if (kept.status === "rejected") throw kept.reason;
      return kept.value;
    },
    get: (tenantId, id) => findRecord(db, tenantId, id),
    price: (tenantId, id, { charge, usage }) =>
      db.transaction().execute(async (tx) => {
        const row = await tx
          .selectFrom("record")
          .select("body")
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .executeTakeFirst();
        const record = row && recordFromJson(row.body);
        if (!record || record.cost !== null) return false;
        const mine = tx.updateTable("record").where("tenant_id", "=", tenantId).where("id", "=", id);
        // Another process may have been faster: only a row that is as it was read is locked, and takes the price.
        const locked = await mine.set({ body: row.body }).where("body", "=", row.body).executeTakeFirst();
        if (locked.numUpdatedRows !== 1n) return false;
        const priced = rowOf({ ...record, cost: charge, usage });
        await noted(tx, tenantId, id, async () => void (await mine.set(priced).execute()));
        return true;
      }),
  };
}
