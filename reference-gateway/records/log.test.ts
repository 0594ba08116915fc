/**
 * The request log says the same in memory, in the embedded database and in PostgreSQL. What is right was worked out by
 * hand from the eight requests below.
 * @module
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openRegistry } from "../../registry/index.ts";
import type { Json } from "../../registry/json.ts";
import type { RecordStore } from "../parts.ts";
import { openStores } from "../stores/stores.ts";
import { steppedClock } from "../stores/testing/clock.ts";
import { startPostgres } from "../stores/testing/postgres-server.ts";
import { memoryRecords, NO_LABELS, type RequestRecord } from "../telemetry/record.ts";
import { FilterProblem, MAX_FILTER_DEPTH, readFilter } from "./filter.ts";
import {
  type LoggedRequest,
  MAX_PROPERTIES,
  MAX_PROPERTY_CHARS,
  MAX_SCORES,
  type RequestLog,
  TooMuchSaid,
} from "./log.ts";
import { memoryRequestLog } from "./memory-log.ts";

const DAY = Date.UTC(2026, 11, 1);
const HOUR = 3_600_000;
const endpoint = openRegistry().indexes.endpoint("gpt-4o-mini:openai");
if (!endpoint) throw new Error("gpt-4o-mini:openai is not there");

/** gpt-4o-mini: $0.15 in, $0.60 out per million: 1,000 in and 100 out cost $0.00021. */
function request(n: number, change: Partial<RequestRecord> = {}): RequestRecord {
  const usage = { kind: "known" as const, usage: { input: 1000, output: 100 }, raw: {} };
  return {
    id: `r${n}`,
    tenantId: "acme",
    startedAt: DAY + n * HOUR * 6,
    route: "/v1/chat/completions",
    api: "openai-chat",
    targetHost: null,
    labels: NO_LABELS,
    cached: false,
    model: "gpt-4o-mini",
    stream: n % 2 === 0,
    outcome: "success",
    status: 200,
    error: null,
    served: {
      provider: "openai",
      model: "gpt-4o-mini",
      endpoint: "gpt-4o-mini:openai",
      deployment: "default",
      api: "openai-chat",
      mode: "ptb",
      upstreamRequestId: null,
    },
    attempts: [],
    dropped: [],
    usage,
    cost: openRegistry().charge(endpoint as never, usage, undefined),
    latencyMs: 100 * n,
    firstTokenMs: n % 2 === 0 ? 10 * n : null,
    ...change,
  };
}

const FAILED = {
  outcome: "failed",
  status: 502,
  error: { type: "api_error", code: "upstream_unreachable", message: "gone" },
  served: null,
  cost: null,
  usage: { kind: "unknown" },
} as const satisfies Partial<RequestRecord>;

const ada = { userId: "ada", session: null, properties: { team: "tides" } };
const bob = { userId: "bob", session: { id: "s1", path: "/a", name: null }, properties: { team: "ebb's" } };

/** r1 … r8 of acme, six hours apart from 06:00 on 1 December, and one of another tenant. */
const REQUESTS = [
  request(1, { labels: ada }),
  request(2, { labels: bob }),
  request(3, { labels: ada, model: "claude-haiku-4-5/anthropic" }),
  request(4, FAILED),
  request(5, { cached: true, cost: null }),
  request(6, { outcome: "cancelled", status: 499 }),
  request(7, { labels: { ...ada, properties: {} } }),
  request(8, { model: "100%_sure" }),
  request(9, { tenantId: "other" }),
];

interface Place {
  records: RecordStore;
  log: RequestLog;
  close(): Promise<void>;
}

const noLog = () => {};
const folder = mkdtempSync(join(tmpdir(), "request-log-"));
const server = await startPostgres();
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function durable(
  where: { kind: "embedded"; path: string } | { kind: "postgres"; url: string },
): Promise<Place> {
  const ids = { uuid: () => randomUUID() };
  const stores = await openStores(where, { clock: steppedClock(), ids, log: noLog, vaultSecrets: [] });
  return { records: stores.records, log: stores.requestLog, close: () => stores.close() };
}

const PLACES: readonly [string, () => Promise<Place>][] = [
  [
    "memory",
    async () => {
      const records = memoryRecords();
      return { records, log: memoryRequestLog(records.all), close: async () => {} };
    },
  ],
  ["the embedded database", () => durable({ kind: "embedded", path: join(folder, "gateway.db") })],
  ["PostgreSQL", async () => durable({ kind: "postgres", url: (await server?.database()) ?? "" })],
];

const leaf = (field: string, condition: Json): Json => ({ request_response_rmt: { [field]: condition } });

/** A filter, and the requests that it selects, newest first. */
const FILTERS: readonly [string, Json, string[]][] = [
  ["everything", "all", ["r8", "r7", "r6", "r5", "r4", "r3", "r2", "r1"]],
  ["a model", leaf("model", { equals: "claude-haiku-4-5/anthropic" }), ["r3"]],
  ["another model", leaf("model", { "not-equals": "gpt-4o-mini" }), ["r8", "r3"]],
  ["a part of a model", leaf("model", { contains: "haiku" }), ["r3"]],
  ["a part that is a pattern elsewhere", leaf("model", { contains: "%_" }), ["r8"]],
  ["the absence of a part", leaf("user_id", { "not-contains": "ad" }), ["r8", "r6", "r5", "r4", "r2"]],
  ["a user", leaf("user_id", { equals: "ada" }), ["r7", "r3", "r1"]],
  ["a session", leaf("session_id", { equals: "s1" }), ["r2"]],
  ["a status", leaf("status", { gte: 400 }), ["r6", "r4"]],
  ["a provider", leaf("provider", { equals: "openai" }), ["r8", "r7", "r6", "r5", "r3", "r2", "r1"]],
  ["no provider of that name", leaf("provider", { "not-equals": "openai" }), ["r4"]],
  ["a time", leaf("request_created_at", { lt: "2026-12-01T18:00:00Z" }), ["r2", "r1"]],
  ["the cache", leaf("cached", { equals: true }), ["r5"]],
  ["slow ones", leaf("latency", { gt: 600 }), ["r8", "r7"]],
  ["an amount", leaf("cost", { gte: "0.00021" }), ["r8", "r7", "r6", "r3", "r2", "r1"]],
  ["a larger amount", leaf("cost", { gt: 0.00021 }), []],
  ["tokens", leaf("total_tokens", { lte: 0 }), ["r4"]],
  ["a property", { properties: { Team: { equals: "tides" } } }, ["r3", "r1"]],
  ["a property with a quote", { properties: { team: { equals: "ebb's" } } }, ["r2"]],
  ["a property below the table", leaf("properties", { team: { contains: "id" } }), ["r3", "r1"]],
  [
    "two conditions",
    {
      left: leaf("user_id", { equals: "ada" }),
      operator: "and",
      right: leaf("latency", { lt: 200 }),
    },
    ["r1"],
  ],
  [
    "one of two conditions",
    { left: leaf("cached", { equals: true }), operator: "or", right: leaf("status", { equals: 502 }) },
    ["r5", "r4"],
  ],
  ["SQL in a value", leaf("model", { equals: "' or 1=1 --" }), []],
];

const idsOf = (found: readonly LoggedRequest[]): string[] => found.map(({ record }) => record.id);
const newest = { field: "request_created_at", descending: true } as const;

describe.each(PLACES)("the request log in %s", (name, open) => {
  const missing = name === "PostgreSQL" && server === null;
  let place: Place;
  beforeAll(async () => {
    if (missing) return;
    place = await open();
    for (const record of REQUESTS) await place.records.put(record);
  });
  afterAll(async () => {
    if (!missing) await place.close();
  });

  test.skipIf(missing).each(FILTERS)("selects by %s", async (_what, filter, ids) => {
    const query = { filter: readFilter(filter), sort: newest, offset: 0, limit: 100 };
    expect(idsOf(await place.log.query("acme", query))).toEqual(ids);
  });

  test.skipIf(missing)("pages and sorts", async () => {
    const filter = readFilter("all");
    const ask = (offset: number, limit: number) =>
      place.log.query("acme", { filter, sort: { field: "latency", descending: false }, offset, limit });
    expect(idsOf(await ask(0, 3))).toEqual(["r1", "r2", "r3"]);
    expect(idsOf(await ask(6, 3))).toEqual(["r7", "r8"]);
    const first = await place.log.page("acme", filter, null, 5);
    const last = first.at(-1)?.record;
    const rest = await place.log.page("acme", filter, last ?? null, 5);
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"]);
  });

  test.skipIf(missing)("adds up what the tenant's requests were", async () => {
    const totals = await place.log.totals("acme", readFilter("all"));
    expect(totals).toEqual({
      requests: 8,
      failed: 1,
      cancelled: 1,
      cached: 1,
      promptTokens: 7000,
      completionTokens: 700,
      // Six priced requests of $0.00021.
      cost: 1_260_000_000n,
      unpriced: 0,
      positive: 0,
      negative: 0,
      // Nearest rank of eight: the 4th, the 8th, the 8th.
      latency: { p50: 400, p90: 800, p99: 800 },
      firstToken: { p50: 40, p90: 80, p99: 80 },
    });
    const none = await place.log.totals("nobody", readFilter("all"));
    expect([none.requests, none.cost, none.latency.p50]).toEqual([0, 0n, null]);
  });

  test.skipIf(missing)("groups by day in order of time, and by model by size", async () => {
    const days = await place.log.groups("acme", readFilter("all"), "day");
    // Requests 1 to 3, 4 to 7 and 8, of 100 ms times their number: the nearest rank of each day.
    expect(days.map(({ key, requests, latency }) => [key, requests, latency])).toEqual([
      ["2026-12-01", 3, { p50: 200, p90: 300, p99: 300 }],
      ["2026-12-02", 4, { p50: 500, p90: 700, p99: 700 }],
      ["2026-12-03", 1, { p50: 800, p90: 800, p99: 800 }],
    ]);
    const models = await place.log.groups("acme", readFilter("all"), "model");
    expect(models.map(({ key, requests }) => [key, requests])).toEqual([
      ["gpt-4o-mini", 6],
      ["100%_sure", 1],
      ["claude-haiku-4-5/anthropic", 1],
    ]);
  });

  test.skipIf(missing)("keeps the latest judgement, and shows it to its tenant alone", async () => {
    const { log } = place;
    expect(await log.rate("acme", "r1", true, DAY)).toBe(true);
    expect(await log.rate("acme", "r1", false, DAY)).toBe(true);
    expect(await log.score("acme", "r1", { quality: 0.25 }, DAY)).toBe(true);
    expect(await log.score("acme", "r1", { quality: 0.5, safe: 1 }, DAY)).toBe(true);
    expect(await log.setProperty("acme", "r1", "Team", "moon")).toBe(true);
    const found = await log.find("acme", "r1");
    expect([found?.feedback, found?.scores, found?.record.labels.properties]).toEqual([
      false,
      { quality: 0.5, safe: 1 },
      { team: "moon" },
    ]);
    for (const id of ["r9", "unknown"]) {
      expect(await log.rate("acme", id, true, DAY)).toBe(false);
      expect(await log.score("acme", id, { quality: 1 }, DAY)).toBe(false);
      expect(await log.setProperty("acme", id, "team", "x")).toBe(false);
      expect(await log.find("acme", id)).toBeNull();
    }
    expect((await log.find("other", "r9"))?.feedback).toBeNull();
    const rated = {
      filter: readFilter(leaf("feedback", { equals: false })),
      sort: newest,
      offset: 0,
      limit: 9,
    };
    expect(idsOf(await log.query("acme", rated))).toEqual(["r1"]);
  });

  test.skipIf(missing)(
    "keeps so much of what is said of a request and no more, and changes nothing then",
    async () => {
      const { log, records } = place;
      await records.put(request(1, { id: "said", tenantId: "teller" }));
      const say = (n: number, value: string) => log.setProperty("teller", "said", `p${n}`, value);
      for (let n = 0; n < MAX_PROPERTIES; n++) await say(n, "x");
      await expect(say(MAX_PROPERTIES, "x")).rejects.toThrow(TooMuchSaid);
      await expect(say(0, "x".repeat(MAX_PROPERTY_CHARS))).rejects.toThrow(TooMuchSaid);
      expect(await say(0, "another")).toBe(true);
      const scores = (from: number, count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${from + n}`, n]));
      expect(await log.score("teller", "said", scores(0, MAX_SCORES), DAY)).toBe(true);
      await expect(log.score("teller", "said", scores(40, 20), DAY)).rejects.toThrow(TooMuchSaid);
      const found = await log.find("teller", "said");
      const properties = found?.record.labels.properties ?? {};
      expect([Object.keys(properties).length, properties.p0]).toEqual([MAX_PROPERTIES, "another"]);
      expect(found?.scores).toEqual(scores(0, MAX_SCORES));
    },
  );
});

const nested = (depth: number): Json =>
  depth === 0 ? leaf("status", { equals: 200 }) : { left: nested(depth - 1), operator: "and", right: "all" };

test.each([
  ["an unknown field", leaf("password", { equals: "x" }), "filter.request_response_rmt.password"],
  ["an inherited name", leaf("constructor", { equals: "x" }), "filter.request_response_rmt.constructor"],
  ["an unknown table", { users: { id: { equals: 1 } } }, "filter.users"],
  ["an operator that the field lacks", leaf("cached", { gt: true }), "filter.request_response_rmt.cached.gt"],
  ["a value of another kind", leaf("status", { equals: "ok" }), "filter.request_response_rmt.status.equals"],
  [
    "a time that is none",
    leaf("request_created_at", { gt: "soon" }),
    "filter.request_response_rmt.request_created_at.gt",
  ],
  [
    "two fields in one leaf",
    { request_response_rmt: { status: { equals: 1 }, model: { equals: "x" } } },
    "filter.request_response_rmt",
  ],
  ["an operator between that is neither", { left: "all", operator: "xor", right: "all" }, "filter.operator"],
  ["a side that is missing", { left: "all", operator: "and" }, "filter.right"],
  ["a list", [], "filter"],
  ["more levels than allowed", nested(MAX_FILTER_DEPTH + 2), expect.stringContaining(".left.left")],
])("refuses %s by its place", (_what, filter, param) => {
  let problem: unknown;
  try {
    readFilter(filter);
  } catch (thrown) {
    problem = thrown;
  }
  expect(problem).toBeInstanceOf(FilterProblem);
  expect(problem).toMatchObject({ param });
});
