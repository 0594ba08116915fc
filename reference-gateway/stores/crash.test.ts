/**
 * `kill -9` in the middle of 200 concurrent PTB requests (BIL-09): a real process, a real file, a real signal.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { usdToPico } from "../../registry/pricing/money.ts";
import { openStores, type Stores } from "./stores.ts";
import { audit } from "./testing/audit.ts";
import { steppedClock } from "./testing/clock.ts";
import { ask, type SlowGateway, startSlowGateway } from "./testing/process.ts";

const REQUESTS = 200;
const ids = { uuid: () => randomUUID() };

let folder = "";
let gateway: SlowGateway | null = null;
let stores: Stores | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gateway-crash-"));
});
afterEach(async () => {
  gateway?.child.kill("SIGKILL");
  await stores?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The file as a process finds it that starts at once after the crash: no lease has run out. */
const reopen = (path: string) =>
  openStores(
    { kind: "embedded", path },
    { clock: steppedClock(Date.now()), ids, log: () => {}, vaultSecrets: [] },
  );

test("no answer that reached its caller is missing from the ledger, and nothing stays reserved", async () => {
  const path = join(folder, "gateway.db");
  gateway = await startSlowGateway({ DATABASE_URL: `file:${path}`, WALLET_USD: "25" });
  const { url } = gateway;
  const delivered: string[] = [];
  let enough = () => {};
  const someDelivered = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const requests = Array.from({ length: REQUESTS }, async () => {
    const id = randomUUID();
    const { status } = await ask(url, id);
    expect(status).toBe(200);
    delivered.push(id);
    if (delivered.length === 40) enough();
  });
  const all = Promise.allSettled(requests);
  await gateway.untilSent(REQUESTS);
  // 150 are on their way to being settled when the process dies; 50 still wait for their provider.
  gateway.answer(150);
  await Promise.race([someDelivered, all]);
  await gateway.kill();
  await all;
  expect(delivered.length).toBeGreaterThanOrEqual(40);
  expect(delivered.length).toBeLessThan(REQUESTS);

  stores = await reopen(path);
  const before = await stores.wallet.view("acme");
  expect(before.reserved).toBeGreaterThan(0n);
  const recovered = await stores.recover();
  const ledger = await stores.wallet.ledger("acme");
  expect(recovered).toBe(REQUESTS - ledger.length);
  const charged = new Set(ledger.map(({ requestId }) => requestId));
  expect(charged.size).toBe(ledger.length);
  expect(delivered.filter((id) => !charged.has(id))).toEqual([]);
  for (const id of delivered)
    expect(await stores.records.get("acme", id)).toMatchObject({ outcome: "success" });
  const spent = ledger.reduce((sum, { amount }) => sum + amount, 0n);
  expect(spent).toBeGreaterThan(0n);
  const deposited = usdToPico("25");
  const books = { deposited, charged: spent, reserved: 0n, available: deposited - spent };
  expect(await stores.wallet.view("acme")).toEqual(books);
  expect(await audit(stores.db, "acme")).toEqual(books);
});

test("a new process takes over at once, opens the wallet no second time, and ends clean when told to", async () => {
  const env = { DATABASE_URL: `file:${join(folder, "new", "gateway.db")}`, WALLET_USD: "25" };
  gateway = await startSlowGateway(env);
  const cut = ask(gateway.url, randomUUID()).catch(() => null);
  await gateway.untilSent(1);
  await gateway.kill();
  await cut;
  gateway = await startSlowGateway({ ...env, WALLET_USD: "99" });
  const answered = ask(gateway.url, randomUUID());
  await gateway.untilSent(1);
  const stopped = gateway.stop();
  gateway.answer(1);
  expect((await answered).status).toBe(200);
  expect(await stopped).toBe(0);
  stores = await reopen(join(folder, "new", "gateway.db"));
  expect(await stores.wallet.view("acme")).toMatchObject({ deposited: usdToPico("25"), reserved: 0n });
  expect(await stores.wallet.ledger("acme")).toHaveLength(1);
});
