import { describe, expect, it } from "vitest";
import type { Books } from "../parts.ts";
import { recordOf } from "../telemetry/testing/record.ts";
import { NothingReserved } from "./amount.ts";
import { noHold, openHold } from "./hold.ts";
import { memoryWallet } from "./memory-wallet.ts";

const wallet = (deposit: bigint) => memoryWallet(new Map([["a", deposit]]), { uuid: () => "r1" });

describe("openHold", () => {
  it("is null where the wallet does not cover it, and exactly enough is enough", async () => {
    expect(await openHold({ wallet: wallet(9n), books: null }, "a", "q", 10n)).toBeNull();
    expect(await openHold({ wallet: wallet(10n), books: null }, "a", "q", 10n)).not.toBeNull();
  });

  it("is null, and no fault, for more than any wallet holds", async () => {
    expect(await openHold({ wallet: wallet(10n), books: null }, "a", "q", 2n ** 70n)).toBeNull();
  });

  it("charges what it is settled for and frees the rest", async () => {
    const store = wallet(10n);
    const hold = await openHold({ wallet: store, books: null }, "a", "q", 10n);
    await hold?.settle(3n, recordOf());
    await hold?.release();
    expect(await store.view("a")).toMatchObject({ charged: 3n, reserved: 0n, available: 7n });
  });

  it("charges with the record where both are kept together, and nowhere else", async () => {
    const store = wallet(10n);
    const asked: unknown[] = [];
    const books: Books = {
      settle: async (...given) => {
        asked.push(given);
        return recordOf({ id: "as-kept" });
      },
    };
    const hold = await openHold({ wallet: store, books }, "a", "q", 10n);
    expect(await hold?.settle(3n, recordOf())).toMatchObject({ id: "as-kept" });
    expect(asked).toEqual([["a", "r1", 3n, recordOf()]]);
    expect(await store.view("a")).toMatchObject({ charged: 0n, reserved: 10n });
  });

  it("frees everything when it is released", async () => {
    const store = wallet(10n);
    const hold = await openHold({ wallet: store, books: null }, "a", "q", 10n);
    await hold?.release();
    await expect(hold?.settle(3n, recordOf())).rejects.toThrow(NothingReserved);
    expect(await store.view("a")).toMatchObject({ charged: 0n, reserved: 0n, available: 10n });
  });
});

describe("noHold", () => {
  it("touches nothing", async () => {
    await expect(noHold.settle(5n, recordOf())).resolves.toBeNull();
    await expect(noHold.release()).resolves.toBeUndefined();
  });
});
