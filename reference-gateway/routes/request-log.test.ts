/**
 * The request log over HTTP: what a tenant reads of its own requests, and says of them.
 * @module
 */
import { describe, expect, test } from "vitest";
import { createGateway } from "../app.ts";
import { gateway, good, JSON_TYPE } from "../testing/gateway.ts";

const AUTH = { authorization: "Bearer gateway-key" };

/** A gateway that served one request, and a way to ask it about that. */
async function served() {
  const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
  const setup = gateway([{ chunks: [JSON.stringify({ ...good, usage })] }]);
  const { response } = await setup.ask(
    {},
    { headers: { "helicone-user-id": "=ada", "helicone-property-team": "tides" } },
  );
  const app = createGateway(setup.parts);
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = AUTH,
  ) => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { ...JSON_TYPE, ...headers } };
    const answer = await app.request(path, { method, headers, ...init });
    const text = await answer.text();
    return {
      status: answer.status,
      text,
      headers: answer.headers,
      json: text.startsWith("{") ? JSON.parse(text) : null,
    };
  };
  return { ask, id: response.headers.get("helicone-id") ?? "" };
}

describe("GET /v1/requests/{id}", () => {
  test("shows the request with its cost as decimal USD, and is kept by no cache", async () => {
    const { ask, id } = await served();
    const { status, json, headers } = await ask("GET", `/v1/requests/${id}`);
    expect(status).toBe(200);
    expect(headers.get("cache-control")).toBe("no-store");
    // 1,000 x $0.15 + 100 x $0.60 per million.
    expect(json.data).toMatchObject({
      request_id: id,
      provider: "openai",
      mode: "ptb",
      prompt_tokens: 1000,
      total_tokens: 1100,
      cost: "0.00021",
      user_id: "=ada",
      properties: { team: "tides" },
      feedback: null,
    });
  });

  test("answers 404 for an unknown id and 401 without a key", async () => {
    const { ask, id } = await served();
    expect((await ask("GET", "/v1/requests/unknown")).json.error.code).toBe("request_not_found");
    expect((await ask("GET", `/v1/requests/${id}`, undefined, {})).status).toBe(401);
  });
});

describe("POST /v1/request/query", () => {
  test("gives the requests that the filter selects", async () => {
    const { ask, id } = await served();
    const filter = { request_response_rmt: { user_id: { equals: "=ada" } } };
    const { json } = await ask("POST", "/v1/request/query", { filter, limit: 10 });
    expect(json.data.map((one: { request_id: string }) => one.request_id)).toEqual([id]);
    const other = { request_response_rmt: { user_id: { equals: "bob" } } };
    expect((await ask("POST", "/v1/request/query", { filter: other })).json.data).toEqual([]);
  });

  test.each([
    ["a limit above a page", { limit: 1001 }, "limit"],
    ["an offset that walks too far", { offset: 1_000_000 }, "offset"],
    ["two fields to sort by", { sort: { cost: "asc", latency: "asc" } }, "sort"],
    ["a field that nobody sorts by", { sort: { secret: "asc" } }, "sort"],
    [
      "an unknown field",
      { filter: { request_response_rmt: { secret: { equals: "x" } } } },
      "filter.request_response_rmt.secret",
    ],
  ])("refuses %s by name", async (_what, body, param) => {
    const { ask } = await served();
    const { status, json } = await ask("POST", "/v1/request/query", body);
    expect([status, String(json.error.param).startsWith(param)]).toEqual([400, true]);
  });
});

describe("GET /v1/stats", () => {
  test("adds up, whole and by group", async () => {
    const { ask } = await served();
    const { json } = await ask("GET", "/v1/stats?group=model&from=2026-11-30");
    expect(json.data).toMatchObject({
      requests: 1,
      cost: "0.00021",
      groups: [{ key: "gpt-4o-mini/openai", requests: 1 }],
    });
    expect((await ask("GET", "/v1/stats?from=2027-01-01")).json.data.requests).toBe(0);
  });

  test("refuses a parameter that it does not know", async () => {
    const { ask } = await served();
    expect((await ask("GET", "/v1/stats?since=yesterday")).status).toBe(400);
    expect((await ask("GET", "/v1/stats?from=yesterday")).json.error.param).toBe("from");
  });
});

describe("GET /v1/requests/export", () => {
  test("writes JSON Lines", async () => {
    const { ask, id } = await served();
    const { text, headers } = await ask("GET", "/v1/requests/export");
    expect(headers.get("content-type")).toBe("application/x-ndjson");
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).request_id),
    ).toEqual([id]);
  });

  test("writes CSV in which no cell is a formula", async () => {
    const { ask, id } = await served();
    const [head = "", line = ""] = (await ask("GET", "/v1/requests/export?format=csv")).text.split("\r\n");
    expect(head.startsWith("request_id,request_created_at")).toBe(true);
    expect(line.startsWith(id)).toBe(true);
    expect(line).toContain(",'=ada,");
  });
});

describe("feedback", () => {
  test("is stored with the request, the latest rating counts", async () => {
    const { ask, id } = await served();
    expect((await ask("POST", `/v1/request/${id}/feedback`, { rating: true })).json).toEqual({
      data: null,
      error: null,
    });
    await ask("POST", `/v1/request/${id}/feedback`, { rating: false });
    expect(
      (await ask("POST", `/v1/request/${id}/score`, { scores: { quality: 0.5, safe: true } })).status,
    ).toBe(201);
    expect((await ask("PUT", `/v1/request/${id}/property`, { key: "Team", value: "moon" })).status).toBe(200);
    const { json } = await ask("GET", `/v1/requests/${id}`);
    expect(json.data).toMatchObject({
      feedback: false,
      scores: { quality: 0.5, safe: 1 },
      properties: { team: "moon" },
    });
    expect((await ask("GET", "/v1/stats")).json.data.feedback).toEqual({ positive: 0, negative: 1 });
  });

  test.each([
    ["a rating that is neither", "feedback", "POST", { rating: "good" }, "rating"],
    ["a score that is text", "score", "POST", { scores: { quality: "high" } }, "scores"],
    ["a property without a value", "property", "PUT", { key: "team" }, "value"],
  ])("refuses %s by name", async (_what, path, method, body, param) => {
    const { ask, id } = await served();
    const { status, json } = await ask(method, `/v1/request/${id}/${path}`, body);
    expect([status, String(json.error.param).startsWith(param)]).toEqual([400, true]);
  });

  test("on an id of nobody's is 404", async () => {
    const { ask } = await served();
    expect((await ask("POST", "/v1/request/unknown/feedback", { rating: true })).status).toBe(404);
  });
});
