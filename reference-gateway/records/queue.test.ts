/** No answer waits for its record, whatever becomes of the log; what the log does not get is told (OBS-01). */
import { describe, expect, test } from "vitest";
import { createGateway } from "../app.ts";
import type { GatewayParts } from "../parts.ts";
import { openPassthrough } from "../passthrough/testing/gateway.ts";
import { openStandIn } from "../passthrough/testing/stand-in.ts";
import { memoryRecords, type RequestRecord } from "../telemetry/record.ts";
import { recordOf } from "../telemetry/testing/record.ts";
import { gateway, good, OPENAI, own, SSE_TYPE, STREAM } from "../testing/gateway.ts";
import { WRITTEN_MS } from "./in-turn.ts";
import { memoryRequestLog } from "./memory-log.ts";
import { createRecordQueue } from "./queue.ts";

/** A log that takes nothing until it is told to. */
function standingLog() {
  const records = memoryRecords();
  let allow = () => {};
  const allowed = new Promise<void>((resolve) => {
    allow = resolve;
  });
  const put: GatewayParts["records"]["put"] = async (record) => {
    await allowed;
    return records.put(record);
  };
  const parts = { records: { ...records, put }, requestLog: memoryRequestLog(records.all) };
  return { parts, all: records.all, allow: () => allow() };
}

const ANSWER = { chunks: [JSON.stringify({ ...good, usage: { prompt_tokens: 4, completion_tokens: 2 } })] };

describe("while the log takes no record, the gateway", () => {
  test.each([
    ["of the caller's own key", ANSWER, {}, { keys: [own("openai")] }, 200],
    ["of a stream", { headers: SSE_TYPE, chunks: STREAM }, { stream: true }, { keys: [own("openai")] }, 200],
    ["that the platform pays", ANSWER, {}, {}, 200],
    ["that is a refusal", ANSWER, { model: "nobody-has-this" }, {}, 400],
    ["of a provider that failed", { status: 500, chunks: ["{}"] }, {}, {}, 502],
  ])("gives an answer %s", async (_what, answer, asked, setup, status) => {
    const log = standingLog();
    const { ask, parts } = gateway([answer], { ...setup, parts: log.parts });
    const { response } = await ask(asked);
    expect(response.status).toBe(status);
    expect([log.all().length, parts.recordQueue.counts()]).toEqual([0, { waiting: 1, lost: 0 }]);
    log.allow();
    await parts.recordQueue.settled();
    expect(log.all()).toHaveLength(1);
  });

  test("gives the answer of a target that was named", async () => {
    const log = standingLog();
    const standIn = await openStandIn();
    const { ask, close, parts } = await openPassthrough(standIn, { parts: log.parts });
    try {
      expect((await ask({ path: "/v1/models" })).status).toBe(200);
      expect([log.all().length, parts.recordQueue.counts().waiting]).toEqual([0, 1]);
      log.allow();
      await parts.recordQueue.settled();
      expect(log.all()).toMatchObject([{ route: "passthrough" }]);
    } finally {
      await close();
      await standIn.close();
    }
  });
});

test("counts a record that finds no room, tells it, and answers all the same", async () => {
  const log = standingLog();
  const told: string[] = [];
  const queue = createRecordQueue((level, event, fields) => {
    told.push(`${level} ${event} ${JSON.stringify(fields)}`);
  }, 2);
  const { ask, parts, app } = gateway([ANSWER], { parts: { ...log.parts, recordQueue: queue } });
  for (let asked = 0; asked < 3; asked++) expect((await ask()).response.status).toBe(200);
  expect(queue.counts()).toEqual({ waiting: 2, lost: 1 });
  expect(told).toEqual([
    expect.stringMatching(/^error record\.lost \{"requestId":".+","problem":"the queue/),
  ]);
  const ready = await app.request("/ready");
  expect([ready.status, (await ready.json()).records]).toEqual([200, { waiting: 2, lost: 1 }]);
  log.allow();
  await parts.recordQueue.settled();
  expect(queue.counts()).toEqual({ waiting: 0, lost: 1 });
  await ask();
  expect(log.all()).toHaveLength(3);
});

test("counts a record that the log refuses, tells its error without words, and gives it back as it is", async () => {
  const told: string[] = [];
  const queue = createRecordQueue((level, event, fields) => {
    told.push(`${level} ${event} ${JSON.stringify(fields)}`);
  });
  const refused = queue.add(recordOf({ id: "x" }), () => Promise.reject(new RangeError("at db.internal")));
  expect(await refused).toEqual(recordOf({ id: "x" }));
  expect(queue.counts()).toEqual({ waiting: 0, lost: 1 });
  expect(told).toEqual([expect.stringMatching(/^error record\.lost \{"requestId":"x","error":"RangeError"/)]);
});

describe("whoever reads the log", () => {
  const read = (parts: GatewayParts, path: string, init: RequestInit = {}) =>
    createGateway(parts).request(path, {
      ...init,
      headers: { authorization: "Bearer gateway-key", "content-type": "application/json" },
    });

  test("finds what was answered before, since records that are being written are waited for", async () => {
    const log = standingLog();
    const { ask, parts } = gateway([ANSWER], { parts: log.parts });
    const id = (await ask()).response.headers.get("helicone-id");
    const seen = read(parts, `/v1/requests/${id}`);
    const rated = read(parts, `/v1/request/${id}/feedback`, { method: "POST", body: '{"rating":true}' });
    const total = read(parts, "/v1/stats");
    log.allow();
    expect([(await seen).status, (await rated).status]).toEqual([200, 200]);
    expect(await (await total).json()).toMatchObject({ data: { requests: 1 } });
  });

  test("waits two seconds for them, and reads then what is there", async () => {
    const log = standingLog();
    const { ask, parts, pass, lines } = gateway([ANSWER], { parts: log.parts });
    await ask();
    const total = read(parts, "/v1/stats");
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    pass(WRITTEN_MS);
    expect(await (await total).json()).toMatchObject({ data: { requests: 0 } });
    expect(lines.join()).toContain('warn records.still-written {"waiting":1,"lost":0}');
  });
});

test("refuses an id whose record is still being written", async () => {
  const log = standingLog();
  const { ask } = gateway([ANSWER], { parts: log.parts });
  const headers = { "helicone-request-id": "0b1f6a52-77de-4c41-9d0e-5f3c2b1a0987" };
  expect((await ask({}, { headers })).response.status).toBe(200);
  expect((await ask({}, { headers })).response.status).toBe(409);
});

test("keeps bodies under the id that the record is kept under", async () => {
  const kept: string[] = [];
  const records = memoryRecords();
  const put = async (record: RequestRecord) => (record.id.endsWith("1") ? false : records.put(record));
  const store: GatewayParts["bodies"]["store"] = {
    put: async ({ recordId }) => void kept.push(recordId),
    get: async () => ({ request: null, response: null }),
    purge: async () => 0,
  };
  const policy = { tenants: new Set(["a"]), maxBytes: 1024, keptMs: 1 };
  const { ask, parts } = gateway([ANSWER], {
    parts: { records: { ...records, put }, bodies: { policy, store } },
  });
  await ask({ model: OPENAI });
  await parts.recordQueue.settled();
  await parts.background.idle();
  const [record] = records.all();
  expect(record?.id.endsWith("1")).toBe(false);
  expect(kept).toEqual([record?.id, record?.id]);
});
