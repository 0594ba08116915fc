import { describe, expect, test } from "vitest";
import { testFile } from "../stores/testing/embedded.ts";
import { checkAmount, checkTotal, MAX_AMOUNT, MAX_TOTAL, samePayment, sameReservation } from "./amount.ts";
import { openHold } from "./hold.ts";
import { memoryWallet } from "./memory-wallet.ts";

describe("a refused amount is told in USD", () => {
  test.each<[() => void, string]>([
    [() => checkAmount("10"), "an amount must be a bigint of pico-USD, not the string 10"],
    [() => checkAmount(-1n), "an amount must be 0 to 1000000 USD, not -0.000000000001"],
    [() => checkAmount(MAX_AMOUNT + 1n), "an amount must be 0 to 1000000 USD, not 1000000.000000000001"],
    [() => checkTotal(MAX_TOTAL + 1n), "a wallet holds at most 4000000 USD"],
    [() => samePayment("p1", 10n ** 12n, 2n), "payment p1 was credited with 1 USD, not 0.000000000002"],
    [() => sameReservation("r1", 10n ** 12n, 2n), "reservation r1 is of 1 USD, not 0.000000000002"],
  ])("%s", (refused, message) => {
    expect(refused).toThrow(RangeError);
    expect(refused).toThrow(message);
  });

  test("the same amount again is none", () => {
    expect(() => samePayment("p1", 5n, 5n)).not.toThrow();
    expect(() => sameReservation("r1", 5n, 5n)).not.toThrow();
  });
});

describe("a wallet in memory", () => {
  const walletOf = (...deposits: [string, bigint][]) => {
    let next = 0;
    return memoryWallet(new Map(deposits), { uuid: () => `r${++next}` });
  };

  test("takes no first deposit that is no amount", async () => {
    await expect(walletOf(["a", -1n]).view("a")).rejects.toThrow(RangeError);
  });

  test("books a payment once, the first deposit included, and another amount under its id never", async () => {
    const wallet = walletOf(["a", 10n]);
    expect(await wallet.deposit("a", "first-deposit", 10n)).toBe(false);
    expect(await wallet.deposit("a", "p1", 5n)).toBe(true);
    expect(await wallet.deposit("a", "p1", 5n)).toBe(false);
    await expect(wallet.deposit("a", "p1", 6n)).rejects.toThrow("payment p1");
    expect(await wallet.view("a")).toMatchObject({ deposited: 15n, available: 15n });
  });

  test("never gets, or is charged, more than the most in all", async () => {
    const wallet = walletOf(["a", MAX_AMOUNT]);
    for (const id of ["p1", "p2", "p3"]) await wallet.deposit("a", id, MAX_AMOUNT);
    await expect(wallet.deposit("a", "p4", 1n)).rejects.toThrow("at most");
    expect((await wallet.view("a")).deposited).toBe(MAX_TOTAL);
    for (const id of ["q1", "q2", "q3", "q4"]) {
      await wallet.settle("a", (await wallet.reserve("a", id, 0n)) ?? "", MAX_AMOUNT);
    }
    const last = (await wallet.reserve("a", "q5", 0n)) ?? "";
    await expect(wallet.settle("a", last, 1n)).rejects.toThrow("at most");
    expect((await wallet.view("a")).charged).toBe(MAX_TOTAL);
  });

  test("sets aside what costs nothing though it is empty, and nothing that costs something", async () => {
    const wallet = walletOf();
    expect(await wallet.reserve("a", "q", 0n)).toBe("r1");
    expect(await wallet.reserve("a", "q", 1n)).toBeNull();
  });

  test("says what is charged as the request that was charged", async () => {
    const wallet = walletOf(["a", 10n]);
    const id = (await wallet.reserve("a", "q1", 10n)) ?? "";
    expect(await wallet.view("a")).toMatchObject({ reserved: 10n, available: 0n });
    await wallet.settle("a", id, 4n);
    expect(await wallet.ledger("a")).toEqual([{ reservationId: id, requestId: "q1", amount: 4n }]);
    expect(await wallet.reserve("a", "q1", 3n, id)).toBe(id);
    expect(await wallet.view("a")).toMatchObject({ reserved: 0n, available: 6n });
  });

  test("covers a hold of the most there may be, and none above it", async () => {
    const wallet = walletOf(["a", MAX_AMOUNT]);
    expect(await openHold({ wallet, books: null }, "a", "q", MAX_AMOUNT + 1n)).toBeNull();
    expect(await openHold({ wallet, books: null }, "a", "q", MAX_AMOUNT)).not.toBeNull();
  });
});

test("a wallet that nobody opened holds nothing, in a database too", async () => {
  const file = testFile();
  try {
    const { wallet } = await file.open();
    expect(await wallet.view("nobody")).toEqual({ available: 0n, reserved: 0n, charged: 0n, deposited: 0n });
  } finally {
    await file.end();
  }
});
