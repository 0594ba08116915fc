/**
 * What totals, groups and filters of the request log must come to, worked out of the rows one by one.
 * @module
 */
import type { Shown, View } from "./view.ts";

/** The smallest value that so many percent of all do not exceed. */
function nearestRank(values: readonly number[], percent: number): number | null {
  const inOrder = values.toSorted((a, b) => a - b);
  return inOrder.find((_, i) => (i + 1) * 100 >= inOrder.length * percent) ?? null;
}

function spread(views: readonly View[], column: string) {
  const values = views.flatMap(({ columns }) => {
    const value = columns[column];
    return typeof value === "number" ? [value] : [];
  });
  return { p50: nearestRank(values, 50), p90: nearestRank(values, 90), p99: nearestRank(values, 99) };
}

const countOf = (views: readonly View[], column: string, value: Shown): number =>
  views.filter(({ columns }) => columns[column] === value).length;

const sumOf = (views: readonly View[], column: string): number =>
  views.reduce((sum, { columns }) => sum + Number(columns[column] ?? 0), 0);

const costOf = (views: readonly View[]): bigint =>
  views.reduce((sum, { columns }) => sum + BigInt(columns.cost ?? 0), 0n);

const common = (views: readonly View[]) => ({
  requests: views.length,
  failed: countOf(views, "outcome", "failed"),
  cached: countOf(views, "cached", true),
  prompt_tokens: sumOf(views, "prompt_tokens"),
  completion_tokens: sumOf(views, "completion_tokens"),
  cost: costOf(views),
  latency: spread(views, "latency"),
});

/** The totals of these rows. */
export const totalsOf = (views: readonly View[]) => ({
  ...common(views),
  cancelled: countOf(views, "outcome", "cancelled"),
  unpriced: countOf(views, "unpriced", true),
  feedback: { positive: countOf(views, "feedback", true), negative: countOf(views, "feedback", false) },
  time_to_first_token: spread(views, "time_to_first_token"),
});

const KEYS: Readonly<Record<string, (view: View) => string | null>> = {
  day: ({ startedAt }) => new Date(startedAt).toISOString().slice(0, 10),
  hour: ({ startedAt }) => `${new Date(startedAt).toISOString().slice(0, 13)}:00Z`,
};

/** What rows can be grouped by. */
export const GROUPED = ["day", "hour", "model", "provider", "status", "user_id", "mode"] as const;

/** The groups of these rows: days and hours in order of time, others by the number of their requests. */
export function groupsOf(views: readonly View[], by: (typeof GROUPED)[number]) {
  const keyOf = KEYS[by] ?? (({ columns }: View) => (columns[by] === null ? null : String(columns[by])));
  const keys = [...new Set(views.map(keyOf))];
  const groups = keys.map((key) => ({ key, ...common(views.filter((view) => keyOf(view) === key)) }));
  const byKey = (a: string | null, b: string | null) =>
    a === b ? 0 : a === null || (b !== null && a < b) ? -1 : 1;
  return groups.toSorted((a, b) =>
    by in KEYS ? byKey(a.key, b.key) : b.requests - a.requests || byKey(a.key, b.key),
  );
}

/** The operators of each kind of column. */
export const OPERATORS = {
  text: ["equals", "not-equals", "contains", "not-contains"],
  number: ["equals", "not-equals", "gt", "gte", "lt", "lte"],
  money: ["equals", "gt", "gte", "lt", "lte"],
  time: ["gt", "gte", "lt", "lte"],
  flag: ["equals"],
} as const;

export type Kind = keyof typeof OPERATORS;
export type Operator = (typeof OPERATORS)[Kind][number];

/** The columns that can be searched. */
export const SEARCHED: Readonly<Record<string, Kind>> = {
  request_id: "text",
  route: "text",
  api: "text",
  target_host: "text",
  model: "text",
  model_served: "text",
  provider: "text",
  endpoint: "text",
  deployment: "text",
  mode: "text",
  outcome: "text",
  error_type: "text",
  error_code: "text",
  user_id: "text",
  session_id: "text",
  session_path: "text",
  session_name: "text",
  status: "number",
  attempt_count: "number",
  latency: "number",
  time_to_first_token: "number",
  prompt_tokens: "number",
  completion_tokens: "number",
  total_tokens: "number",
  cost: "money",
  request_created_at: "time",
  cached: "flag",
  streamed: "flag",
  unpriced: "flag",
  feedback: "flag",
};

/** Sums of columns, which count what is unknown as 0. */
const SUMS = ["prompt_tokens", "completion_tokens", "total_tokens"];

/** Is a row selected? */
export function selects({ columns }: View, name: string, operator: Operator, value: Shown): boolean {
  const seen = columns[name] ?? (SUMS.includes(name) ? 0 : null);
  if (seen === null || value === null) return operator === "not-equals" || operator === "not-contains";
  const tests: Readonly<Record<Operator, () => boolean>> = {
    equals: () => seen === value,
    "not-equals": () => seen !== value,
    contains: () => String(seen).includes(String(value)),
    "not-contains": () => !String(seen).includes(String(value)),
    gt: () => seen > value,
    gte: () => seen >= value,
    lt: () => seen < value,
    lte: () => seen <= value,
  };
  return tests[operator]();
}
