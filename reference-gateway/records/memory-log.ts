/**
 * The request log over records in memory: the same answers as the database gives, for tests and for gateways that keep
 * nothing.
 * @module
 */
import { columnsOf, type RecordColumns } from "../stores/record-row.ts";
import type { RequestRecord } from "../telemetry/record.ts";
import { FIELDS, type FieldName, type Group } from "./fields.ts";
import type { Filter } from "./filter.ts";
import {
  type GroupTotals,
  type LoggedRequest,
  MAX_GROUPS,
  MAX_PROPERTIES,
  MAX_PROPERTY_CHARS,
  MAX_SCORES,
  type Percentiles,
  type RequestLog,
  TooMuchSaid,
} from "./log.ts";

type Value = string | bigint | null;

interface Row extends LoggedRequest {
  columns: RecordColumns & { id: string; started_at: bigint; feedback: bigint | null };
}

const columnValue = ({ columns }: Row, name: keyof Row["columns"]): Value => columns[name] ?? null;

function fieldValue(row: Row, name: FieldName): Value {
  const columns = FIELDS[name].columns as readonly (keyof Row["columns"])[];
  const values = columns.map((column) => columnValue(row, column));
  if (values.length === 1) return values[0] ?? null;
  return values.reduce<bigint>((sum, value) => sum + (typeof value === "bigint" ? value : 0n), 0n);
}

function compares(seen: Value, { operator, value }: Filter & { kind: "field" }): boolean {
  if (seen === null) return operator === "not-equals" || operator === "not-contains";
  switch (operator) {
    case "equals":
      return seen === value;
    case "not-equals":
      return seen !== value;
    case "contains":
      return String(seen).includes(String(value));
    case "not-contains":
      return !String(seen).includes(String(value));
    case "gt":
      return seen > value;
    case "gte":
      return seen >= value;
    case "lt":
      return seen < value;
    case "lte":
      return seen <= value;
  }
}

function holds(row: Row, filter: Filter): boolean {
  if (filter.kind === "all") return true;
  if (filter.kind === "field") return compares(fieldValue(row, filter.field), filter);
  if (filter.kind !== "property") {
    const left = holds(row, filter.left);
    return filter.kind === "and" ? left && holds(row, filter.right) : left || holds(row, filter.right);
  }
  const { properties } = row.record.labels;
  const value = Object.hasOwn(properties, filter.name) ? properties[filter.name] : undefined;
  if (filter.operator === "contains") return value?.includes(filter.value) ?? false;
  return (value === filter.value) === (filter.operator === "equals");
}

const sum = (rows: readonly Row[], name: FieldName): bigint =>
  rows.reduce((total, row) => {
    const value = fieldValue(row, name);
    return typeof value === "bigint" ? total + value : total;
  }, 0n);

const count = (rows: readonly Row[], where: (row: Row) => boolean): number => rows.filter(where).length;

function percentiles(rows: readonly Row[], name: FieldName): Percentiles {
  const values = rows
    .map((row) => fieldValue(row, name))
    .filter((value) => typeof value === "bigint")
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const at = (percent: number): number | null => {
    const value = values[Math.ceil((values.length * percent) / 100) - 1];
    return value === undefined ? null : Number(value);
  };
  return { p50: at(50), p90: at(90), p99: at(99) };
}

const sums = (rows: readonly Row[]): Omit<GroupTotals, "key"> => ({
  requests: rows.length,
  failed: count(rows, ({ record }) => record.outcome === "failed"),
  cached: count(rows, ({ record }) => record.cached),
  promptTokens: Number(sum(rows, "prompt_tokens")),
  completionTokens: Number(sum(rows, "completion_tokens")),
  cost: sum(rows, "cost"),
  latency: percentiles(rows, "latency"),
});

function keyOf(row: Row, group: Group): string | null {
  const time = new Date(row.record.startedAt).toISOString();
  if (group === "day") return time.slice(0, 10);
  if (group === "hour") return `${time.slice(0, 13)}:00Z`;
  const value = columnValue(row, group);
  return value === null ? null : String(value);
}

const order = (a: Value, b: Value): number => {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  return a < b ? -1 : 1;
};

/** @param all the records as they are now */
export function memoryRequestLog(all: () => readonly RequestRecord[]): RequestLog {
  const ratings = new Map<string, boolean>();
  const scores = new Map<string, Record<string, number>>();
  const properties = new Map<string, Record<string, string>>();
  const key = (tenantId: string, id: string) => JSON.stringify([tenantId, id]);
  const rowOf = (record: RequestRecord): Row => {
    const place = key(record.tenantId, record.id);
    const feedback = ratings.get(place) ?? null;
    const labels = {
      ...record.labels,
      properties: { ...record.labels.properties, ...properties.get(place) },
    };
    return {
      record: { ...record, labels },
      feedback,
      scores: scores.get(place) ?? {},
      columns: {
        ...columnsOf(record),
        id: record.id,
        started_at: BigInt(record.startedAt),
        feedback: feedback === null ? null : feedback ? 1n : 0n,
      },
    };
  };
  const select = (tenantId: string, filter: Filter): Row[] =>
    all()
      .filter((record) => record.tenantId === tenantId)
      .map(rowOf)
      .filter((row) => holds(row, filter));
  const shown = ({ record, feedback, scores: given }: Row): LoggedRequest => ({
    record,
    feedback,
    scores: given,
  });
  const known = (tenantId: string, id: string): boolean =>
    all().some((record) => record.tenantId === tenantId && record.id === id);
  return {
    find: async (tenantId, id) => {
      const record = all().find((one) => one.tenantId === tenantId && one.id === id);
      return record ? shown(rowOf(record)) : null;
    },
    query: async (tenantId, { filter, sort, offset, limit }) => {
      const sign = sort.descending ? -1 : 1;
      return select(tenantId, filter)
        .sort(
          (a, b) =>
            sign *
            (order(fieldValue(a, sort.field), fieldValue(b, sort.field)) || order(a.record.id, b.record.id)),
        )
        .slice(offset, offset + limit)
        .map(shown);
    },
    page: async (tenantId, filter, after, limit) => {
      const place = ({ record }: Row): number => record.startedAt;
      const isBeyond = (row: Row): boolean =>
        after === null ||
        (order(BigInt(place(row)), BigInt(after.startedAt)) || order(row.record.id, after.id)) > 0;
      return select(tenantId, filter)
        .filter(isBeyond)
        .sort((a, b) => place(a) - place(b) || order(a.record.id, b.record.id))
        .slice(0, limit)
        .map(shown);
    },
    totals: async (tenantId, filter) => {
      const rows = select(tenantId, filter);
      return {
        ...sums(rows),
        cancelled: count(rows, ({ record }) => record.outcome === "cancelled"),
        unpriced: Number(sum(rows, "unpriced")),
        positive: count(rows, ({ feedback }) => feedback === true),
        negative: count(rows, ({ feedback }) => feedback === false),
        firstToken: percentiles(rows, "time_to_first_token"),
      };
    },
    groups: async (tenantId, filter, group) => {
      const groups = new Map<string | null, Row[]>();
      for (const row of select(tenantId, filter)) {
        const name = keyOf(row, group);
        groups.set(name, [...(groups.get(name) ?? []), row]);
      }
      const found = [...groups].map(([name, rows]) => ({ key: name, ...sums(rows) }));
      if (group === "day" || group === "hour")
        return found.sort((a, b) => order(a.key, b.key)).slice(-MAX_GROUPS);
      return found.sort((a, b) => b.requests - a.requests || order(a.key, b.key)).slice(0, MAX_GROUPS);
    },
    rate: async (tenantId, id, rating) => {
      if (!known(tenantId, id)) return false;
      ratings.set(key(tenantId, id), rating);
      return true;
    },
    score: async (tenantId, id, given) => {
      if (!known(tenantId, id)) return false;
      const said = { ...scores.get(key(tenantId, id)), ...given };
      if (Object.keys(said).length > MAX_SCORES) throw new TooMuchSaid();
      scores.set(key(tenantId, id), said);
      return true;
    },
    setProperty: async (tenantId, id, name, value) => {
      if (!known(tenantId, id)) return false;
      const place = key(tenantId, id);
      const own = all().find((record) => record.tenantId === tenantId && record.id === id);
      const added = { ...properties.get(place), [name.toLowerCase()]: value };
      const said = Object.entries({ ...own?.labels.properties, ...added });
      const chars = said.flat().reduce((sum, text) => sum + text.length, 0);
      if (said.length > MAX_PROPERTIES || chars > MAX_PROPERTY_CHARS) throw new TooMuchSaid();
      properties.set(place, added);
      return true;
    },
  };
}
