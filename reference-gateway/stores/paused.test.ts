/**
 * A gateway process on the embedded database that stands still while others look at its lease (BIL-11).
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { GRACE_MS, LEASE_MS } from "./lease.ts";
import { openStores, type StoreParts } from "./stores.ts";
import { audit } from "./testing/audit.ts";
import { steppedClock } from "./testing/clock.ts";
import { ask, type SlowGateway, startSlowGateway } from "./testing/process.ts";

let folder = "";
let gateway: SlowGateway | null = null;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paused-"));
});
afterEach(() => {
  gateway?.child.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another process's view of the file, with a clock of its own. */
const open = (path: string, ahead: number, own: Partial<StoreParts> = {}) =>
  openStores(
    { kind: "embedded", path },
    {
      clock: steppedClock(Date.now() + ahead),
      ids: { uuid: randomUUID },
      log: () => {},
      vaultSecrets: [],
      ...own,
    },
  );

/** One call on its way and the process stopped, as SIGSTOP or a sleeping machine does it. */
async function stopped(path: string) {
  gateway = await startSlowGateway({ DATABASE_URL: `file:${path}`, WALLET_USD: "1" });
  const answer = ask(gateway.url, randomUUID());
  await gateway.untilSent(1);
  gateway.child.kill("SIGSTOP");
  return { gateway, answer };
}

/** It goes on: the call is answered, and so is the next one. */
async function goesOn(process: SlowGateway, answer: ReturnType<typeof ask>): Promise<void> {
  process.child.kill("SIGCONT");
  process.answer(1);
  expect((await answer).status).toBe(200);
  const next = ask(process.url, randomUUID());
  await process.untilSent(2);
  process.answer(1);
  expect((await next).status).toBe(200);
  expect(await process.stop()).toBe(0);
}

test.each([
  ["a clock that is 70 seconds ahead", 70_000],
  ["a clock after a minute's pause", LEASE_MS + GRACE_MS + 1],
])("a process that is stopped keeps its call from one with %s, and charges it", async (_what, ahead) => {
  const path = join(folder, `${randomUUID()}.db`);
  const { gateway: process, answer } = await stopped(path);
  const other = await open(path, ahead);
  expect(await other.recover()).toBe(0);
  expect((await other.wallet.view("acme")).reserved).toBeGreaterThan(0n);
  await goesOn(process, answer);
  const view = await other.wallet.view("acme");
  expect(view.reserved).toBe(0n);
  expect(await other.wallet.ledger("acme")).toHaveLength(2);
  expect(await audit(other.db, "acme")).toEqual(view);
  await other.close();
});

test("a process that was stopped while another buried it books what it answers", async () => {
  const path = join(folder, `${randomUUID()}.db`);
  const { gateway: process, answer } = await stopped(path);
  // One that cannot see whether it is there, as from another container, after its lease has run out.
  const other = await open(path, 0, { fateOf: () => "unknown" });
  await other.db.updateTable("owner").set({ lease_until: 0n }).execute();
  expect(await other.recover()).toBe(1);
  expect(await other.wallet.view("acme")).toMatchObject({ reserved: 0n, charged: 0n });
  await goesOn(process, answer);
  const view = await other.wallet.view("acme");
  expect(await other.wallet.ledger("acme")).toHaveLength(2);
  expect(view.reserved).toBe(0n);
  expect(view.charged).toBeGreaterThan(0n);
  expect(await audit(other.db, "acme")).toEqual(view);
  await other.close();
});
