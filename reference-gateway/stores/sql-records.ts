/**
 * Request records in a database (OBS-01), by tenant and id.
 * @module
 */
import type { RecordStore } from "../parts.ts";
import type { Db } from "./database.ts";
import { recordFromJson, recordToJson } from "./record-json.ts";

/** A second record of the same tenant and id takes the place of the first, as in memory. */
export function sqlRecords(db: Db): RecordStore {
  return {
    put: async (record) => {
      const row = { started_at: BigInt(record.startedAt), body: recordToJson(record) };
      await db
        .insertInto("record")
        .values({ tenant_id: record.tenantId, id: record.id, ...row })
        .onConflict((on) => on.columns(["tenant_id", "id"]).doUpdateSet(row))
        .execute();
    },
    get: async (tenantId, id) => {
      const row = await db
        .selectFrom("record")
        .select("body")
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .executeTakeFirst();
      return row ? recordFromJson(row.body) : null;
    },
  };
}
