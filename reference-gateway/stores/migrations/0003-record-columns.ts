/**
 * Records with columns, so that the database can filter and count them (OBS-03). Records of the first version get theirs
 * from their bodies.
 * @module
 */
import { type Kysely, type Migration, sql } from "kysely";
import type { Tables } from "../database.ts";
import { recordFromJson } from "../record-json.ts";
import { columnsOf } from "../record-row.ts";

const TEXTS = [
  "route",
  "api",
  "target_host",
  "model",
  "outcome",
  "error_type",
  "error_code",
  "model_served",
  "provider",
  "endpoint",
  "deployment",
  "api_upstream",
  "mode",
  "user_id",
  "session_id",
  "session_path",
  "session_name",
] as const;

const NUMBERS = [
  "stream",
  "status",
  "attempts",
  "cached",
  "latency_ms",
  "first_token_ms",
  "cost",
  "cost_reported",
  "unpriced",
  "tokens_input",
  "tokens_cache_read",
  "tokens_cache_read_audio",
  "tokens_cache_write_5m",
  "tokens_cache_write_1h",
  "tokens_audio_input",
  "tokens_image_input",
  "tokens_output",
  "tokens_reasoning",
  "tokens_audio_output",
  "tokens_image_output",
  "searches",
  "feedback",
  "feedback_at",
] as const;

const INDEXES: Readonly<Record<string, readonly (keyof Tables["record"])[]>> = {
  record_time: ["tenant_id", "started_at"],
  record_model: ["tenant_id", "model", "started_at"],
  record_provider: ["tenant_id", "provider", "started_at"],
  record_user: ["tenant_id", "user_id", "started_at"],
  record_session: ["tenant_id", "session_id", "started_at"],
};

/** Records that get their columns in one go. */
const BATCH = 500;

async function columnNames(db: Kysely<Tables>): Promise<Set<string>> {
  const tables = await db.introspection.getTables();
  const columns = tables.find(({ name }) => name === "record")?.columns ?? [];
  return new Set(columns.map(({ name }) => name));
}

/** Gives old records their columns, in order of their keys. */
async function fillIn(db: Kysely<Tables>): Promise<void> {
  let last: { tenant_id: string; id: string } | null = null;
  for (;;) {
    let query = db.selectFrom("record").select(["tenant_id", "id", "body"]).where("route", "is", null);
    if (last) {
      const { tenant_id, id } = last;
      query = query.where(sql<boolean>`(tenant_id, id) > (${tenant_id}, ${id})`);
    }
    const rows = await query.orderBy("tenant_id").orderBy("id").limit(BATCH).execute();
    for (const { tenant_id, id, body } of rows) {
      await db
        .updateTable("record")
        .set(columnsOf(recordFromJson(body)))
        .where("tenant_id", "=", tenant_id)
        .where("id", "=", id)
        .execute();
    }
    const end = rows.at(-1);
    if (!end || rows.length < BATCH) return;
    last = { tenant_id: end.tenant_id, id: end.id };
  }
}

export const recordColumns: Migration = {
  up: async (db: Kysely<Tables>) => {
    const there = await columnNames(db);
    const missing = [
      ...TEXTS.map((name) => ({ name, type: "text" }) as const),
      ...NUMBERS.map((name) => ({ name, type: "bigint" }) as const),
    ].filter(({ name }) => !there.has(name));
    for (const { name, type } of missing) {
      await db.schema.alterTable("record").addColumn(name, type).execute();
    }
    await db.schema
      .createTable("record_property")
      .ifNotExists()
      .addColumn("tenant_id", "text", (column) => column.notNull())
      .addColumn("record_id", "text", (column) => column.notNull())
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("value", "text", (column) => column.notNull())
      .addColumn("started_at", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("record_property_pk", ["tenant_id", "record_id", "name"])
      .execute();
    await db.schema
      .createIndex("record_property_value")
      .ifNotExists()
      .on("record_property")
      .columns(["tenant_id", "name", "value", "started_at"])
      .execute();
    for (const [name, columns] of Object.entries(INDEXES)) {
      await db.schema
        .createIndex(name)
        .ifNotExists()
        .on("record")
        .columns([...columns])
        .execute();
    }
    await fillIn(db);
  },
};
