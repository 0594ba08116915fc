import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Wallet } from "../parts.ts";
import { type SteppedClock, steppedClock } from "../stores/testing/clock.ts";
import { type TestFile, testFile } from "../stores/testing/embedded.ts";
import { memoryWallet } from "./memory-wallet.ts";
import type { StatementEntry, StatementPlace } from "./statement.ts";

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

const KINDS: readonly [string, () => Promise<{ wallet: Wallet; clock: SteppedClock }>][] = [
  [
    "in memory",
    async () => {
      let next = 0;
      const clock = steppedClock();
      return { wallet: memoryWallet(new Map(), { uuid: () => `r${++next}` }, clock), clock };
    },
  ],
  ["in the embedded database", async () => ({ wallet: (await file.open()).wallet, clock: file.clock })],
];

const charge = async (wallet: Wallet, tenant: string, amount: bigint) =>
  wallet.settle(tenant, (await wallet.reserve(tenant, "q", amount)) ?? "", amount);

describe.each(KINDS)("a wallet %s", (_kind, open) => {
  test("tells entries of the same moment once each, whatever the size of a page", async () => {
    const { wallet, clock } = await open();
    for (let i = 0; i < 6; i++) {
      await wallet.deposit("a", `p${i}`, 10n);
      await charge(wallet, "a", 1n);
      if (i % 3 === 2) clock.step(1);
    }
    await wallet.deposit("b", "other", 7n);
    const whole = await wallet.statement("a", null, 100);
    expect(whole).toHaveLength(12);
    for (const size of [1, 5]) {
      const pages: StatementEntry[] = [];
      let after: StatementPlace | null = null;
      for (let page = 0; page < 20; page++) {
        const found: StatementEntry[] = await wallet.statement("a", after, size);
        pages.push(...found);
        after = found.at(-1) ?? after;
      }
      expect(pages).toEqual(whole);
    }
    expect(whole.map(({ at }) => at)).toEqual(whole.map(({ at }) => at).sort((a, b) => b - a));
  });

  test("gives nothing while it is suspended, settles what was reserved, and goes on when it is resumed", async () => {
    const { wallet } = await open();
    await wallet.deposit("a", "p", 100n);
    const id = (await wallet.reserve("a", "q", 40n)) ?? "";
    await wallet.suspend("a", true);
    expect(await wallet.isSuspended("a")).toBe(true);
    expect(await wallet.reserve("a", "q2", 1n)).toBeNull();
    expect(await wallet.reserve("a", "q3", 0n)).toBeNull();
    await wallet.settle("a", id, 30n);
    expect(await wallet.view("a")).toEqual({ available: 70n, reserved: 0n, charged: 30n, deposited: 100n });
    await wallet.suspend("a", false);
    expect(await wallet.reserve("a", "q4", 1n)).not.toBeNull();
    expect(await wallet.isSuspended("b")).toBe(false);
  });

  test("can be suspended before anything was paid into it", async () => {
    const { wallet } = await open();
    await wallet.suspend("new", true);
    expect(await wallet.reserve("new", "q", 0n)).toBeNull();
  });

  test("tells a crossing of a threshold once, and the next one after it was above again", async () => {
    const { wallet } = await open();
    await wallet.deposit("a", "p1", 100n);
    expect(await wallet.fellBelow("a", 50n)).toBe(false);
    await charge(wallet, "a", 50n);
    expect(await wallet.fellBelow("a", 50n)).toBe(false);
    await charge(wallet, "a", 1n);
    expect(await wallet.fellBelow("a", 50n)).toBe(true);
    expect(await wallet.fellBelow("a", 50n)).toBe(false);
    await wallet.deposit("a", "p2", 100n);
    expect(await wallet.fellBelow("a", 50n)).toBe(false);
    await charge(wallet, "a", 100n);
    expect(await wallet.fellBelow("a", 50n)).toBe(true);
  });
});

test("tells one of several processes that see a crossing", async () => {
  const [one, two] = [await file.open(), await file.open()];
  await one.wallet.deposit("a", "p1", 10n);
  const told = await Promise.all([one, two, one, two].map(({ wallet }) => wallet.fellBelow("a", 50n)));
  expect(told.filter(Boolean)).toHaveLength(1);
});
