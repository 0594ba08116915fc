/**
 * Request records in a database (OBS-01), by tenant and id. Records that come at once share a transaction.
 * @module
 */

import type { RawBuilder } from "kysely";
import type { RecordStore } from "../parts.ts";
import { noted, notingNew } from "../records/totals.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import type { Db } from "./database.ts";
import { prepared } from "./prepared.ts";
import { recordFromJson } from "./record-json.ts";
import { propertyRowsOf, rowOf } from "./record-row.ts";
import { storageFault } from "./storage-fault.ts";
import { together } from "./together.ts";

/** Most records of one transaction. */
export const MOST_TOGETHER = 100;

type Row = ReturnType<typeof rowOf>;

/** Keeps a record in a transaction; `false`, and nothing changed, where the tenant has one of this id. */
export type InsertRecord = (tx: Db, record: RequestRecord) => Promise<boolean>;

/** How records are kept in a database. */
export function recordInsertion(db: Db): InsertRecord {
  const insertion = (columns: readonly string[]) =>
    prepared<Row>((place) => {
      const values = Object.fromEntries(columns.map((name) => [name, place(name as keyof Row)]));
      return db
        .insertInto("record")
        .values(values as { [Name in keyof Row]: RawBuilder<Row[Name]> })
        .onConflict((on) => on.columns(["tenant_id", "id"]).doNothing())
        .compile();
    });
  let insert: ReturnType<typeof insertion> | null = null;
  const note = notingNew(db);
  return async (tx, record) => {
    const row = rowOf(record);
    insert ??= insertion(Object.keys(row));
    if ((await insert(tx, row)).numAffectedRows !== 1n) return false;
    const properties = propertyRowsOf(record);
    if (properties.length > 0) await tx.insertInto("record_property").values(properties).execute();
    await note(tx, record);
    return true;
  };
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

const allOf = (db: Db, insert: InsertRecord, records: readonly RequestRecord[]): Promise<boolean[]> =>
  db.transaction().execute(async (tx) => {
    const kept: boolean[] = [];
    for (const record of records) kept.push(await insert(tx, record));
    return kept;
  });

/** Keeps records in one transaction; where it fails and the store is there, each alone, so that one is no loss for others. */
async function keepTogether(
  db: Db,
  insert: InsertRecord,
  records: readonly RequestRecord[],
): Promise<PromiseSettledResult<boolean>[]> {
  try {
    return (await allOf(db, insert, records)).map((value) => ({ status: "fulfilled", value }));
  } catch (thrown) {
    if (records.length === 1 || storageFault(thrown) !== null) throw thrown;
    const alone: PromiseSettledResult<boolean>[] = [];
    for (const record of records)
      alone.push(
        ...(await Promise.allSettled([allOf(db, insert, [record]).then(([kept]) => kept === true)])),
      );
    return alone;
  }
}

export function sqlRecords(db: Db): RecordStore {
  const insert = recordInsertion(db);
  const keep = together(
    (records: readonly RequestRecord[]) => keepTogether(db, insert, records),
    MOST_TOGETHER,
  );
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
