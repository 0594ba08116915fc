/**
 * Approved domains and calls that wait for a price, in a database (PRX-04, PRX-07).
 * @module
 */
import { sql } from "kysely";
import type { ApprovalStore, DomainApproval } from "../passthrough/approvals.ts";
import type { PendingStore, WaitingCall } from "../passthrough/pending.ts";
import type { Db, Tables } from "./database.ts";

const approvalOf = (row: Tables["approved_domain"]): DomainApproval => ({
  host: row.host,
  how: row.how,
  at: Number(row.at),
  checkedAt: Number(row.checked_at),
});

export function sqlApprovals(db: Db): ApprovalStore {
  return {
    get: async (host) => {
      const row = await db
        .selectFrom("approved_domain")
        .selectAll()
        .where("host", "=", host)
        .executeTakeFirst();
      return row ? approvalOf(row) : null;
    },
    list: async () => {
      const rows = await db.selectFrom("approved_domain").selectAll().orderBy("host").execute();
      return rows.map(approvalOf);
    },
    put: async ({ host, how, at, checkedAt }) => {
      const row = { how, at: BigInt(at), checked_at: BigInt(checkedAt) };
      await db
        .insertInto("approved_domain")
        .values({ host, ...row })
        .onConflict((on) => on.column("host").doUpdateSet(row))
        .execute();
    },
    remove: async (host) => void (await db.deleteFrom("approved_domain").where("host", "=", host).execute()),
  };
}

/** What a row holds beside its key and its reason. */
type Body = Omit<WaitingCall, "tenantId" | "id" | "at" | "reason">;

const waitingOf = ({ tenant_id, id, at, body, reason }: Tables["pending_call"]): WaitingCall => {
  const call: Body = JSON.parse(body);
  return { ...call, tenantId: tenant_id, id, at: Number(at), reason };
};

export function sqlPending(db: Db): PendingStore {
  return {
    add: async ({ tenantId, id, at, reason, ...call }) => {
      const body = JSON.stringify(call satisfies Body);
      await db
        .insertInto("pending_call")
        .values({ tenant_id: tenantId, id, at: BigInt(at), body, reason })
        .onConflict((on) => on.columns(["tenant_id", "id"]).doNothing())
        .execute();
    },
    page: async (after, limit) => {
      const from = db.selectFrom("pending_call").selectAll();
      const later =
        after === null
          ? from
          : from.where(
              sql<boolean>`(at, tenant_id, id) > (${BigInt(after.at)}, ${after.tenantId}, ${after.id})`,
            );
      const rows = await later.orderBy("at").orderBy("tenant_id").orderBy("id").limit(limit).execute();
      return rows.map(waitingOf);
    },
    explain: async (tenantId, id, reason) => {
      await db
        .updateTable("pending_call")
        .set({ reason })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .execute();
    },
    remove: async (tenantId, id) => {
      await db.deleteFrom("pending_call").where("tenant_id", "=", tenantId).where("id", "=", id).execute();
    },
  };
}
