import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Wallet } from "../parts.ts";
import { type TestFile, testFile } from "../stores/testing/embedded.ts";
import { checkAmount, checkTotal, MAX_AMOUNT, MAX_TOTAL } from "./amount.ts";
import { memoryWallet } from "./memory-wallet.ts";

const WRONG: [string, unknown][] = [
  ["negative", -1n],
  ["far below zero", -(2n ** 63n)],
  ["one more than the most", MAX_AMOUNT + 1n],
  ["beyond 64 bits", 2n ** 63n],
  ["far beyond 64 bits", 2n ** 200n],
  ["a fraction", 1.5],
  ["a whole number of the wrong type", 1],
  ["not a number", Number.NaN],
  ["infinite", Number.POSITIVE_INFINITY],
  ["2^53", 2 ** 53],
  ["text", "10"],
  ["nothing", null],
  ["missing", undefined],
];

describe("checkAmount", () => {
  test.each([0n, 1n, MAX_AMOUNT])("takes %s", (amount) => {
    expect(() => checkAmount(amount)).not.toThrow();
  });

  test.each(WRONG)("refuses what is %s", (_name, amount) => {
    expect(() => checkAmount(amount)).toThrow(RangeError);
  });

  test("the most of two wallets together still fits into 64 bits", () => {
    expect(MAX_TOTAL + MAX_AMOUNT).toBeLessThan(2n ** 63n);
    expect(() => checkTotal(MAX_TOTAL)).not.toThrow();
    expect(() => checkTotal(MAX_TOTAL + 1n)).toThrow(RangeError);
  });
});

/** As a caller without types would. */
type Untyped = Record<"reserve" | "settle" | "deposit", (...args: unknown[]) => Promise<unknown>>;

describe.each(["memory", "embedded"])("the %s wallet", (kind) => {
  let file: TestFile;
  let wallet: Wallet;
  beforeEach(async () => {
    file = testFile();
    let next = 0;
    wallet =
      kind === "memory" ? memoryWallet(new Map(), { uuid: () => `r${++next}` }) : (await file.open()).wallet;
    await wallet.deposit("a", "first", 100n);
  });
  afterEach(() => file.end());

  test.each(WRONG)("refuses an amount that is %s, and stays as it was", async (_name, amount) => {
    const id = (await wallet.reserve("a", "q", 40n)) ?? "";
    const before = await wallet.view("a");
    const untyped = wallet as unknown as Untyped;
    await expect(untyped.reserve("a", "q", amount)).rejects.toThrow(RangeError);
    await expect(untyped.settle("a", id, amount)).rejects.toThrow(RangeError);
    await expect(untyped.deposit("a", "other", amount)).rejects.toThrow(RangeError);
    expect(await wallet.view("a")).toEqual(before);
    expect(await wallet.ledger("a")).toEqual([]);
    await wallet.settle("a", id, 3n);
    expect(await wallet.deposit("a", "other", 1n)).toBe(true);
    expect(await wallet.view("a")).toEqual({ deposited: 101n, charged: 3n, reserved: 0n, available: 98n });
  });

  test("credits a payment once, and says so when the same payment comes with another amount", async () => {
    expect(await wallet.deposit("a", "pay", 5n)).toBe(true);
    expect(await wallet.deposit("a", "pay", 5n)).toBe(false);
    await expect(wallet.deposit("a", "pay", 6n)).rejects.toThrow("payment pay was credited with");
    expect(await wallet.deposit("b", "pay", 6n)).toBe(true);
    expect((await wallet.view("a")).deposited).toBe(105n);
  });

  test("holds exactly its most, and no payment or charge beyond it is booked", async () => {
    for (const payment of ["1", "2", "3"]) await wallet.deposit("big", payment, MAX_AMOUNT);
    await wallet.deposit("big", "4", MAX_AMOUNT - 1n);
    await wallet.deposit("big", "5", 1n);
    await expect(wallet.deposit("big", "6", 1n)).rejects.toThrow(RangeError);
    expect((await wallet.view("big")).deposited).toBe(MAX_TOTAL);
    for (let i = 0; i < 4; i++) {
      await wallet.settle("big", (await wallet.reserve("big", `q${i}`, MAX_AMOUNT)) ?? "", MAX_AMOUNT);
    }
    const id = (await wallet.reserve("big", "free", 0n)) ?? "";
    await expect(wallet.settle("big", id, 1n)).rejects.toThrow(RangeError);
    expect(await wallet.view("big")).toMatchObject({ charged: MAX_TOTAL, available: 0n });
    expect(await wallet.ledger("big")).toHaveLength(4);
    await wallet.release("big", id);
    expect(await wallet.deposit("big", "1", MAX_AMOUNT)).toBe(false);
  });

  test("books a charge above its reservation in full; then only what is free is granted", async () => {
    const id = (await wallet.reserve("a", "q", 100n)) ?? "";
    await wallet.settle("a", id, 130n);
    expect(await wallet.view("a")).toEqual({ deposited: 100n, charged: 130n, reserved: 0n, available: -30n });
    expect(await wallet.reserve("a", "q", 1n)).toBeNull();
    expect(await wallet.reserve("a", "q", 0n)).not.toBeNull();
  });

  test("keeps amounts exact that no float holds", async () => {
    const odd = 2n ** 53n + 1n;
    await wallet.deposit("odd", "1", odd);
    const id = (await wallet.reserve("odd", "q", odd)) ?? "";
    await wallet.settle("odd", id, odd);
    expect(await wallet.ledger("odd")).toEqual([{ reservationId: id, requestId: "q", amount: odd }]);
    expect(await wallet.view("odd")).toMatchObject({ deposited: odd, charged: odd, available: 0n });
  });
});
