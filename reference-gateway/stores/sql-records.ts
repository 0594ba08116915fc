/**
 * Request records in a database (OBS-01), by tenant and id.
 * @module
 */
import type { RecordStore } from "../parts.ts";
import { noted, noteNew } from "../records/totals.ts";
import type { Db } from "./database.ts";
import { recordFromJson } from "./record-json.ts";
import { propertyRowsOf, rowOf } from "./record-row.ts";

export function sqlRecords(db: Db): RecordStore {
  return {
    put: (record) =>
      db.transaction().execute(async (tx) => {
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
      }),
    get: async (tenantId, id) => {
      const row = await db
        .selectFrom("record")
        .select("body")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      return row ? recordFromJson(row.body) : null;
    },
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
