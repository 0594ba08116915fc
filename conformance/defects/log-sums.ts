/**
 * Request logs that show, add up or select something else than what was recorded.
 * @module
 */
import type { Filter } from "../../reference-gateway/records/filter.ts";
import type { GroupTotals, LoggedRequest, Totals } from "../../reference-gateway/records/log.ts";
import type { Around, Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged } from "./plants.ts";
import { withLog } from "./record-plants.ts";

const withTotals = (change: (totals: Totals) => Totals): Plant =>
  withLog((log) => ({ totals: async (...asked) => change(await log.totals(...asked)) }));

const withGroups = (change: (groups: GroupTotals[]) => GroupTotals[]): Plant =>
  withLog((log) => ({ groups: async (...asked) => change(await log.groups(...asked)) }));

const withRows = (change: (row: LoggedRequest) => LoggedRequest): Plant =>
  withLog((log) => ({
    query: async (...asked) => (await log.query(...asked)).map(change),
    page: async (...asked) => (await log.page(...asked)).map(change),
  }));

type Leaf = Extract<Filter, { kind: "field" }>;

function changedFilter(filter: Filter, change: (leaf: Leaf) => Filter): Filter {
  if (filter.kind === "field") return change(filter);
  if (filter.kind !== "and" && filter.kind !== "or") return filter;
  return {
    ...filter,
    left: changedFilter(filter.left, change),
    right: changedFilter(filter.right, change),
  };
}

const withConditions = (change: (leaf: Leaf) => Filter): Plant =>
  withLog((log) => ({
    query: (tenant, query) => log.query(tenant, { ...query, filter: changedFilter(query.filter, change) }),
  }));

const about = { seenIn: "own", breaks: ["OBS-03"] } as const;

/** Pages of a file begin behind the time of the last request, not behind the request itself. */
const withPagesByTime: Plant = withLog((log) => ({
  page: async (tenant, filter, after, limit) => {
    const page = await log.page(tenant, filter, after, limit);
    return page.filter(({ record }) => record.startedAt !== after?.startedAt);
  },
}));

/** What a file says, changed as text. */
const exporting =
  (change: (text: string) => string): Around =>
  (send) =>
  async (path, init) => {
    const response = await send(path, init);
    if (!path.startsWith("/v1/requests/export?format=csv")) return response;
    return new Response(change(await response.text()), { headers: response.headers });
  };

/** The median of a selection is its slowest tenth. */
const withSelectedMedian: Plant = withLog((log) => ({
  totals: async (tenant, filter) => {
    const totals = await log.totals(tenant, filter);
    const { p90 } = totals.latency;
    return filter.kind === "all" ? totals : { ...totals, latency: { ...totals.latency, p50: p90 } };
  },
}));

export const logSumDefects: readonly Defect[] = [
  {
    ...about,
    id: "observability.export-pages-by-time",
    title: "Exports leave out whoever came in the millisecond in which a page ended",
    plant: withPagesByTime,
  },
  {
    ...about,
    id: "observability.export-commands-unmarked",
    title: "A cell that begins with an at sign is exported as it is",
    plant: unchanged,
    around: exporting((text) => text.replaceAll("'@", "@")),
  },
  {
    ...about,
    id: "observability.median-of-a-selection",
    title: "The median of some requests is another one than that of all",
    plant: withSelectedMedian,
  },
  {
    ...about,
    id: "observability.cancelled-as-failed",
    title: "Totals count callers who left among the failures",
    plant: withTotals((totals) => ({ ...totals, failed: totals.failed + totals.cancelled })),
  },
  {
    ...about,
    id: "observability.ninety-as-ninety-nine",
    title: "Nine of ten and ninety-nine of a hundred are the same number",
    plant: withTotals((totals) => ({ ...totals, latency: { ...totals.latency, p90: totals.latency.p99 } })),
  },
  {
    ...about,
    id: "observability.first-token-as-latency",
    title: "The percentiles of the first token are those of the whole answer",
    plant: withTotals((totals) => ({ ...totals, firstToken: totals.latency })),
  },
  {
    ...about,
    id: "observability.ratings-together",
    title: "Good and bad ratings are one number",
    plant: withTotals((totals) => ({ ...totals, positive: totals.positive + totals.negative })),
  },
  {
    ...about,
    id: "observability.hits-unpriced",
    title: "Hits of the cache count as calls without a price",
    plant: withTotals((totals) => ({ ...totals, unpriced: totals.unpriced + totals.cached })),
  },
  {
    ...about,
    id: "observability.smallest-groups-first",
    title: "Groups stand in the wrong order, so that the page shows the smallest ones",
    plant: withGroups((groups) => groups.toReversed()),
  },
  {
    ...about,
    id: "observability.groups-without-failures",
    title: "Groups leave their failures out, and the total has them",
    plant: withGroups((groups) =>
      groups.map((group) => ({ ...group, requests: group.requests - group.failed })),
    ),
  },
  {
    ...about,
    id: "observability.lines-lost",
    title: "The lines of a bill are not shown",
    plant: withRows((row) => {
      const { cost } = row.record;
      return { ...row, record: { ...row.record, cost: cost && { ...cost, computed: null } } };
    }),
  },
  {
    ...about,
    id: "observability.classes-lost",
    title: "Of the classes of tokens those of the text alone are shown",
    plant: withRows((row) => {
      const { usage } = row.record;
      if (usage.kind !== "known") return row;
      const { input, output } = usage.usage;
      const counts = {
        ...(input === undefined ? {} : { input }),
        ...(output === undefined ? {} : { output }),
      };
      return { ...row, record: { ...row.record, usage: { ...usage, usage: counts } } };
    }),
  },
  {
    ...about,
    id: "observability.scores-rounded",
    title: "Scores are shown as whole numbers",
    plant: withRows((row) => ({
      ...row,
      scores: Object.fromEntries(
        Object.entries(row.scores).map(([name, score]) => [name, Math.round(score)]),
      ),
    })),
  },
  {
    ...about,
    id: "observability.at-most-is-below",
    title: "At most a number leaves the number itself out",
    plant: withConditions((leaf) => (leaf.operator === "lte" ? { ...leaf, operator: "lt" } : leaf)),
  },
  {
    ...about,
    id: "observability.contains-is-equals",
    title: "A part of a text is looked for as the whole of it",
    plant: withConditions((leaf) => (leaf.operator === "contains" ? { ...leaf, operator: "equals" } : leaf)),
  },
  {
    ...about,
    id: "observability.others-without-the-nameless",
    title: "Not being somebody leaves those out who are nobody",
    plant: withConditions((leaf) =>
      leaf.operator === "not-equals" && leaf.field === "user_id"
        ? {
            kind: "and",
            left: leaf,
            right: { kind: "field", field: "user_id", operator: "contains", value: "" },
          }
        : leaf,
    ),
  },
  {
    ...about,
    id: "observability.sorted-by-time-always",
    title: "Costs are sorted by the time of their requests",
    plant: withLog((log) => ({
      query: (tenant, query) =>
        log.query(tenant, { ...query, sort: { ...query.sort, field: "request_created_at" } }),
    })),
  },
];
