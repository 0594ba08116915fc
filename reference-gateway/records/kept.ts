/**
 * What of the request log is answered by totals that are kept (`totals.ts`), and how.
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import type { Db } from "../stores/database.ts";
import type { Group } from "./fields.ts";
import type { Filter } from "./filter.ts";
import { type GroupTotals, MAX_GROUPS, type Percentiles, type Totals } from "./log.ts";
import { DAY_MS } from "./sql-where.ts";
import {
  groupOf,
  KEY_TEXT,
  PERCENTILES,
  type PercentileRow,
  percentilesOf,
  type SumRow,
  totalsOf,
  UNMEASURED,
} from "./sums.ts";
import { COUNTS, type Dimension, keySql, MEASURES, type Measure, nameKey, nameOf } from "./totals.ts";

/** Everything of a tenant, one model or provider of it, or whole days; `null` is open. */
export type Kept =
  | { dimension: "all" }
  | { dimension: "model" | "provider"; name: string | null }
  | { dimension: "day"; from: bigint | null; to: bigint | null };

type Condition = Extract<Filter, { kind: "field" }>;

/** The conditions that must all hold; `null` for a filter that is more than that. */
function conditionsOf(filter: Filter): Condition[] | null {
  if (filter.kind === "all") return [];
  if (filter.kind === "field") return [filter];
  if (filter.kind !== "and") return null;
  const [left, right] = [conditionsOf(filter.left), conditionsOf(filter.right)];
  return left && right && [...left, ...right];
}

const isDayBound = ({ field, operator, value }: Condition): boolean =>
  field === "request_created_at" &&
  (operator === "gte" || operator === "lt") &&
  typeof value === "bigint" &&
  value % DAY_MS === 0n;

/** Whole days from bounds that are days; the narrowest ones hold. */
function daysOf(conditions: readonly Condition[]): Kept {
  const bounds = (operator: "gte" | "lt"): bigint[] =>
    conditions.flatMap((each) =>
      each.operator === operator && typeof each.value === "bigint" ? [each.value] : [],
    );
  const latest = (all: bigint[]) => all.reduce<bigint | null>((a, b) => (a !== null && a > b ? a : b), null);
  const first = (all: bigint[]) => all.reduce<bigint | null>((a, b) => (a !== null && a < b ? a : b), null);
  return { dimension: "day", from: latest(bounds("gte")), to: first(bounds("lt")) };
}

/** What a filter selects of the kept totals, or `null` where records must be read. */
export function keptFor(filter: Filter): Kept | null {
  const conditions = conditionsOf(filter);
  if (conditions === null) return null;
  const [only, ...more] = conditions;
  if (only === undefined) return { dimension: "all" };
  if (conditions.every(isDayBound)) return daysOf(conditions);
  const { field, operator, value } = only;
  if (more.length > 0 || operator !== "equals" || typeof value !== "string") return null;
  return field === "model" || field === "provider" ? { dimension: field, name: value } : null;
}

/** The same for groups: those of everything by model, provider or day, and days of whole days. */
export function keptGroupsFor(filter: Filter, group: Group): Kept | null {
  const kept = keptFor(filter);
  if (kept?.dimension === "day") return group === "day" ? kept : null;
  if (kept?.dimension !== "all") return null;
  if (group === "day") return { dimension: "day", from: null, to: null };
  return group === "model" || group === "provider" ? { dimension: group, name: null } : null;
}

/** The rows of sums, and the changes that are not in them yet, that belong to what is asked. */
function conditions(kept: Kept): { added: RawBuilder<unknown>; changed: RawBuilder<unknown> } {
  const everything = sql`1 = 1`;
  if (kept.dimension === "all") return { added: everything, changed: everything };
  if (kept.dimension === "day") {
    const within = (day: RawBuilder<unknown>) =>
      sql`${kept.from === null ? everything : sql`${day} >= ${kept.from}`}
        and ${kept.to === null ? everything : sql`${day} < ${kept.to}`}`;
    // Other dimensions have keys that are no numbers, and a planner may look at the key first.
    const added = sql`case when dimension = 'day' then cast(key as bigint) end`;
    return { added: within(added), changed: within(sql`day`) };
  }
  const { name, dimension } = kept;
  if (name === null) return { added: everything, changed: everything };
  return { added: sql`key = ${nameKey(name)}`, changed: sql`${sql.ref(dimension)} = ${name}` };
}

/** Their counts, by key. */
function sumsOf(tenantId: string, kept: Kept): RawBuilder<unknown> {
  const { added, changed } = conditions(kept);
  const names = sql.join(COUNTS.map((name) => sql.ref(name)));
  return sql`(select key, ${names} from record_sum
      where tenant_id = ${tenantId} and dimension = ${kept.dimension} and ${added}
    union all select ${keySql(kept.dimension)} as key, ${names} from record_change
      where tenant_id = ${tenantId} and ${changed}) as part`;
}

const SUMS = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`));

/** Whole numbers up to 2^53 as PostgreSQL adds them fastest: its sums of `bigint` are `numeric`, several times as slow. */
const asDouble = (count: RawBuilder<unknown>): RawBuilder<unknown> => sql`cast(${count} as double precision)`;

/** The smallest time that at least so many percent of its group do not exceed. */
const nearestRank = (percent: bigint): RawBuilder<unknown> =>
  sql`min(case when ranked.place * 100 >= ranked.total * ${percent} then ranked.ms end)`;

/**
 * Percentiles from how often each time was measured, by key; all keys as one where they are not asked for apart. A time that
 * stands in several rows is counted whole at each of them, as equals in an order are.
 */
async function percentiles(
  db: Db,
  tenantId: string,
  kept: Kept,
  measure: Measure,
  isApart: boolean,
): Promise<Map<string, Percentiles>> {
  const { added, changed } = conditions(kept);
  const { dimension } = kept;
  const own = (key: RawBuilder<unknown>) => (isApart ? key : sql`''`);
  const ms = sql.ref(MEASURES[measure]);
  const { rows } = await sql<PercentileRow>`
    select ranked.key, ${nearestRank(PERCENTILES.p50)} as p50, ${nearestRank(PERCENTILES.p90)} as p90,
      ${nearestRank(PERCENTILES.p99)} as p99
    from (select part.key, part.ms, sum(part.requests) over (partition by part.key order by part.ms) as place,
        sum(part.requests) over (partition by part.key) as total
      from (select ${own(sql`key`)} as key, ms, ${asDouble(sql`requests`)} as requests from record_spread
          where tenant_id = ${tenantId} and dimension = ${dimension} and measure = ${measure} and ${added}
        union all select ${own(keySql(dimension))} as key, ${ms} as ms, ${asDouble(sql`requests`)} as requests
          from record_change where tenant_id = ${tenantId} and ${ms} is not null and ${changed}) as part) as ranked
    where ranked.total > 0 group by ranked.key`.execute(db);
  return new Map(rows.map((row) => [String(row.key), percentilesOf(row)]));
}

export async function keptTotals(db: Db, tenantId: string, kept: Kept): Promise<Totals> {
  const { rows } = await sql<SumRow>`select ${SUMS} from ${sumsOf(tenantId, kept)}`.execute(db);
  const spread = async (measure: Measure): Promise<Percentiles> =>
    (await percentiles(db, tenantId, kept, measure, false)).get("") ?? UNMEASURED;
  return {
    ...totalsOf(rows[0]),
    latency: await spread("latency"),
    firstToken: await spread("first_token"),
  };
}

const textOf = (dimension: Dimension, key: string): string | null =>
  dimension === "day" ? KEY_TEXT.day(key) : nameOf(key);

export async function keptGroups(db: Db, tenantId: string, kept: Kept): Promise<GroupTotals[]> {
  const isDays = kept.dimension === "day";
  const order = isDays ? sql`cast(part.key as bigint) desc` : sql`sum(part.requests) desc, part.key`;
  const { rows } = await sql<SumRow & { key: string }>`select part.key, ${SUMS} from ${sumsOf(tenantId, kept)}
    group by part.key having sum(part.requests) > 0
    order by ${order} limit ${BigInt(MAX_GROUPS)}`.execute(db);
  const latency = await percentiles(db, tenantId, kept, "latency", true);
  const found = rows.map((row) =>
    groupOf(textOf(kept.dimension, row.key), row, latency.get(row.key) ?? UNMEASURED),
  );
  return isDays ? found.reverse() : found;
}
