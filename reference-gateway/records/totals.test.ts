/**
 * Totals that are kept are those of the records, at each moment and whatever happened: records, ratings, late prices, adding
 * up, in the embedded database and in PostgreSQL (OBS-03).
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRegistry } from "../../registry/index.ts";
import type { Db } from "../stores/database.ts";
import { openEmbedded } from "../stores/embedded.ts";
import { recordTotals } from "../stores/migrations/0060-record-totals.ts";
import { migrate } from "../stores/migrations/index.ts";
import { openPostgres } from "../stores/postgres.ts";
import { sqlRecords } from "../stores/sql-records.ts";
import { steppedClock } from "../stores/testing/clock.ts";
import { NO_POSTGRES, startPostgres } from "../stores/testing/postgres-server.ts";
import { NO_LABELS, type RequestRecord } from "../telemetry/record.ts";
import type { Filter } from "./filter.ts";
import { sqlRequestLog } from "./sql-log.ts";
import { addUp } from "./totals.ts";

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 11, 1);
const registry = openRegistry();
const endpoint = registry.indexes.endpoint("gpt-4o-mini:openai");
if (!endpoint) throw new Error("gpt-4o-mini:openai is not there");
const usage = { kind: "known" as const, usage: { input: 1000, output: 100 }, raw: {} };
/** $0.15 in, $0.60 out per million: 1,000 in and 100 out cost $0.00021. */
const charge = registry.charge(endpoint, usage, undefined);

const MODELS = ["a", "b", "-", "=a"];
const request = fc.record({
  kind: fc.constant("request" as const),
  at: fc.integer({ min: 0, max: 3 * DAY_MS - 1 }),
  model: fc.constantFrom(...MODELS),
  provider: fc.constantFrom("openai", "groq", null),
  outcome: fc.constantFrom("success" as const, "failed" as const, "cancelled" as const),
  cached: fc.boolean(),
  isPriced: fc.boolean(),
  latencyMs: fc.integer({ min: 0, max: 30 }),
  firstTokenMs: fc.option(fc.integer({ min: 0, max: 9 })),
});
const pick = fc.nat();
const step = fc.oneof(
  { weight: 5, arbitrary: request },
  fc.record({ kind: fc.constant("rate" as const), pick, good: fc.boolean() }),
  fc.record({ kind: fc.constant("price" as const), pick }),
  fc.record({ kind: fc.constant("add-up" as const), most: fc.integer({ min: 1, max: 7 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer Of> ? Of : never;

function recordOf(id: string, tenantId: string, made: Extract<Step, { kind: "request" }>): RequestRecord {
  const { at, provider, isPriced, ...own } = made;
  return {
    id,
    tenantId,
    startedAt: FIRST_DAY + at,
    route: "/v1/chat/completions",
    api: "openai-chat",
    targetHost: null,
    labels: NO_LABELS,
    stream: false,
    status: own.outcome === "success" ? 200 : 500,
    error: null,
    served: provider && {
      provider,
      model: own.model,
      endpoint: "",
      deployment: "",
      api: "openai-chat",
      mode: "ptb",
      upstreamRequestId: null,
    },
    attempts: [],
    dropped: [],
    usage: isPriced ? usage : { kind: "unknown" },
    cost: isPriced ? charge : null,
    model: own.model,
    outcome: own.outcome,
    cached: own.cached,
    latencyMs: own.latencyMs,
    firstTokenMs: own.firstTokenMs,
  };
}

const all: Filter = { kind: "all" };
const time = (operator: "gte" | "lt", day: number): Filter => ({
  kind: "field",
  field: "request_created_at",
  operator,
  value: BigInt(FIRST_DAY + day * DAY_MS),
});
const equals = (field: "model" | "provider", value: string): Filter => ({
  kind: "field",
  field,
  operator: "equals",
  value,
});
const ASKED: readonly Filter[] = [
  all,
  { kind: "and", left: all, right: equals("model", "a") },
  equals("model", "-"),
  equals("provider", "groq"),
  time("gte", 1),
  { kind: "and", left: time("gte", 1), right: time("lt", 2) },
];
/** The same, read from the records: what joins conditions by `or` is never answered by totals that are kept. */
const read = (filter: Filter): Filter => ({ kind: "or", left: filter, right: filter });

/** What is kept is what is there, in total and in every group. */
async function compare(db: Db, tenantId: string): Promise<void> {
  const log = sqlRequestLog(db);
  for (const filter of ASKED) {
    expect(await log.totals(tenantId, filter)).toEqual(await log.totals(tenantId, read(filter)));
    for (const group of ["day", "model", "provider"] as const) {
      const kept = await log.groups(tenantId, filter, group);
      const direct = await log.groups(tenantId, read(filter), group);
      const byKey = (groups: typeof kept) => new Map(groups.map((each) => [each.key, each]));
      expect(byKey(kept)).toEqual(byKey(direct));
      expect(kept.map(({ requests }) => requests)).toEqual(direct.map(({ requests }) => requests));
    }
  }
}

/** Does what is said to a tenant of its own. */
async function follow(db: Db, steps: readonly Step[]): Promise<string> {
  const tenantId = randomUUID();
  const [records, log] = [sqlRecords(db), sqlRequestLog(db)];
  const ids: string[] = [];
  for (const each of steps) {
    const id = each.kind === "rate" || each.kind === "price" ? ids[each.pick % ids.length] : undefined;
    if (each.kind === "request") {
      ids.push(randomUUID());
      await records.put(recordOf(ids.at(-1) ?? "", tenantId, each));
    } else if (each.kind === "add-up") await addUp(db, each.most);
    else if (id !== undefined && each.kind === "rate") await log.rate(tenantId, id, each.good, FIRST_DAY);
    else if (id !== undefined) await records.price(tenantId, id, { charge, usage });
  }
  return tenantId;
}

const folder = mkdtempSync(join(tmpdir(), "totals-"));
const kinds = [
  {
    name: "the embedded database",
    open: async () => {
      const db = await openEmbedded(join(folder, "gateway.db"), steppedClock());
      return { db, end: () => db.destroy() };
    },
  },
  {
    name: "PostgreSQL",
    open: async () => {
      const server = await startPostgres();
      if (!server) return null;
      const db = openPostgres(await server.database(), () => {});
      const end = async () => {
        await db.destroy();
        await server.stop();
      };
      return { db, end };
    },
  },
];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(kinds)("totals in $name", ({ open }) => {
  let opened: Awaited<ReturnType<typeof open>> = null;
  beforeAll(async () => {
    opened = await open();
    if (opened) await migrate(opened.db);
  });
  afterAll(async () => opened?.end());

  test("are those of the records, whatever happened", async (context) => {
    if (!opened) return context.skip(true, NO_POSTGRES);
    const { db } = opened;
    const property = fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      await compare(db, await follow(db, steps));
    });
    await fc.assert(property, { numRuns: 25 });
  }, 120_000);

  test("count once what two processes add up, price and rate at once", async (context) => {
    if (!opened) return context.skip(true, NO_POSTGRES);
    const { db } = opened;
    const requests = fc.sample(request, { seed: 18, numRuns: 60 });
    const tenantId = await follow(db, requests.slice(0, 30));
    const [records, log] = [sqlRecords(db), sqlRequestLog(db)];
    const ids = (await db.selectFrom("record").select("id").where("tenant_id", "=", tenantId).execute()).map(
      ({ id }) => id,
    );
    await Promise.all([
      ...ids.flatMap((id) => [
        records.price(tenantId, id, { charge, usage }),
        records.price(tenantId, id, { charge, usage }),
        log.rate(tenantId, id, true, FIRST_DAY),
        log.rate(tenantId, id, false, FIRST_DAY),
      ]),
      ...requests.slice(30).map((each) => records.put(recordOf(randomUUID(), tenantId, each))),
      ...Array.from({ length: 20 }, () => addUp(db, 5)),
    ]);
    expect((await log.totals(tenantId, all)).requests).toBe(60);
    await compare(db, tenantId);
  });

  test("hold what was recorded before there were any, also where taking it in broke off", async (context) => {
    if (!opened) return context.skip(true, NO_POSTGRES);
    const { db } = opened;
    const tenantId = await follow(db, fc.sample(request, { seed: 60, numRuns: 20 }));
    for (const table of ["record_change", "record_sum", "record_spread"] as const)
      await db.deleteFrom(table).execute();
    expect((await sqlRequestLog(db).totals(tenantId, all)).requests).toBe(0);
    await recordTotals.up(db);
    await recordTotals.up(db);
    expect((await sqlRequestLog(db).totals(tenantId, all)).requests).toBe(20);
    await compare(db, tenantId);
    while ((await addUp(db)) > 0);
    await compare(db, tenantId);
  });
});
