/** The headers of answers and what their records hold, where cases cannot see it. */
import { describe, expect, test } from "vitest";
import { NO_LABELS } from "../telemetry/record.ts";
import { type Answer, gateway, good, OPENAI, own, SSE_TYPE, STREAM } from "../testing/gateway.ts";

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
const answered: Answer = {
  headers: { "content-type": "application/json", "x-request-id": "up-1" },
  chunks: [JSON.stringify({ ...good, usage })],
};
const busy: Answer = {
  status: 503,
  headers: { "retry-after": "7" },
  chunks: ['{"error":{"message":"busy"}}'],
};
const ID = "00000000-0000-4000-8000-000000000001";

/** What every record of these tests says. */
const ABOUT = {
  route: "/v1/chat/completions",
  api: "openai-chat",
  targetHost: null,
  labels: NO_LABELS,
  cached: false,
};

describe("a good answer", () => {
  test("says who served it, and is nobody else's to keep", async () => {
    const { response } = await gateway([answered]).ask({ tide_level: 2, moon: "full" });
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-store",
      "content-type": "application/json",
      "helicone-id": ID,
      "helicone-provider": "openai",
      "helicone-model": "gpt-4o-mini",
      "helicone-deployment": "default",
      "helicone-mode": "ptb",
      "helicone-attempts": "1",
      "helicone-upstream-request-id": "up-1",
      "x-dropped-parameters": "tide_level, moon",
    });
  });

  test("counts the attempts before it", async () => {
    const { ask, records } = gateway([busy, answered]);
    const { response } = await ask({ model: `${OPENAI},${OPENAI}` });
    expect(response.headers.get("helicone-attempts")).toBe("2");
    expect(records.all()[0]?.attempts).toHaveLength(1);
  });

  test("leaves one record with all of it (OBS-01)", async () => {
    const { ask, records } = gateway([answered]);
    await ask();
    const [record, ...others] = records.all();
    expect(others).toEqual([]);
    expect(record).toEqual({
      ...ABOUT,
      id: ID,
      tenantId: "a",
      startedAt: Date.UTC(2026, 11, 1),
      model: OPENAI,
      stream: false,
      outcome: "success",
      status: 200,
      error: null,
      attempts: [],
      dropped: [],
      served: {
        provider: "openai",
        model: "gpt-4o-mini",
        endpoint: "gpt-4o-mini:openai",
        deployment: "default",
        api: "openai-chat",
        mode: "ptb",
        upstreamRequestId: "up-1",
      },
      usage: { kind: "known", usage: { input: 10, output: 5 }, raw: usage },
      cost: record?.cost,
      // 40 to the headers, 7 for one chunk.
      latencyMs: 47,
      firstTokenMs: null,
    });
    expect(record?.cost).not.toBeNull();
  });

  test("as a stream says so in its record, and who paid in its headers", async () => {
    const { ask, records } = gateway([{ headers: SSE_TYPE, chunks: STREAM }], { keys: [own("openai")] });
    const { response } = await ask({ stream: true });
    expect(response.headers.get("helicone-mode")).toBe("byok");
    expect(records.all()).toMatchObject([
      { stream: true, served: { mode: "byok", upstreamRequestId: null } },
    ]);
  });

  test("cannot be broken by what a provider calls it (SEC-02)", async () => {
    const long = { "x-request-id": "x".repeat(300) };
    const { response } = await gateway([{ ...answered, headers: long }]).ask();
    expect(response.headers.get("helicone-upstream-request-id")).toBe("x".repeat(256));
    const odd = await gateway([{ ...answered, headers: { "x-request-id": "up-\u00e9\t1" } }]).ask();
    expect(odd.response.headers.get("helicone-upstream-request-id")).toBe("up-1");
  });
});

describe("a bad answer", () => {
  test("says when to come again, how often it was tried, and what the provider called it", async () => {
    const named = { ...busy, headers: { ...busy.headers, "x-request-id": "up-2" } };
    const { response, error } = await gateway([named]).ask({ model: `${OPENAI},${OPENAI}` });
    expect(response.status).toBe(503);
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-store",
      "content-type": "application/json",
      "helicone-id": ID,
      "helicone-attempts": "2",
      "helicone-upstream-request-id": "up-2",
      "retry-after": "7",
    });
    expect(error).toMatchObject({ message: "busy", request_id: ID });
  });

  test("has no word of waiting, tries or providers where there are none", async () => {
    const { response } = await gateway([{}]).ask({ model: "kraken" });
    expect(Object.fromEntries(response.headers)).toEqual({
      "cache-control": "no-store",
      "content-type": "application/json",
      "helicone-id": ID,
    });
  });

  test("leaves one record with what went wrong (OBS-01)", async () => {
    const { ask, records } = gateway([busy]);
    await ask();
    const attempt = {
      provider: "openai",
      mode: "ptb",
      status: 503,
      type: "overloaded_error",
      message: "busy",
    };
    expect(records.all()).toEqual([
      {
        ...ABOUT,
        id: ID,
        tenantId: "a",
        startedAt: Date.UTC(2026, 11, 1),
        model: OPENAI,
        stream: false,
        outcome: "failed",
        status: 503,
        served: null,
        attempts: [attempt],
        dropped: [],
        cost: null,
        error: { type: "overloaded_error", code: null, message: "busy" },
        usage: { kind: "unknown" },
        latencyMs: 47,
        firstTokenMs: null,
      },
    ]);
  });
});
