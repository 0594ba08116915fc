/**
 * Bodies in a database, encrypted like provider keys: an envelope each, bound to its place (OBS-02, VLT-01).
 * @module
 */

import type { Db } from "../stores/database.ts";
import type { Encryption } from "../vault/encryption.ts";
import { BODY_PARTS, type BodyPlace, type BodyStore } from "./body-store.ts";

/** Rows that one statement removes: others must not wait for it. */
const PAGE = 500;
/** Most statements of one run; what is left then goes with the next one. */
const MOST_PAGES = 20_000;

const placeOf = ({ tenantId, recordId, part }: BodyPlace): string[] => ["body", tenantId, recordId, part];

/** @param encryption `null` where no secret is configured: then nothing can be kept */
export function sqlBodies(db: Db, encryption: Encryption | null): BodyStore {
  return {
    put: async (place, body, until) => {
      if (!encryption) throw new Error("bodies are kept encrypted only, and no vault secret is configured");
      const encrypted = encryption.encrypt(Buffer.from(body).toString("base64"), placeOf(place));
      const { tenantId: tenant_id, recordId: record_id, part } = place;
      await db
        .insertInto("record_body")
        .values({ tenant_id, record_id, part, encrypted, until: BigInt(until) })
        .onConflict((conflict) => conflict.columns(["tenant_id", "record_id", "part"]).doNothing())
        .execute();
    },
    get: async (tenantId, recordId, now) => {
      const rows = await db
        .selectFrom("record_body")
        .select(["part", "encrypted"])
        .where("tenant_id", "=", tenantId)
        .where("record_id", "=", recordId)
        .where("until", ">", BigInt(now))
        .execute();
      const opened = BODY_PARTS.map((part) => {
        const row = rows.find((candidate) => candidate.part === part);
        const text =
          row && encryption ? encryption.decrypt(row.encrypted, placeOf({ tenantId, recordId, part })) : null;
        return [part, text === null ? null : Uint8Array.from(Buffer.from(text, "base64"))] as const;
      });
      return Object.fromEntries(opened) as Awaited<ReturnType<BodyStore["get"]>>;
    },
    purge: async (now) => {
      let removed = 0;
      for (let page = 0; page < MOST_PAGES; page++) {
        const over = await db
          .selectFrom("record_body")
          .select(["tenant_id", "record_id", "part"])
          .where("until", "<=", BigInt(now))
          .orderBy("until")
          .limit(PAGE)
          .execute();
        for (const { tenant_id, record_id, part } of over)
          await db
            .deleteFrom("record_body")
            .where("tenant_id", "=", tenant_id)
            .where("record_id", "=", record_id)
            .where("part", "=", part)
            .execute();
        removed += over.length;
        if (over.length < PAGE) break;
      }
      return removed;
    },
  };
}
