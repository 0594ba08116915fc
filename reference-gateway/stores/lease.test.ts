import { hostname } from "node:os";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NothingReserved } from "../accounting/amount.ts";
import { fateOfProcess, GRACE_MS, LEASE_MS, PAUSE_MS, RENEW_MS } from "./lease.ts";
import type { Stores } from "./stores.ts";
import { audit } from "./testing/audit.ts";
import { type TestFile, testFile } from "./testing/embedded.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

/** Nobody's process can be looked at, as with PostgreSQL. */
const byLease = { fateOf: () => "unknown" as const };

/** One write of ours, behind everything that the timers started. */
const settled = (stores: Stores) => stores.wallet.deposit("barrier", "x", 0n);

/** Lets time pass at once; each process renews at most once in it. */
async function leap(ms: number, ...stores: Stores[]): Promise<void> {
  const timers = file.clock.waiting();
  file.clock.step(ms);
  // A renewal is over when its timer stands again, however many turns it takes.
  for (let i = 0; i < 1_000 && (i < 4 || file.clock.waiting() < timers); i++)
    for (const each of stores) await settled(each);
}

/** Lets time pass in steps, so that every renewal happens. */
async function pass(ms: number, ...stores: Stores[]): Promise<void> {
  for (let passed = 0; passed < ms; passed += RENEW_MS) await leap(RENEW_MS, ...stores);
}

const reserved = async (stores: Stores) => (await stores.wallet.view("a")).reserved;

describe("a reservation", () => {
  test("outlasts any number of leases while its process runs, however long its stream", async () => {
    const [streaming, other] = [await file.open(byLease), await file.open(byLease)];
    await streaming.wallet.deposit("a", "first", 100n);
    const id = (await streaming.wallet.reserve("a", "long stream", 60n)) ?? "";
    await pass(20 * LEASE_MS, streaming, other);
    expect(await other.recover()).toBe(0);
    await streaming.wallet.settle("a", id, 50n);
    expect(await other.wallet.view("a")).toMatchObject({ charged: 50n, reserved: 0n, available: 50n });
  });

  test("of a dead process is released by the next start once the lease ran out, and what it settles after that is booked", async () => {
    const dying = await file.open(byLease);
    await dying.wallet.deposit("a", "first", 100n);
    const id = (await dying.wallet.reserve("a", "q", 60n)) ?? "";
    await dying.wallet.reserve("a", "q", 5n);
    await dying.abandon();
    const next = await file.open(byLease);
    file.clock.step(LEASE_MS + GRACE_MS);
    expect(await next.recover()).toBe(0);
    file.clock.step(1);
    expect(await next.recover()).toBe(2);
    expect(await next.wallet.view("a")).toMatchObject({ charged: 0n, reserved: 0n, available: 100n });
    expect(await next.recover()).toBe(0);
    await next.wallet.settle("a", id, 55n);
    await next.wallet.settle("a", id, 55n);
    expect(await next.wallet.view("a")).toMatchObject({ charged: 55n, reserved: 0n, available: 45n });
    expect(await audit(next.db, "a")).toEqual(await next.wallet.view("a"));
  });

  test("of a dead process is released by a running one too, after a second look", async () => {
    const [dying, running] = [await file.open(byLease), await file.open(byLease)];
    await dying.wallet.deposit("a", "first", 100n);
    await dying.wallet.reserve("a", "q", 60n);
    await dying.abandon();
    await pass(LEASE_MS, running);
    expect(await reserved(running)).toBe(60n);
    await pass(2 * RENEW_MS, running);
    expect(await reserved(running)).toBe(0n);
  });

  test("survives a time when no process reached the database", async () => {
    const [one, two] = [await file.open(byLease), await file.open(byLease)];
    await one.wallet.deposit("a", "first", 100n);
    await one.wallet.reserve("a", "q", 60n);
    // All leases run out at once; the process that wakes first sees an expired lease, but only once.
    await leap(10 * LEASE_MS, one, two);
    await pass(2 * LEASE_MS, one, two);
    expect(await reserved(two)).toBe(60n);
  });

  test("is released at once when its process was on this host and is gone", async () => {
    const dying = await file.open();
    await dying.wallet.deposit("a", "first", 100n);
    await dying.wallet.reserve("a", "q", 60n);
    const running = await file.open();
    expect(await running.recover()).toBe(0);
    await dying.abandon();
    expect(await running.recover()).toBe(1);
    expect(await reserved(running)).toBe(0n);
  });

  test("is given back by a process that ends in good order", async () => {
    const ending = await file.open(byLease);
    await ending.wallet.deposit("a", "first", 100n);
    await ending.wallet.reserve("a", "q", 60n);
    await ending.close();
    const next = await file.open(byLease);
    expect(await reserved(next)).toBe(0n);
    expect(await next.db.selectFrom("owner").selectAll().execute()).toHaveLength(1);
  });
});

test("a failed renewal is logged and tried again", async () => {
  const events: string[] = [];
  const stores = await file.open({ ...byLease, log: (_level, event) => events.push(event) });
  await stores.db.schema.alterTable("owner").renameTo("elsewhere").execute();
  await pass(RENEW_MS, stores);
  expect(events).toEqual(["wallet.lease-not-renewed"]);
  await stores.db.schema.alterTable("elsewhere").renameTo("owner").execute();
  await pass(RENEW_MS, stores);
  expect(events).toHaveLength(1);
  expect(file.clock.waiting()).toBe(1);
});

test("reserving renews a lease that the timer could not renew", async () => {
  const stores = await file.open(byLease);
  const until = async () =>
    (await stores.db.selectFrom("owner").select("lease_until").executeTakeFirstOrThrow()).lease_until;
  const first = await until();
  await stores.wallet.reserve("a", "q", 0n);
  expect(await until()).toBe(first);
  await stores.db.schema.alterTable("owner").renameTo("elsewhere").execute();
  await pass(3 * RENEW_MS, stores);
  await stores.db.schema.alterTable("elsewhere").renameTo("owner").execute();
  expect(await until()).toBe(first);
  await stores.wallet.reserve("a", "q", 0n);
  expect(await until()).toBe(first + BigInt(3 * RENEW_MS));
});

describe("a process that sleeps", () => {
  test("keeps its reservations while it is seen to be there, however late its lease", async () => {
    const fateOf = () => "there" as const;
    const [asleep, other] = [await file.open({ fateOf }), await file.open({ fateOf })];
    await asleep.wallet.deposit("a", "first", 100n);
    const id = (await asleep.wallet.reserve("a", "q", 60n)) ?? "";
    await asleep.abandon();
    file.clock.step(LEASE_MS + GRACE_MS + 1);
    expect(await other.recover()).toBe(0);
    const awake = await file.open({ fateOf });
    await awake.wallet.settle("a", id, 60n);
    expect(await other.wallet.view("a")).toMatchObject({ charged: 60n, reserved: 0n });
    await awake.wallet.reserve("a", "q2", 10n);
    await awake.abandon();
    file.clock.step(PAUSE_MS + LEASE_MS + GRACE_MS);
    expect(await other.recover()).toBe(1);
  });

  test("and was buried reserves again at once, and what it lost is charged once or released for nothing", async () => {
    const [asleep, other] = [await file.open(byLease), await file.open(byLease)];
    await asleep.wallet.deposit("a", "first", 100n);
    const charged = (await asleep.wallet.reserve("a", "q1", 30n)) ?? "";
    const released = (await asleep.wallet.reserve("a", "q2", 30n)) ?? "";
    await asleep.db.updateTable("owner").set({ lease_until: 0n }).where("id", "!=", "x").execute();
    expect(await other.recover()).toBe(2);
    expect(await asleep.wallet.reserve("a", "q3", 70n)).not.toBeNull();
    await asleep.wallet.settle("a", charged, 30n);
    await asleep.wallet.release("a", released);
    await expect(asleep.wallet.settle("a", released, 30n)).rejects.toThrow(NothingReserved);
    expect(await other.wallet.view("a")).toMatchObject({ charged: 30n, reserved: 70n, available: 0n });
    expect(await audit(other.db, "a")).toEqual(await other.wallet.view("a"));
  });
});

describe("a process is gone", () => {
  test("not because it runs on another host, and not while it runs", async () => {
    const stores = await file.open();
    const [own] = await stores.db.selectFrom("owner").selectAll().execute();
    const owner = { id: own?.id ?? "", host: own?.host ?? "", pid: Number(own?.pid) };
    expect(owner.host).toContain(hostname());
    expect(fateOfProcess(owner)).toBe("there");
    expect(fateOfProcess({ ...owner, id: "an earlier process with our number" })).toBe("gone");
    expect(fateOfProcess({ ...owner, id: "x", pid: process.ppid })).toBe("there");
    expect(fateOfProcess({ ...owner, id: "x", host: "elsewhere" })).toBe("unknown");
    // Above every limit that a system has for process ids.
    expect(fateOfProcess({ ...owner, id: "x", pid: 2 ** 30 })).toBe("gone");
  });
});
