/**
 * Two gateway processes on one PostgreSQL and one wallet (BIL-02).
 */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createRegistry, registrySource } from "../../registry/index.ts";
import { picoToUsd } from "../../registry/pricing/money.ts";
import { GRACE_MS, LEASE_MS, RENEW_MS } from "./lease.ts";
import { openStores, type StoreParts } from "./stores.ts";
import { audit } from "./testing/audit.ts";
import { steppedClock } from "./testing/clock.ts";
import { NO_POSTGRES, type PostgresServer, startPostgres } from "./testing/postgres-server.ts";
import { ask, REQUEST, type SlowGateway, startSlowGateway } from "./testing/process.ts";

const ids = { uuid: () => randomUUID() };
const running = new Set<SlowGateway>();

let server: PostgresServer | null = null;
beforeAll(async () => {
  server = await startPostgres();
});
afterEach(() => {
  for (const { child } of running) child.kill("SIGKILL");
  running.clear();
});
afterAll(async () => server?.stop());

/** What the gateway sets aside for one request. */
function reservation(): bigint {
  const registry = createRegistry(registrySource);
  const plan = registry.plan({ request: REQUEST, keys: [], platform: new Set(["groq"]) });
  const [attempt] = plan.ok ? plan.attempts : [];
  if (!attempt) throw new Error("the test's request has no attempt");
  return registry.reserve(attempt.endpoint, REQUEST);
}

const open = async (url: string, clock = steppedClock(Date.now()), own: Partial<StoreParts> = {}) =>
  openStores({ kind: "postgres", url }, { clock, ids, log: () => {}, vaultSecrets: [], ...own });

test("of 40 requests at each of two processes, as many reach the provider as the one wallet covers", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const url = await server.database();
  const covered = 7;
  const deposit = reservation() * BigInt(covered) + reservation() - 1n;
  const env = { DATABASE_URL: url, WALLET_USD: picoToUsd(deposit) };
  const gateways = await Promise.all([startSlowGateway(env), startSlowGateway(env)]);
  for (const gateway of gateways) running.add(gateway);
  let refused = 0;
  const bothSent = () => gateways.reduce((sum, gateway) => sum + gateway.sent(), 0);
  let decided = () => {};
  const allDecided = new Promise<void>((resolve) => {
    decided = () => void (refused + bothSent() >= 80 && resolve());
  });
  for (const { child } of gateways) child.on("message", () => decided());
  const answers = gateways.flatMap((gateway) =>
    Array.from({ length: 40 }, async () => {
      const { status, text } = await ask(gateway.url, randomUUID());
      if (status !== 402) return status;
      expect(text).toContain("insufficient_credits");
      refused += 1;
      decided();
      return status;
    }),
  );
  await allDecided;
  expect(bothSent()).toBe(covered);
  for (const gateway of gateways) gateway.answer(80);
  const statuses = await Promise.all(answers);
  expect(statuses.filter((status) => status === 200)).toHaveLength(covered);
  expect(await Promise.all(gateways.map((gateway) => gateway.stop()))).toEqual([0, 0]);
  const stores = await open(url);
  const view = await stores.wallet.view("acme");
  expect(view).toMatchObject({ deposited: deposit, reserved: 0n });
  expect(await audit(stores.db, "acme")).toEqual(view);
  expect(await stores.wallet.ledger("acme")).toHaveLength(covered);
  await stores.close();
});

test("a process that dies loses its reservations when its lease ran out, and one that lives keeps them", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const url = await server.database();
  const clock = steppedClock();
  const injected = { leaseClock: "injected" } as const;
  const [dying, living] = [await open(url, clock, injected), await open(url, clock, injected)];
  await living.wallet.deposit("acme", "first", 100n);
  await dying.wallet.reserve("acme", "lost", 30n);
  const kept = (await living.wallet.reserve("acme", "kept", 50n)) ?? "";
  await dying.abandon();
  const next = await open(url, clock, injected);
  expect(await next.recover()).toBe(0);
  clock.step(LEASE_MS + GRACE_MS + 1);
  // Every lease has run out by now, but the living one still holds its stream: a reservation of its own renews it.
  expect(await living.wallet.reserve("acme", "proof-of-life", 0n)).not.toBeNull();
  expect(await next.recover()).toBe(1);
  expect(await next.wallet.view("acme")).toMatchObject({ reserved: 50n });
  await living.wallet.settle("acme", kept, 45n);
  expect(await next.wallet.view("acme")).toMatchObject({ reserved: 0n, charged: 45n, available: 55n });
  expect(RENEW_MS * 2).toBeLessThan(LEASE_MS);
  await living.close();
  await next.close();
});

test("a process whose clock is ahead takes nothing from one that lives, at its start or later", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const url = await server.database();
  const [clock, ahead] = [steppedClock(Date.now()), steppedClock(Date.now() + 10 * LEASE_MS)];
  const living = await open(url, clock);
  await living.wallet.deposit("acme", "first", 100n);
  const kept = (await living.wallet.reserve("acme", "kept", 50n)) ?? "";
  const other = await open(url, ahead);
  expect(await other.recover()).toBe(0);
  for (let i = 0; i < 3; i++) {
    ahead.step(RENEW_MS);
    for (let barrier = 0; barrier < 4; barrier++) await other.wallet.deposit("barrier", "x", 0n);
  }
  await living.wallet.settle("acme", kept, 45n);
  expect(await other.wallet.view("acme")).toMatchObject({ charged: 45n, reserved: 0n });
  expect(await living.wallet.reserve("acme", "next", 5n)).not.toBeNull();
  await living.close();
  await other.close();
});

test("a process that was stopped while others buried it charges what it answers, and serves on", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const url = await server.database();
  const gateway = await startSlowGateway({ DATABASE_URL: url, WALLET_USD: "1" });
  running.add(gateway);
  const answer = ask(gateway.url, randomUUID());
  await gateway.untilSent(1);
  gateway.child.kill("SIGSTOP");
  const other = await open(url);
  // What a minute would do: its lease runs out, and two looks see it.
  await other.db.updateTable("owner").set({ lease_until: 0n }).execute();
  expect(await other.recover()).toBe(1);
  expect(await other.wallet.view("acme")).toMatchObject({ reserved: 0n, charged: 0n });
  gateway.child.kill("SIGCONT");
  gateway.answer(1);
  expect((await answer).status).toBe(200);
  const next = ask(gateway.url, randomUUID());
  await gateway.untilSent(2);
  gateway.answer(1);
  expect((await next).status).toBe(200);
  expect(await other.wallet.ledger("acme")).toHaveLength(2);
  const view = await other.wallet.view("acme");
  expect(view.reserved).toBe(0n);
  expect(view.charged).toBeGreaterThan(0n);
  expect(await audit(other.db, "acme")).toEqual(view);
  expect(await gateway.stop()).toBe(0);
  await other.close();
});

test("a process whose clock is 70 seconds ahead takes no call from one that lives, and both charge what they answer", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const url = await server.database();
  const living = await startSlowGateway({ DATABASE_URL: url, WALLET_USD: "1" });
  running.add(living);
  const calls = Array.from({ length: 10 }, () => ask(living.url, randomUUID()));
  await living.untilSent(10);
  const ahead = await startSlowGateway({ DATABASE_URL: url, WALLET_USD: "1", CLOCK_AHEAD_MS: "70000" });
  running.add(ahead);
  const theirs = ask(ahead.url, randomUUID());
  await ahead.untilSent(1);
  ahead.answer(1);
  expect((await theirs).status).toBe(200);
  living.answer(10);
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array(10).fill(200));
  const next = ask(living.url, randomUUID());
  await living.untilSent(11);
  living.answer(1);
  expect((await next).status).toBe(200);
  const other = await open(url);
  const view = await other.wallet.view("acme");
  expect((await other.wallet.ledger("acme")).map(({ amount }) => amount > 0n)).toEqual(Array(12).fill(true));
  expect(view.reserved).toBe(0n);
  expect(await audit(other.db, "acme")).toEqual(view);
  expect([await living.stop(), await ahead.stop()]).toEqual([0, 0]);
  await other.close();
});

test("processes that start at the same moment on an empty database agree about its tables", async (context) => {
  if (!server) return context.skip(true, NO_POSTGRES);
  const url = await server.database();
  const all = await Promise.all([1, 2, 3, 4].map(() => open(url)));
  const opened = await Promise.all(all.map((stores) => stores.wallet.open("acme", 10n)));
  expect(opened.filter((first) => first)).toHaveLength(1);
  for (const stores of all) await stores.close();
});
