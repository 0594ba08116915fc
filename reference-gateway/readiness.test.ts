import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createGateway } from "./app.ts";
import { memoryVerdicts, type StoreCheck } from "./readiness.ts";
import { openEmbedded } from "./stores/embedded.ts";
import { databaseCheck } from "./stores/stores.ts";
import { type TestFile, testFile } from "./stores/testing/embedded.ts";
import { gateway, good } from "./testing/gateway.ts";

const coded = (code: string) => Object.assign(new Error("no secret-host:5432"), { code });
const failing = (code: string): StoreCheck => ({
  name: "database",
  check: () => Promise.reject(coded(code)),
});

/** A gateway with these stores, and what it says at a path. */
function probed(stores: StoreCheck[], answers: Parameters<typeof gateway>[0] = []) {
  const made = gateway(answers, { parts: { readiness: { stores, keys: memoryVerdicts() } } });
  const app = createGateway(made.parts);
  const at = async (path: string) => {
    const response = await app.request(path);
    return { status: response.status, body: await response.json() };
  };
  return { ...made, at };
}

describe("/ready", () => {
  test("is 200 while every store answers", async () => {
    const { at } = probed([{ name: "database", check: async () => {} }]);
    expect(await at("/ready")).toEqual({
      status: 200,
      body: {
        status: "ready",
        stores: [{ name: "database", status: "ok" }],
        providerKeys: [],
        records: { waiting: 0, lost: 0 },
      },
    });
  });

  test("is 503 and names the store and its fault, without its words, and /health stays 200", async () => {
    const redis: StoreCheck = { name: "redis", check: async () => "PONG" };
    const { at, lines } = probed([failing("53300"), redis]);
    const { status, body } = await at("/ready");
    expect(status).toBe(503);
    expect(body.stores).toEqual([
      { name: "database", status: "pool" },
      { name: "redis", status: "ok" },
    ]);
    expect(`${JSON.stringify(body)}${lines.join()}`).not.toContain("secret-host");
    expect(lines.join()).toContain("store.not-ready");
    expect((await at("/health")).status).toBe(200);
  });

  test("is 503 in bounded time where a store does not answer at all", async () => {
    const { at, pass } = probed([{ name: "database", check: () => new Promise(() => {}) }]);
    const answer = at("/ready");
    await new Promise(setImmediate);
    pass(2000);
    expect((await answer).body.stores).toEqual([{ name: "database", status: "late" }]);
  });

  test("asks the stores once for everybody who asks in the same second", async () => {
    let asked = 0;
    const { at, pass } = probed([{ name: "database", check: async () => asked++ }]);
    await Promise.all([at("/ready"), at("/ready"), at("/ready")]);
    expect(asked).toBe(1);
    pass(1000);
    await at("/ready");
    expect(asked).toBe(2);
  });

  test("names a provider that refused the gateway's own key, until it takes it again", async () => {
    const refusal = JSON.stringify({ error: { message: "bad key", type: "invalid_request_error" } });
    const { at, ask } = probed([], [{ status: 401, chunks: [refusal] }, { chunks: [JSON.stringify(good)] }]);
    await ask();
    const { status, body } = await at("/ready");
    expect([status, body.providerKeys]).toEqual([200, [{ provider: "openai", status: "refused" }]]);
    await ask();
    expect((await at("/ready")).body.providerKeys).toEqual([]);
  });
});

describe("the check of a database", () => {
  let file: TestFile;
  beforeEach(() => {
    file = testFile();
  });
  afterEach(() => file.end());

  test("passes on an open file, and fails on a closed one", async () => {
    const stores = await file.open();
    await databaseCheck(stores.db).check();
    await stores.close();
    await expect(databaseCheck(stores.db).check()).rejects.toThrow();
    const empty = await openEmbedded(`${file.path}.other`, file.clock);
    await expect(databaseCheck(empty).check()).rejects.toThrow(/owner/);
    await empty.destroy();
  });
});
