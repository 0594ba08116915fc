/**
 * Filters of the request log: `"all"`, a leaf, or `{ left, operator: "and" | "or", right }` of such, as Helicone's API
 * has them. Bounded in depth and leaves; every mistake is told by its place.
 * @module
 */
import { z } from "zod";
import { isObject, type Json } from "../../registry/json.ts";
import { usdToPico } from "../../registry/pricing/money.ts";
import { FIELDS, type FieldName, isFieldName } from "./fields.ts";

export const OPERATORS = [
  "equals",
  "not-equals",
  "gt",
  "gte",
  "lt",
  "lte",
  "contains",
  "not-contains",
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Filter =
  | { kind: "all" }
  | { kind: "and" | "or"; left: Filter; right: Filter }
  /** Numbers, times, flags and money as whole numbers: milliseconds, 0 or 1, pico-USD. */
  | { kind: "field"; field: FieldName; operator: Operator; value: string | bigint }
  | { kind: "property"; name: string; operator: "equals" | "not-equals" | "contains"; value: string };

/** Deepest nesting and most leaves of a filter. */
export const MAX_FILTER_DEPTH = 20;
export const MAX_FILTER_LEAVES = 100;
const MAX_VALUE = 1024;

/** A filter that cannot be used; `param` is where in the body. */
export class FilterProblem extends Error {
  override readonly name = "FilterProblem";
  readonly param: string;
  constructor(param: string, message: string) {
    super(message);
    this.param = param;
  }
}

/** Names that Helicone's filters put before the columns. */
const TABLES = ["request_response_rmt", "request", "response"];

const Text = z.string().min(1).max(MAX_VALUE);
const Money = z.union([z.number().nonnegative(), z.string()]).transform((value, context) => {
  const text = String(value);
  if (/^\d{1,9}(\.\d{1,12})?$/.test(text)) return usdToPico(text);
  context.addIssue({ code: "custom", message: "an amount in USD" });
  return z.NEVER;
});
const Time = z
  .union([z.int().nonnegative(), z.iso.datetime({ offset: true }), z.iso.date()])
  .transform((value) => BigInt(typeof value === "number" ? value : Date.parse(value)));

/** What a value of each kind may be; numbers are compared as whole ones. */
const VALUES = {
  text: Text,
  number: z.number().transform((value) => BigInt(Math.round(value))),
  money: Money,
  time: Time,
  flag: z.boolean().transform((value) => (value ? 1n : 0n)),
} as const;

const OPERATORS_OF = {
  text: ["equals", "not-equals", "contains", "not-contains"],
  number: ["equals", "not-equals", "gt", "gte", "lt", "lte"],
  money: ["equals", "gt", "gte", "lt", "lte"],
  time: ["gt", "gte", "lt", "lte"],
  flag: ["equals"],
} as const satisfies Record<keyof typeof VALUES, readonly Operator[]>;

/** The one entry of an object. */
function only(value: Json | undefined, at: string, what: string): [string, Json] {
  const entries = isObject(value) ? Object.entries(value) : [];
  const [first] = entries;
  if (first === undefined || entries.length !== 1 || first[1] === undefined)
    throw new FilterProblem(at, `expected an object with one ${what}`);
  return [first[0], first[1]];
}

function fieldLeaf(value: Json, at: string): Filter {
  const [field, condition] = only(value, at, "field");
  if (!isFieldName(field))
    throw new FilterProblem(`${at}.${field}`, `unknown field; known are ${Object.keys(FIELDS).join(", ")}`);
  const { kind } = FIELDS[field];
  const [name, given] = only(condition, `${at}.${field}`, "operator");
  const operator = OPERATORS_OF[kind].find((known) => known === name);
  if (operator === undefined)
    throw new FilterProblem(`${at}.${field}.${name}`, `${field} takes ${OPERATORS_OF[kind].join(", ")}`);
  const parsed = VALUES[kind].safeParse(given);
  if (!parsed.success)
    throw new FilterProblem(
      `${at}.${field}.${name}`,
      `expected ${kind === "money" ? "an amount in USD" : kind === "time" ? "an ISO date or milliseconds" : `a ${kind}`}`,
    );
  return { kind: "field", field, operator, value: parsed.data };
}

const PROPERTY_OPERATORS = ["equals", "not-equals", "contains"] as const;

function propertyLeaf(value: Json, at: string): Filter {
  const [name, condition] = only(value, at, "property");
  const [given, text] = only(condition, `${at}.${name}`, "operator");
  const operator = PROPERTY_OPERATORS.find((known) => known === given);
  const parsed = Text.safeParse(text);
  if (operator === undefined || !parsed.success)
    throw new FilterProblem(
      `${at}.${name}`,
      `properties take ${PROPERTY_OPERATORS.join(", ")} with a text of 1 to ${MAX_VALUE} characters`,
    );
  return { kind: "property", name: name.toLowerCase(), operator, value: parsed.data };
}

function leaf(value: Json, at: string): Filter {
  const [table, inner] = only(value, at, 'of "request_response_rmt" and "properties"');
  if (table === "properties") return propertyLeaf(inner, `${at}.properties`);
  if (!TABLES.includes(table))
    throw new FilterProblem(`${at}.${table}`, 'expected "request_response_rmt" or "properties"');
  // Helicone puts properties below its table too.
  if (isObject(inner) && Object.hasOwn(inner, "properties"))
    return propertyLeaf(inner.properties ?? null, `${at}.${table}.properties`);
  return fieldLeaf(inner, `${at}.${table}`);
}

/** Reads a filter. @throws FilterProblem naming the place and what is allowed there */
export function readFilter(value: Json | undefined): Filter {
  let leaves = 0;
  const read = (node: Json | undefined, at: string, depth: number): Filter => {
    if (node === undefined || node === "all") return { kind: "all" };
    if (depth > MAX_FILTER_DEPTH)
      throw new FilterProblem(at, `a filter is nested at most ${MAX_FILTER_DEPTH} levels deep`);
    if (isObject(node) && Object.hasOwn(node, "operator") && Object.hasOwn(node, "left")) {
      const { operator, left, right } = node;
      if (operator !== "and" && operator !== "or")
        throw new FilterProblem(`${at}.operator`, 'expected "and" or "or"');
      if (right === undefined) throw new FilterProblem(`${at}.right`, "is missing");
      return {
        kind: operator,
        left: read(left, `${at}.left`, depth + 1),
        right: read(right, `${at}.right`, depth + 1),
      };
    }
    if (++leaves > MAX_FILTER_LEAVES)
      throw new FilterProblem(at, `a filter has at most ${MAX_FILTER_LEAVES} conditions`);
    return leaf(node, at);
  };
  return read(value, "filter", 0);
}
