import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NothingReserved } from "./amount.ts";
import { memoryWallet } from "./memory-wallet.ts";

/** The same examples in every run. */
const holds = <T>(property: fc.IAsyncProperty<T>): Promise<void> => fc.assert(property, { seed: 20_261_121 });

function counting() {
  let next = 0;
  return { uuid: () => `r${++next}` };
}

const walletOf = (deposit: bigint) => memoryWallet(new Map([["a", deposit]]), counting());

type Step =
  | { do: "reserve"; amount: bigint }
  | { do: "settle"; pick: number; amount: bigint }
  | { do: "release"; pick: number };

const amount = fc.bigInt({ min: 0n, max: 40n });
const pick = fc.nat({ max: 20 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("reserve" as const), amount }),
  fc.record({ do: fc.constant("settle" as const), pick, amount }),
  fc.record({ do: fc.constant("release" as const), pick }),
);

/** The wallet as plain sums: what is free, what is held, what is gone. */
class Model {
  readonly holds = new Map<string, bigint>();
  readonly bills: bigint[] = [];
  readonly billed = new Set<string>();
  readonly deposit: bigint;
  constructor(deposit: bigint) {
    this.deposit = deposit;
  }
  get reserved(): bigint {
    return [...this.holds.values()].reduce((sum, held) => sum + held, 0n);
  }
  get charged(): bigint {
    return this.bills.reduce((sum, bill) => sum + bill, 0n);
  }
  get available(): bigint {
    return this.deposit - this.charged - this.reserved;
  }
}

describe("memoryWallet", () => {
  it("is the model under any order of steps, closed reservations included", async () => {
    const property = fc.asyncProperty(
      fc.bigInt({ min: 0n, max: 200n }),
      fc.array(step, { maxLength: 40 }),
      async (deposit, steps) => {
        const wallet = walletOf(deposit);
        const model = new Model(deposit);
        const ids: string[] = [];
        for (const next of steps) {
          if (next.do === "reserve") {
            const enough = next.amount === 0n || model.available >= next.amount;
            const id = await wallet.reserve("a", `q${ids.length}`, next.amount);
            expect(id !== null).toBe(enough);
            if (id === null) continue;
            ids.push(id);
            model.holds.set(id, next.amount);
            continue;
          }
          const id = ids[next.pick % Math.max(1, ids.length)] ?? "never";
          if (next.do === "settle") {
            const settling = wallet.settle("a", id, next.amount);
            if (model.holds.delete(id)) {
              model.bills.push(next.amount);
              model.billed.add(id);
            }
            if (model.billed.has(id)) await settling;
            else await expect(settling).rejects.toThrow(NothingReserved);
          } else {
            await wallet.release("a", id);
            model.holds.delete(id);
          }
        }
        const { reserved, charged, available } = model;
        expect(await wallet.view("a")).toEqual({ deposited: deposit, reserved, charged, available });
        expect((await wallet.ledger("a")).map((entry) => entry.amount)).toEqual(model.bills);
      },
    );
    await holds(property);
  });

  it("reserves no more than there is, however many ask at once", async () => {
    const property = fc.asyncProperty(
      fc.bigInt({ min: 0n, max: 500n }),
      fc.bigInt({ min: 1n, max: 60n }),
      async (deposit, each) => {
        const wallet = walletOf(deposit);
        const asked = Array.from({ length: 20 }, (_, i) => wallet.reserve("a", `q${i}`, each));
        const granted = (await Promise.all(asked)).filter((id) => id !== null).length;
        const affordable = deposit / each;
        expect(BigInt(granted)).toBe(affordable < 20n ? affordable : 20n);
        expect((await wallet.view("a")).available).toBeGreaterThanOrEqual(0n);
      },
    );
    await holds(property);
  });

  it("settles once: the second settlement and a late release change nothing", async () => {
    const wallet = walletOf(100n);
    const id = (await wallet.reserve("a", "q", 60n)) ?? "";
    await wallet.settle("a", id, 25n);
    await wallet.settle("a", id, 25n);
    await wallet.release("a", id);
    expect(await wallet.view("a")).toEqual({ deposited: 100n, charged: 25n, reserved: 0n, available: 75n });
    expect(await wallet.ledger("a")).toEqual([{ reservationId: id, requestId: "q", amount: 25n }]);
  });

  it("sums a thousand equal rows to exactly a thousand times one", async () => {
    const wallet = walletOf(10n ** 15n);
    for (let i = 0; i < 1000; i++) {
      const id = (await wallet.reserve("a", `q${i}`, 40_369_000n)) ?? "";
      await wallet.settle("a", id, 40_369_001n);
    }
    expect((await wallet.view("a")).charged).toBe(40_369_001_000n);
  });

  it("gives an unknown tenant nothing to spend and keeps tenants apart", async () => {
    const wallet = memoryWallet(new Map([["a", 10n]]), counting());
    expect(await wallet.reserve("b", "q", 1n)).toBeNull();
    const id = (await wallet.reserve("a", "q", 10n)) ?? "";
    await expect(wallet.settle("b", id, 10n)).rejects.toThrow(NothingReserved);
    await wallet.release("b", id);
    expect((await wallet.view("a")).reserved).toBe(10n);
  });

  it("hands out a copy of the ledger", async () => {
    const wallet = walletOf(10n);
    (await wallet.ledger("a")).push({ reservationId: "x", requestId: "x", amount: 5n });
    expect(await wallet.ledger("a")).toEqual([]);
  });
});

it("what is reserved twice under one id is set aside once, also at the limit, at once, and after its charge", async () => {
  const wallet = memoryWallet(new Map([["a", 100n]]), { uuid: () => "fresh" });
  const ids = await Promise.all(Array.from({ length: 8 }, () => wallet.reserve("a", "q", 60n, "attempt-1")));
  expect(new Set(ids)).toEqual(new Set(["attempt-1"]));
  expect(await wallet.view("a")).toMatchObject({ reserved: 60n, available: 40n });
  await expect(wallet.reserve("a", "q", 61n, "attempt-1")).rejects.toThrow(RangeError);
  expect(await wallet.view("a")).toMatchObject({ reserved: 60n });
  await wallet.settle("a", "attempt-1", 7n);
  expect(await wallet.reserve("a", "q", 60n, "attempt-1")).toBe("attempt-1");
  await wallet.settle("a", "attempt-1", 7n);
  expect(await wallet.view("a")).toMatchObject({ reserved: 0n, charged: 7n });
  expect(await wallet.reserve("a", "q", 60n, "attempt-2")).toBe("attempt-2");
});
