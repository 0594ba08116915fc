/**
 * The whole request log against the records that it was made from: every column, every sum, every condition, whatever stands
 * in them (OBS-03, FBK-01).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { ask, type SendOptions, type Session } from "../../engine/session.ts";
import {
  GROUPED,
  groupsOf,
  OPERATORS,
  type Operator,
  SEARCHED,
  selects,
  totalsOf,
} from "../../oracle/log/totals.ts";
import {
  amounts,
  flat,
  type Judged,
  type Shown,
  UNJUDGED,
  type View,
  viewOf,
} from "../../oracle/log/view.ts";
import { usageOf } from "../_shared/exit-paths.ts";
import { manage } from "../_shared/manage.ts";
import { picos } from "../_shared/picos.ts";
import { pinned } from "../_shared/support.ts";
import { idOf, queried, statsOf } from "./support.ts";

const HOUR = 3_600_000;

const ADA: Record<string, string> = {
  "helicone-user-id": "ada",
  "helicone-session-id": "s1",
  "helicone-session-path": "/trip",
  "helicone-session-name": "A trip",
  "helicone-property-team": "tides",
};
const BOB: Record<string, string> = { "helicone-user-id": "bob", "helicone-property-team": "moons" };
const CACHED: Record<string, string> = { "helicone-cache-enabled": "true" };

/** How a request ends, when, and how long the provider takes. */
const SENT: readonly {
  after: number;
  took: number;
  ends: "well" | "in-error" | "unheard" | "uncounted" | "second-time" | "broken";
  headers: Record<string, string>;
  more?: JsonObject;
  model?: string;
}[] = [
  { after: HOUR, took: 100, ends: "well", headers: ADA },
  { after: 1_000, took: 310, ends: "well", headers: ADA, more: { stream: true } },
  { after: 1_000, took: 520, ends: "well", headers: BOB, more: { stream: true, temperature: 0.5 } },
  { after: HOUR, took: 205, ends: "in-error", headers: BOB },
  { after: HOUR, took: 40, ends: "well", headers: { ...CACHED, ...BOB } },
  { after: 1_000, took: 0, ends: "well", headers: { ...CACHED, ...ADA } },
  { after: 24 * HOUR, took: 700, ends: "unheard", headers: {}, more: { stream: true } },
  { after: 1_000, took: 0, ends: "well", headers: ADA, model: "no-such-model/no-such-provider" },
  { after: 1_000, took: 60, ends: "uncounted", headers: ADA },
  { after: 1_000, took: 70, ends: "second-time", headers: BOB },
  { after: 1_000, took: 80, ends: "broken", headers: BOB, more: { stream: true } },
  // More than ten, so that nine of ten are not all of them.
  ...[15, 25, 35, 45].map((took) => ({ after: 1_000, took, ends: "well" as const, headers: BOB })),
];

/** Judgements, by the place of the request. */
const JUDGED: Readonly<Record<number, Judged>> = {
  0: { feedback: true, scores: { tone: 0.25, right: 1 }, properties: {} },
  2: { feedback: false, scores: { tone: -3, right: 0 }, properties: { boat: "ketch" } },
  3: { feedback: true, scores: {}, properties: { team: "winds" } },
};

interface Kept {
  session: Session;
  /** Oldest first. */
  views: View[];
}

/** Leaves in the midst of a stream. */
async function leave(
  session: Session,
  body: JsonObject,
  options: SendOptions,
): Promise<Pick<Reply, "headers">> {
  const response = await session.start(body, options);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await session.gateway.idle();
  return response;
}

async function judge(session: Session, id: string, { feedback, scores, properties }: Judged): Promise<void> {
  if (feedback !== null) await manage(session, "POST", `/v1/request/${id}/feedback`, { rating: feedback });
  const given = Object.entries(scores).map(([name, score]): [string, number | boolean] =>
    name === "right" ? [name, score === 1] : [name, score],
  );
  if (given.length > 0)
    await manage(session, "POST", `/v1/request/${id}/score`, { scores: Object.fromEntries(given) });
  for (const [key, value] of Object.entries(properties))
    await manage(session, "PUT", `/v1/request/${id}/property`, { key: key.toUpperCase(), value });
}

/** A gateway that served all of them, and what its log must show. */
async function kept(context: CaseContext): Promise<Kept> {
  const session = await context.open();
  const { clock } = session.gateway;
  const ids: string[] = [];
  const own = pinned(context.endpoint());
  for (const { after, took, ends, headers, more = {}, ...asked } of SENT) {
    const model = asked.model ?? (ends === "second-time" ? `${own}, ${own}` : own);
    clock.advance(after);
    let calls = 0;
    session.serve(() => {
      clock.advance(took);
      calls++;
      if (ends === "in-error" || (ends === "second-time" && calls === 1))
        return context.simulate.error(503, "busy");
      if (ends === "broken")
        return context.simulate.pieces(context.wire.stream(["One.", "Two."]).slice(0, 2));
      if (ends === "uncounted") return context.simulate.completion("Out.");
      const usage = usageOf(context);
      return more.stream === true
        ? context.simulate.stream(["Out", " it goes."], usage)
        : context.simulate.completion("Out.", usage);
    });
    const body = ask(model, more);
    const reply =
      ends === "unheard" ? await leave(session, body, { headers }) : await session.send(body, { headers });
    ids.push(idOf(reply));
  }
  for (const [place, judged] of Object.entries(JUDGED))
    await judge(session, ids[Number(place)] ?? "", judged);
  const records = await session.gateway.records();
  const views = ids.flatMap((id, place) => {
    const record = records.find((one) => one.id === id);
    return record ? [viewOf(record, JUDGED[place] ?? UNJUDGED)] : [];
  });
  context.check.equal("OBS-03", "all-recorded", views.length, SENT.length);
  return { session, views };
}

const shownBy = (rows: readonly JsonObject[]) => rows.map(amounts);

/** The cells of a line of CSV. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = ""]) => quoted?.replaceAll('""', '"') ?? plain,
  );

async function columns(context: CaseContext): Promise<void> {
  const { session, views } = await kept(context);
  const found = await queried(session, { filter: "all", sort: { created_at: "asc" }, limit: 100 });
  context.check.equal("OBS-03", "rows", shownBy(found), views.map(flat));
  const csv = (await manage(session, "GET", "/v1/requests/export?format=csv")).text.trim().split("\r\n");
  const [head = "", ...lines] = csv;
  const names = head.split(",").filter((name) => !["properties", "scores"].includes(name));
  for (const name of names) {
    const at = head.split(",").indexOf(name);
    const cells = lines.map((line) => cellsOf(line)[at] ?? "");
    const expected = views.map(({ columns: all }) => all[name] ?? "");
    const read =
      name === "cost"
        ? shownBy(cells.map((cost) => ({ cost: cost || null }))).map(({ cost }) => cost ?? "")
        : cells;
    context.check.equal("OBS-03", `csv.${name}`, read.map(String), expected.map(String));
  }
}

/** What the line of the log says of a request, money in pico-USD; what it does not know is left out. */
function lineOf({ columns: all, rest }: View): Record<string, unknown> {
  const hasFailed = Array.isArray(rest.attempts) && rest.attempts.length > 0;
  const fields = {
    id: all.request_id,
    status: all.status,
    outcome: all.outcome,
    ms: all.latency,
    tenant: "a",
    route: all.route,
    model: all.model,
    provider: all.provider,
    endpoint: all.endpoint,
    mode: all.mode,
    inputTokens: all.prompt_tokens,
    outputTokens: all.completion_tokens,
    usd: all.cost,
    attempts: hasFailed ? all.attempt_count : null,
    cached: all.cached === true ? true : null,
    error: all.error_code ?? all.error_type,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

async function lines(context: CaseContext): Promise<void> {
  const { session, views } = await kept(context);
  const logged = (await session.gateway.logs()).map((line): JsonObject => JSON.parse(line));
  for (const view of views) {
    const line = logged.find(({ event, id }) => event === "request" && id === view.columns.request_id) ?? {};
    const { time: _time, level: _level, event: _event, method: _method, path: _path, usd, ...told } = line;
    const seen = usd === undefined ? told : { ...told, usd: picos(String(usd)) };
    context.check.equal("OBS-01", `line of ${view.columns.request_id}`, seen, lineOf(view));
  }
}

async function sums(context: CaseContext): Promise<void> {
  const { session, views } = await kept(context);
  const { cost, ...all } = await statsOf(session);
  context.check.equal("OBS-03", "totals", amounts({ ...all, cost: cost ?? null }), amounts(totalsOf(views)));
  for (const by of GROUPED) {
    const { groups } = await statsOf(session, `?group=${by}`);
    const seen = Array.isArray(groups) ? (groups as JsonObject[]) : [];
    context.check.equal("OBS-03", `groups.${by}`, seen.map(amounts), groupsOf(views, by).map(amounts));
  }
  const [first, , third] = views;
  const [from, to] = [first?.columns.request_created_at, third?.columns.request_created_at];
  for (const [query, holds] of [
    [`from=${from}&to=${to}`, (_: View, place: number) => place < 2],
    ["user=bob", ({ columns: { user_id } }: View) => user_id === "bob"],
    [`provider=${context.provider.slug}`, ({ columns: { provider } }: View) => provider !== null],
    [
      `model=${encodeURIComponent(String(first?.columns.model))}`,
      ({ columns: { model } }: View) => model === first?.columns.model,
    ],
  ] as const) {
    const chosen = views.filter(holds);
    const { cost: spent, groups, ...rest } = await statsOf(session, `?${query}&group=status`);
    const name = query.split("=")[0] ?? "";
    context.check.equal("OBS-03", name, amounts({ ...rest, cost: spent ?? null }), amounts(totalsOf(chosen)));
    const seen = Array.isArray(groups) ? (groups as JsonObject[]) : [];
    context.check.equal(
      "OBS-03",
      `${name}.groups`,
      seen.map(amounts),
      groupsOf(chosen, "status").map(amounts),
    );
  }
}

/** A value as a filter is given it. */
function given(name: string, value: Shown): string | number | boolean | null {
  if (typeof value !== "bigint") return value;
  const digits = String(value).padStart(13, "0");
  return name === "cost" ? `${digits.slice(0, -12)}.${digits.slice(-12)}` : Number(value);
}

/** A part of a text, so that containing it is not being it. */
const partOf = (operator: Operator, value: Shown): Shown =>
  operator.endsWith("contains") && typeof value === "string" ? value.slice(1, -1) || value : value;

async function conditions(context: CaseContext): Promise<void> {
  const { session, views } = await kept(context);
  const rows = await queried(session, { filter: "all", sort: { created_at: "asc" }, limit: 100 });
  const ids = rows.map(({ request_id }) => request_id);
  for (const [name, kind] of Object.entries(SEARCHED)) {
    const values = [...new Set(views.map(({ columns: all }) => all[name] ?? null))].filter(
      (value) => value !== null,
    );
    for (const [i, operator] of OPERATORS[kind].entries()) {
      const value = partOf(operator, values[i % Math.max(1, values.length)] ?? null);
      if (value === null) continue;
      const filter = { request_response_rmt: { [name]: { [operator]: given(name, value) } } };
      const found = await queried(session, { filter, sort: { created_at: "asc" }, limit: 100 });
      const seen = found.map(({ request_id }) => ids.indexOf(request_id ?? null));
      const expected = views.flatMap((view, place) => (selects(view, name, operator, value) ? [place] : []));
      context.check.equal("OBS-03", `${name}.${operator}`, seen, expected);
      context.count(1);
    }
  }
  // Each value under its own name, and under another.
  for (const [name, value] of [
    ["team", "tides"],
    ["boat", "tides"],
    ["boat", "ketch"],
    ["team", "ketch"],
  ] as const) {
    const filter = { properties: { [name]: { equals: value } } };
    const found = await queried(session, { filter, sort: { created_at: "asc" }, limit: 100 });
    const seen = found.map(({ request_id }) => ids.indexOf(request_id ?? null));
    const expected = views.flatMap(({ properties }, place) => (properties[name] === value ? [place] : []));
    context.check.equal("OBS-03", `property ${name} ${value}`, seen, expected);
  }
  for (const [name, column] of [
    ["cost", "cost"],
    ["total_tokens", "total_tokens"],
    ["latency", "latency"],
  ] as const)
    for (const way of ["asc", "desc"] as const) {
      const found = await queried(session, { filter: "all", sort: { [name]: way }, limit: 100 });
      const seen = shownBy(found).map((row) => Number(row[column] ?? (column === "cost" ? -1 : 0)));
      const sign = way === "asc" ? 1 : -1;
      context.check.equal(
        "OBS-03",
        `sort.${name}.${way}`,
        seen,
        seen.toSorted((a, b) => sign * (a - b)),
      );
    }
}

const about = { area: "observability", requirements: ["OBS-03"] } as const;

export const logCases: readonly Case[] = [
  {
    ...about,
    id: "observability.log.columns",
    title: "Shows in every column, of rows and of files, what the record of the request holds",
    why: "a log has forty columns, and the one that is a little wrong is the one that an invoice is made from",
    run: columns,
  },
  {
    area: "observability",
    requirements: ["OBS-01", "OBS-03"],
    id: "observability.log.lines",
    title: "Tells each request in one line of the gateway's own log, with what its record holds",
    why: "whoever looks for a failure looks there first, and counts attempts and dollars by it",
    run: lines,
  },
  {
    ...about,
    id: "observability.log.sums",
    title: "Adds up every total, percentile and group to what the rows come to, one by one",
    why: "cancelled calls among the failed ones, hits among the unpriced: nobody adds up by hand what a page shows",
    run: sums,
  },
  {
    ...about,
    id: "observability.log.conditions",
    title:
      "Selects by every column and operator what a look at each row selects, and sorts by what is asked for",
    why: "an operator that is a little too wide is believed, since most rows are right",
    run: conditions,
  },
];
