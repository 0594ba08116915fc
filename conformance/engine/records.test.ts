import { describe, expect, test } from "vitest";
import type { RecordSeen } from "../targets/views.ts";
import { misrecorded } from "./records.ts";
import type { Reply } from "./reply.ts";

const HEADERS = {
  "helicone-id": "r1",
  "helicone-provider": "p",
  "helicone-model": "m",
  "helicone-deployment": "default",
  "helicone-mode": "byok",
  "helicone-attempts": "2",
  "x-dropped-parameters": "seed, logit_bias",
};

const reply = (status: number, headers: Record<string, string>): Reply => ({
  status,
  headers: new Headers(headers),
  text: "{}",
  json: {},
  events: [],
  strange: [],
  done: false,
  comments: 0,
});

const record: RecordSeen = {
  id: "r1",
  tenantId: "a",
  startedAt: 0,
  route: "/v1/chat/completions",
  api: "openai-chat",
  targetHost: null,
  model: "m/p",
  stream: false,
  labels: { userId: "ada", session: null, properties: { team: "Tides" } },
  outcome: "success",
  status: 200,
  error: null,
  served: {
    provider: "p",
    model: "m",
    endpoint: "m:p",
    deployment: "default",
    api: "openai-chat",
    mode: "byok",
    upstreamRequestId: null,
  },
  attempts: [{ provider: "q", mode: "byok", status: 503, type: "api_error", message: "busy" }],
  dropped: ["logit_bias", "seed"],
  usage: { kind: "unknown" },
  cost: null,
  latencyMs: 1,
  firstTokenMs: null,
  cached: false,
};

const asking = {
  path: "/v1/chat/completions",
  body: { model: "m/p", user: "of-body" },
  headers: new Headers({ "helicone-user-id": "ada", "Helicone-Property-Team": "Tides" }),
  reply: reply(200, HEADERS),
};

describe("a record", () => {
  test("says what its caller knows", () => {
    expect(misrecorded(asking, record)).toEqual([]);
  });

  test.each([
    ["route", { route: "/v1/messages" }],
    ["model", { model: "m" }],
    ["stream", { stream: true }],
    ["status", { status: 201 }],
    ["attempts", { attempts: [] }],
    ["dropped", { dropped: ["seed"] }],
    ["labels", { labels: { ...record.labels, userId: "of-body" } }],
    ["labels", { labels: { ...record.labels, properties: { team: "tides" } } }],
    ["served", { served: null }],
    ["cached", { cached: true }],
  ])("differs in its %s (example %#)", (field, change) => {
    const fields = misrecorded(asking, { ...record, ...change }).map((difference) => difference.field);
    expect(fields).toContain(`record.${field}`);
  });

  test("has status and outcome of a failure, and nothing of an unread body", () => {
    const failed = { ...asking, reply: reply(400, { "helicone-id": "r1" }) };
    const seen = {
      ...record,
      model: "",
      status: 400,
      outcome: "failed",
      served: null,
      attempts: [],
    } as const;
    expect(misrecorded(failed, { ...seen, attempts: [] })).toEqual([]);
    expect(misrecorded(failed, { ...seen, attempts: [], outcome: "success" })).toHaveLength(1);
  });
});
