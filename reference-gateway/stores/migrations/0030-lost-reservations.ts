/**
 * Reservations that were taken back from an owner who was thought to be dead: what they are settled for later is booked
 * all the same (BIL-11).
 * @module
 */
import type { Kysely, Migration } from "kysely";

export const lostReservations: Migration = {
  up: async (db: Kysely<unknown>) => {
    await db.schema
      .createTable("lost_reservation")
      .ifNotExists()
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("request_id", "text", (column) => column.notNull())
      .addColumn("amount", "bigint", (column) => column.notNull())
      .addColumn("at", "bigint", (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex("lost_reservation_at")
      .ifNotExists()
      .on("lost_reservation")
      .column("at")
      .execute();
  },
};
