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

let server: PostgresServer | null = null;
let gateway: SlowGateway | null = null;
beforeAll(async () => {
  server = await startPostgres();
});
afterEach(() => {
  gateway?.child.kill("SIGKILL");
});
afterAll(async () => server?.stop());

/** The status, and the code of an error. */
async function outcomeOf(url: string): Promise<string> {
  const { status, text } = await ask(url, randomUUID());
  return status === 200 ? "200" : `${status} ${JSON.parse(text).error.code}`;
}

test("answers a thousand requests at once or refuses them for now, and charges once where it answers", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const database = await server.database();
  const env = { DATABASE_URL: database, WALLET_USD: "1000", MAX_CONCURRENT_PER_TENANT: String(REQUESTS) };
  gateway = await startSlowGateway(env);
  const { url, answer, stop, child } = gateway;
  child.on("message", () => answer(1));
  const outcomes = await Promise.all(Array.from({ length: REQUESTS }, () => outcomeOf(url)));
  const allowed = ["200", "503 storage_unavailable", "503 overloaded"];
  expect(outcomes.filter((outcome) => !allowed.includes(outcome))).toEqual([]);
  const answered = outcomes.filter((outcome) => outcome === "200").length;
  expect(answered).toBeGreaterThan(0);
  expect(await stop()).toBe(0);
  const stores = await openStores(
    { kind: "postgres", url: database },
    { clock: steppedClock(Date.now()), ids: { uuid: randomUUID }, log: () => {}, vaultSecrets: [] },
  );
  const view = await stores.wallet.view("acme");
  expect([view.reserved, await audit(stores.db, "acme")]).toEqual([0n, view]);
  const charged = (await stores.wallet.ledger("acme")).filter(({ amount }) => amount > 0n);
  expect([charged.length, new Set(charged.map(({ requestId }) => requestId)).size]).toEqual([
    answered,
    answered,
  ]);
  await stores.close();
});
