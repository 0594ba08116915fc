/**
 * A filter as SQL that both databases read alike. Values are always bound, columns come from `fields.ts` alone.
 * @module
 */
import { type RawBuilder, sql } from "kysely";
import { FIELDS, type FieldName, type Group } from "./fields.ts";
import type { Filter, Operator } from "./filter.ts";

type Expression = RawBuilder<unknown>;

/** The value of a field: a column, or the sum of several. */
export function fieldSql(name: FieldName): Expression {
  const { columns } = FIELDS[name];
  const [first, ...rest] = columns.map((column) => sql.ref(`record.${column}`));
  if (rest.length === 0 && first !== undefined) return sql`${first}`;
  const terms = columns.map((column) => sql`coalesce(${sql.ref(`record.${column}`)}, 0)`);
  return sql`(${sql.join(terms, sql` + `)})`;
}

const COMPARE: Readonly<Record<Exclude<Operator, "contains" | "not-contains">, Expression>> = {
  equals: sql`=`,
  "not-equals": sql`<>`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
};

/** `like` means something else in each database; whether taking the text out changes the value does not. */
const contains = (place: Expression, value: unknown): Expression =>
  sql`replace(${place}, ${value}, '') <> ${place}`;

function compare(place: Expression, operator: Operator, value: string | bigint): Expression {
  if (operator === "contains") return contains(place, value);
  // What is unknown is not equal to anything that is named.
  if (operator === "not-contains") return sql`(${place} is null or not (${contains(place, value)}))`;
  if (operator === "not-equals") return sql`(${place} is null or ${place} <> ${value})`;
  return sql`${place} ${COMPARE[operator]} ${value}`;
}

function propertyWhere({ name, operator, value }: Filter & { kind: "property" }): Expression {
  const column = sql.ref("record_property.value");
  const matches = operator === "contains" ? contains(sql`${column}`, value) : sql`${column} = ${value}`;
  const found = sql`exists (select 1 from record_property where record_property.tenant_id = record.tenant_id
    and record_property.record_id = record.id and record_property.name = ${name} and ${matches})`;
  return operator === "not-equals" ? sql`not ${found}` : found;
}

/** The condition of a filter. */
export function whereOf(filter: Filter): RawBuilder<boolean> {
  const build = (node: Filter): Expression => {
    if (node.kind === "all") return sql`1 = 1`;
    if (node.kind === "property") return propertyWhere(node);
    if (node.kind === "field") return compare(fieldSql(node.field), node.operator, node.value);
    const by = node.kind === "and" ? sql`and` : sql`or`;
    return sql`(${build(node.left)} ${by} ${build(node.right)})`;
  };
  return sql<boolean>`${build(filter)}`;
}

const HOUR_MS = 3_600_000n;
export const DAY_MS = 24n * HOUR_MS;

/** What a group's key is made of; times are the start of their day or hour. */
export function groupSql(group: Group): Expression {
  if (group === "day" || group === "hour") {
    const width = group === "day" ? DAY_MS : HOUR_MS;
    return sql`(record.started_at / ${sql.lit(Number(width))}) * ${sql.lit(Number(width))}`;
  }
  return sql`${sql.ref(`record.${group}`)}`;
}
