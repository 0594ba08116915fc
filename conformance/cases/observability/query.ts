/**
 * Reading the log: filters, order, pages, totals and files (OBS-03).
 * @module
 */
import type { Json, JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { costAt } from "../_shared/bill.ts";
import { manage } from "../_shared/manage.ts";
import { classesOf, pinned, simulated } from "../_shared/support.ts";
import { idOf, pick, queried, statsOf, usdAt } from "./support.ts";

const MINUTE = 60_000;

/** Four requests, one a minute: how long each took, whose it was, what it used and how it ended. */
const SENT = [
  { user: "ada", session: "s1", team: "tides", took: 100, prompt: 10, completion: 1, status: 200 },
  { user: "bob", session: "s1", team: "moons", took: 400, prompt: 20, completion: 2, status: 200 },
  { user: "ada", session: "s2", team: "moons", took: 200, prompt: 30, completion: 3, status: 503 },
  { user: "eve", session: "s2", team: "tides", took: 300, prompt: 40, completion: 4, status: 200 },
] as const;

interface Filled {
  session: Session;
  ids: string[];
  /** What each good answer costs, in pico-USD; 0 for one that failed. */
  costs: bigint[];
}

/** A gateway that served them. */
async function filled(context: CaseContext): Promise<Filled> {
  const session = await context.open();
  const ids: string[] = [];
  for (const { user, session: sessionId, team, took, prompt, completion, status } of SENT) {
    session.gateway.clock.advance(MINUTE - took);
    session.serve(() => {
      session.gateway.clock.advance(took);
      const usage = context.wire.usage({ prompt, completion });
      return status === 200
        ? context.simulate.completion("Out.", usage)
        : context.simulate.error(status, "broken");
    });
    const headers = {
      "helicone-user-id": user,
      "helicone-session-id": sessionId,
      "helicone-property-team": team,
    };
    ids.push(idOf(await session.send(ask(pinned(context.endpoint())), { headers })));
  }
  const costs = SENT.map(({ prompt, completion, status }) =>
    status === 200
      ? costAt(context, context.endpoint(), classesOf(context.wire, { prompt, completion }))
      : 0n,
  );
  return { session, ids, costs };
}

const leaf = (field: string, operator: string, value: Json): JsonObject => ({
  request_response_rmt: { [field]: { [operator]: value } },
});
const property = (name: string, operator: string, value: string): JsonObject => ({
  properties: { [name]: { [operator]: value } },
});
const both = (left: Json, operator: string, right: Json): JsonObject => ({ left, operator, right });

/** Filters, and which of the four requests each selects, oldest first. */
const filters = ({
  provider,
  endpoint,
}: Pick<CaseContext, "provider" | "endpoint">): readonly [Json, readonly number[]][] => [
  ["all", [0, 1, 2, 3]],
  [leaf("user_id", "equals", "ada"), [0, 2]],
  [leaf("user_id", "not-equals", "ada"), [1, 3]],
  [leaf("session_id", "equals", "s2"), [2, 3]],
  [leaf("status", "gte", 400), [2]],
  [leaf("status", "lt", 400), [0, 1, 3]],
  [leaf("outcome", "equals", "failed"), [2]],
  [leaf("provider", "equals", provider.slug), [0, 1, 3]],
  [leaf("model", "equals", pinned(endpoint())), [0, 1, 2, 3]],
  [leaf("model", "contains", "no-such-model"), []],
  [leaf("latency", "gt", 200), [1, 3]],
  [leaf("total_tokens", "gte", 22), [1, 3]],
  [leaf("request_created_at", "gte", "2026-12-01T00:01:30Z"), [1, 2, 3]],
  [leaf("request_created_at", "lt", "2026-12-01T02:01:30+02:00"), [0]],
  [property("team", "equals", "tides"), [0, 3]],
  [property("TEAM", "equals", "moons"), [1, 2]],
  [property("boat", "not-equals", "x"), [0, 1, 2, 3]],
  [both(leaf("user_id", "equals", "ada"), "and", property("team", "equals", "tides")), [0]],
  [both(leaf("user_id", "equals", "eve"), "or", leaf("status", "equals", 503)), [2, 3]],
  [
    both(
      both(leaf("user_id", "equals", "ada"), "or", leaf("user_id", "equals", "bob")),
      "and",
      leaf("session_id", "equals", "s1"),
    ),
    [0, 1],
  ],
];

async function selects(context: CaseContext): Promise<void> {
  const { session, ids } = await filled(context);
  const table = filters(context);
  for (const [filter, expected] of table) {
    const found = await queried(session, { filter, sort: { created_at: "asc" }, limit: 10 });
    const seen = found.map(({ request_id }) => ids.indexOf(String(request_id)));
    context.check.equal("OBS-03", JSON.stringify(filter), seen, expected);
  }
  context.count(table.length);
}

async function pages(context: CaseContext): Promise<void> {
  const { session, ids } = await filled(context);
  const orders: readonly [JsonObject, readonly number[]][] = [
    [{}, [3, 2, 1, 0]],
    [{ sort: { created_at: "asc" } }, [0, 1, 2, 3]],
    [{ sort: { latency: "desc" } }, [1, 3, 2, 0]],
    [{ limit: 2 }, [3, 2]],
    [{ limit: 2, offset: 2 }, [1, 0]],
    [{ offset: 4 }, []],
  ];
  for (const [body, expected] of orders) {
    const found = await queried(session, body);
    const seen = found.map(({ request_id }) => ids.indexOf(String(request_id)));
    context.check.equal("OBS-03", JSON.stringify(body), seen, expected);
  }
}

const nested = (depth: number): Json => {
  let filter: Json = leaf("status", "equals", 200);
  for (let i = 0; i < depth; i++) filter = both(filter, "and", "all");
  return filter;
};

/** Conditions as a tree that is no deeper than it must be. */
function balanced(leaves: readonly Json[]): Json {
  const [first = "all", ...more] = leaves;
  if (more.length === 0) return first;
  const half = leaves.length >> 1;
  return both(balanced(leaves.slice(0, half)), "or", balanced(leaves.slice(half)));
}

const many = (count: number): Json =>
  balanced(Array.from({ length: count }, () => leaf("status", "equals", 200)));

/** Bodies that are no query, and the field that the refusal names. */
const malformed: readonly [string, Json, string][] = [
  ["limit", { limit: 1001 }, "limit"],
  ["limit-text", { limit: "25" }, "limit"],
  ["limit-zero", { limit: 0 }, "limit"],
  ["offset", { offset: -1 }, "offset"],
  ["sort", { sort: { password: "asc" } }, "sort"],
  ["field", { filter: leaf("tenant_id", "equals", "b") }, "filter.request_response_rmt.tenant_id"],
  ["operator", { filter: leaf("status", "like", 1) }, "filter.request_response_rmt.status.like"],
  ["value", { filter: leaf("status", "equals", "200 or 1=1") }, "filter.request_response_rmt.status.equals"],
  ["joint", { filter: both("all", "xor", "all") }, "filter.operator"],
  ["half", { filter: { left: "all", operator: "and" } }, "filter.right"],
  ["deep", { filter: nested(60) }, "filter"],
  ["one-deeper", { filter: nested(21) }, "filter"],
  ["one-more", { filter: many(101) }, "filter"],
  ["further", { offset: 100_001 }, "offset"],
];

/** The last of each that is taken. */
const WIDEST: readonly Json[] = [
  { limit: 1 },
  { limit: 1000 },
  { offset: 100_000 },
  { filter: nested(20) },
  { filter: many(100) },
];

async function refuses(context: CaseContext): Promise<void> {
  const session = await context.open();
  const path = "/v1/request/query";
  for (const [name, body, param] of malformed) {
    const reply = await manage(session, "POST", path, body as JsonObject);
    const named = String(errorOf(reply)?.param).startsWith(param);
    context.check.equal("OBS-03", name, [reply.status, named], [400, true]);
  }
  for (const body of WIDEST) {
    const { status } = await manage(session, "POST", path, body as JsonObject);
    context.check.equal("OBS-03", `taken: ${JSON.stringify(body).slice(0, 40)}`, status, 200);
  }
  const endless = await manage(session, "POST", path, { filter: nested(1000) });
  context.check.equal("OBS-03", "nested-1000", endless.status, 400);
  const wide = await manage(session, "POST", path, {
    filter: leaf("user_id", "equals", "x".repeat(1_000_000)),
  });
  context.check.equal("OBS-03", "one-megabyte", wide.status, 400);
  for (const query of ["?from=yesterday", "?group=tenant", "?since=2026"]) {
    const reply = await manage(session, "GET", `/v1/stats${query}`);
    context.check.equal("OBS-03", query, reply.status, 400);
  }
}

const SUMS = ["requests", "failed", "cancelled", "cached", "prompt_tokens", "completion_tokens"];

async function totals(context: CaseContext): Promise<void> {
  const { session, costs } = await filled(context);
  const all = await statsOf(session);
  context.check.equal("OBS-03", "sums", pick(all, SUMS), {
    requests: 4,
    failed: 1,
    cancelled: 0,
    cached: 0,
    prompt_tokens: 70,
    completion_tokens: 7,
  });
  const sum = costs.reduce((total, cost) => total + cost, 0n);
  context.check.equal("OBS-03", "cost", usdAt(all, "cost"), sum);
  // Of 100, 200, 300 and 400 ms the second one is the nearest rank of 50 %, the last one that of 90 %.
  context.check.equal("OBS-03", "latency", all.latency, { p50: 200, p90: 400, p99: 400 });
  const late = await statsOf(session, "?from=2026-12-01T00:01:30Z&to=2026-12-01T00:03:30Z");
  context.check.equal("OBS-03", "window", pick(late, ["requests", "failed"]), { requests: 2, failed: 1 });
  const ada = await statsOf(session, "?user=ada&group=status");
  const groups = Array.isArray(ada.groups) ? (ada.groups as JsonObject[]) : [];
  const keys = groups.map((group) => [group.key, group.requests]).sort();
  context.check.equal("OBS-03", "groups", keys, [
    ["200", 1],
    ["503", 1],
  ]);
}

async function files(context: CaseContext): Promise<void> {
  const { session, ids } = await filled(context);
  const lines = (await manage(session, "GET", "/v1/requests/export")).text.trim().split("\n");
  const parsed = lines.map((line) => String(JSON.parse(line || "{}").request_id));
  context.check.equal("OBS-03", "jsonl", parsed, ids);
  const csv = (await manage(session, "GET", "/v1/requests/export?format=csv")).text.trim().split("\r\n");
  const [head = "", ...rows] = csv;
  const at = head.split(",").indexOf("request_id");
  const columns = rows.map((row) => row.split(",")[at]);
  context.check.equal("OBS-03", "csv", columns, ids);
  // What a caller wrote must not run in somebody's spreadsheet.
  await session.send(ask(pinned(context.endpoint())), { headers: { "helicone-user-id": "=1+1" } });
  const odd = (await manage(session, "GET", "/v1/requests/export?format=csv")).text;
  context.check.that("OBS-03", "formula", odd.includes("'=1+1") && !odd.includes(",=1+1"), {
    expected: "a cell that no spreadsheet takes for a formula",
    seen: odd.split("\r\n").at(-2),
  });
}

/** More than two pages of whatever a gateway reads at a time, and no whole number of them. */
const MANY = 217;

/** Requests of the same moment and of others: a page ends within some of one moment. */
async function longFiles(context: CaseContext): Promise<void> {
  const session = await context.open();
  session.answer(simulated(context));
  const ids: string[] = [];
  const adas: string[] = [];
  for (let n = 0; n < MANY; n++) {
    if (n % 9 === 0) session.gateway.clock.advance(1_000);
    const user = n % 2 === 0 ? "ada" : "bob";
    const headers = { "helicone-user-id": user };
    const id = idOf(await session.send(ask(pinned(context.endpoint())), { headers }));
    ids.push(id);
    if (user === "ada") adas.push(id);
  }
  for (const [query, expected] of [
    ["", ids],
    ["?user=ada", adas],
  ] as const) {
    const { text } = await manage(session, "GET", `/v1/requests/export${query}`);
    const lines = text
      .trim()
      .split("\n")
      .map((line) => String(JSON.parse(line || "{}").request_id));
    // Of one moment they come in any order, each once.
    context.check.equal("OBS-03", `jsonl${query}`, lines.toSorted(), expected.toSorted());
    const csv = (await manage(session, "GET", `/v1/requests/export${query}${query ? "&" : "?"}format=csv`))
      .text;
    const [head = "", ...rows] = csv.trim().split("\r\n");
    const at = head.split(",").indexOf("request_id");
    context.check.equal(
      "OBS-03",
      `csv${query}`,
      rows.map((row) => row.split(",")[at]).toSorted(),
      expected.toSorted(),
    );
  }
  context.count(MANY);
}

const part = { area: "observability", requirements: ["OBS-03"] } as const;

export const queryCases: readonly Case[] = [
  {
    ...part,
    id: "observability.query.selects",
    title: "A filter selects exactly the requests that it describes",
    why: "a filter that is not applied shows everything, and looks as if it worked",
    run: selects,
  },
  {
    ...part,
    id: "observability.query.pages",
    title: "Results stand in the order that is asked for, page by page, newest first",
    why: "pages that overlap count twice what they show",
    run: pages,
  },
  {
    ...part,
    id: "observability.query.refuses",
    title: "What is no query is a 400 that names the field, however deep or large it is",
    why: "a condition that is dropped widens what is read; one that is not bounded stops the database",
    run: refuses,
  },
  {
    ...part,
    id: "observability.stats.totals",
    title: "Totals, percentiles and groups come to what was sent",
    why: "a dashboard is believed without a second look",
    run: totals,
  },
  {
    ...part,
    id: "observability.export.files",
    title: "Exports hold every request once, oldest first, and no formula",
    why: "a cell that begins with = runs on the machine of whoever opens the file",
    run: files,
  },
  {
    ...part,
    once: true,
    id: "observability.export.long",
    title: "Exports of hundreds of requests hold each of them once, also where several began in one moment",
    why: "a file whose pages overlap or leave a gap is trusted like any other",
    run: longFiles,
  },
];
