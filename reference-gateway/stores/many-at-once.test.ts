/**
 * A thousand requests at once on PostgreSQL, whose connections are ten: what waits for one too long is refused for now
 * before its provider is called, and nothing is a fault of ours or of the provider's (LIM-02, BIL-02).
 */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openStores } from "./stores.ts";
import { audit } from "./testing/audit.ts";
import { steppedClock } from "./testing/clock.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "./testing/postgres-server.ts";
import { ask, type SlowGateway, startSlowGateway } from "./testing/process.ts";

const REQUESTS = 1_000;
const STREAMS = 1_000;
const CALLS = 500;

let server: PostgresServer | null = null;
let gateway: SlowGateway | null = null;
beforeAll(async () => {
  server = await startPostgres();
});
afterEach(() => {
  gateway?.child.kill("SIGKILL");
});
afterAll(async () => server?.stop());

/** The status, and the code of an error; of a stream also whether it came to its end. */
async function outcomeOf(url: string, { id = randomUUID() as string, stream = false } = {}): Promise<string> {
  const { status, text } = await ask(url, id, {}, stream ? { stream } : {});
  if (status !== 200) return `${status} ${JSON.parse(text).error.code}`;
  return !stream || (text.endsWith("data: [DONE]\n\n") && !text.includes('"error"')) ? "200" : `200 ${text}`;
}

/** What a request that is not answered may be told: to come again. */
const ALLOWED = ["200", "503 storage_unavailable", "503 overloaded"];

/** The stores that a gateway left behind. */
const storesAt = (url: string) =>
  openStores(
    { kind: "postgres", url },
    { clock: steppedClock(Date.now()), ids: { uuid: randomUUID }, log: () => {}, vaultSecrets: [] },
  );

test("answers a thousand requests at once or refuses them for now, and charges once where it answers", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const database = await server.database();
  const env = { DATABASE_URL: database, WALLET_USD: "1000", MAX_CONCURRENT_PER_TENANT: String(REQUESTS) };
  gateway = await startSlowGateway(env);
  const { url, answer, stop, child } = gateway;
  child.on("message", () => answer(1));
  const outcomes = await Promise.all(Array.from({ length: REQUESTS }, () => outcomeOf(url)));
  expect(outcomes.filter((outcome) => !ALLOWED.includes(outcome))).toEqual([]);
  const answered = outcomes.filter((outcome) => outcome === "200").length;
  expect(answered).toBeGreaterThan(0);
  expect(await stop()).toBe(0);
  const stores = await storesAt(database);
  const view = await stores.wallet.view("acme");
  expect([view.reserved, await audit(stores.db, "acme")]).toEqual([0n, view]);
  const charged = (await stores.wallet.ledger("acme")).filter(({ amount }) => amount > 0n);
  expect([charged.length, new Set(charged.map(({ requestId }) => requestId)).size]).toEqual([
    answered,
    answered,
  ]);
  await stores.close();
});

test("leaves one record of each of a thousand streams beside five hundred calls, and charges what was answered", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const database = await server.database();
  const most = String(STREAMS + CALLS);
  const env = {
    DATABASE_URL: database,
    WALLET_USD: "1000",
    MAX_CONCURRENT: most,
    MAX_CONCURRENT_PER_TENANT: most,
  };
  gateway = await startSlowGateway(env);
  const { url, answer, stop, child } = gateway;
  child.on("message", () => answer(1));
  const asked = Array.from({ length: STREAMS + CALLS }, (_, i) => ({
    id: randomUUID(),
    stream: i < STREAMS,
  }));
  const outcomes = await Promise.all(
    asked.map(async (one) => ({ ...one, outcome: await outcomeOf(url, one) })),
  );
  expect(outcomes.filter(({ outcome }) => !ALLOWED.includes(outcome))).toEqual([]);
  const answered = outcomes.filter(({ outcome }) => outcome === "200").map(({ id }) => id);
  expect(answered.length).toBeGreaterThan(0);
  expect(await stop()).toBe(0);
  const stores = await storesAt(database);
  const view = await stores.wallet.view("acme");
  expect([view.reserved, await audit(stores.db, "acme")]).toEqual([0n, view]);
  const charged = (await stores.wallet.ledger("acme")).filter(({ amount }) => amount > 0n);
  expect(charged.map(({ requestId }) => requestId).sort()).toEqual(answered.sort());
  const unrecorded: string[] = [];
  for (const { id, outcome } of outcomes)
    if ((await stores.records.get("acme", id)) === null) unrecorded.push(`${id} ${outcome}`);
  expect(unrecorded).toEqual([]);
  const { n } = await stores.db
    .selectFrom("record")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  expect(Number(n)).toBe(outcomes.length);
  await stores.close();
});
