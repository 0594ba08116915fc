import { describe, expect, test } from "vitest";
import { memoryWallet } from "../accounting/memory-wallet.ts";
import { KEY, managed } from "../testing/management.ts";

/** Deposits of 10 and 0 USD in pico-USD, and a clock that goes on by a second with each look. */
function wallets() {
  let now = Date.UTC(2026, 11, 1);
  let next = 0;
  const ids = { uuid: () => `reservation-${++next}` };
  const clock = {
    now: () => {
      now += 1000;
      return now;
    },
  };
  return memoryWallet(new Map([["a", 10n ** 13n]]), ids, clock);
}

const pay = (paymentId: string, amountUsd: unknown) => ({ paymentId, amountUsd });

describe("the wallet over HTTP", () => {
  test("is told in exact decimal strings", async () => {
    const { ask, parts } = managed([], { wallet: wallets() });
    const id = (await parts.wallet.reserve("a", "q1", 3n)) ?? "";
    await parts.wallet.settle("a", id, 1n);
    await parts.wallet.reserve("a", "q2", 500_000_000_000n);
    expect((await ask("GET", "/v1/wallet")).json).toEqual({
      object: "wallet",
      availableUsd: "9.499999999999",
      reservedUsd: "0.5",
      chargedUsd: "0.000000000001",
      depositedUsd: "10",
      suspended: false,
    });
    expect((await ask("GET", "/v1/wallet", undefined, KEY.b)).json.depositedUsd).toBe("0");
  });

  test("is credited once for a payment, and only with one amount", async () => {
    const { ask } = managed([], { wallet: wallets() });
    const first = await ask("POST", "/v1/wallet/deposits", pay("pay_1", "2.5"));
    const again = await ask("POST", "/v1/wallet/deposits", pay("pay_1", "2.50"));
    expect([first.status, first.json.credited, first.json.wallet.depositedUsd]).toEqual([201, true, "12.5"]);
    expect([again.status, again.json.credited, again.json.wallet.depositedUsd]).toEqual([200, false, "12.5"]);
    const other = await ask("POST", "/v1/wallet/deposits", pay("pay_1", "3"));
    expect([other.status, other.error.code]).toEqual([409, "payment_conflict"]);
    const elsewhere = await ask("POST", "/v1/wallet/deposits", pay("pay_1", "3"), KEY.b);
    expect([elsewhere.status, elsewhere.json.wallet.depositedUsd]).toEqual([201, "3"]);
  });

  test.each([
    [pay("pay_1", 2.5), "amountUsd"],
    [pay("pay_1", "0"), "amountUsd"],
    [pay("pay_1", "-1"), "amountUsd"],
    [pay("pay_1", "1e3"), "amountUsd"],
    [pay("pay_1", "0.0000000000001"), "amountUsd"],
    [pay("pay_1", "1000000.1"), "amountUsd"],
    [pay("", "1"), "paymentId"],
    [pay("a b", "1"), "paymentId"],
    [{ ...pay("pay_1", "1"), tenantId: "b" }, null],
  ])("takes no deposit of %j", async (body, param) => {
    const { ask } = managed([], { wallet: wallets() });
    const answer = await ask("POST", "/v1/wallet/deposits", body);
    expect([answer.status, answer.error.param]).toEqual([400, param]);
    expect((await ask("GET", "/v1/wallet")).json.depositedUsd).toBe("10");
  });

  test("takes no more than a wallet holds", async () => {
    const { ask } = managed([], { wallet: wallets() });
    for (const id of ["1", "2", "3"]) await ask("POST", "/v1/wallet/deposits", pay(id, "1000000"));
    const answer = await ask("POST", "/v1/wallet/deposits", pay("4", "1000000"));
    expect([answer.status, answer.error.param]).toEqual([400, "amountUsd"]);
  });

  test("tells what was booked, newest first, page by page, each entry once", async () => {
    const { ask, parts } = managed([], { wallet: wallets() });
    for (let i = 1; i <= 5; i++) {
      await parts.wallet.settle("a", (await parts.wallet.reserve("a", `q${i}`, 5n)) ?? "", BigInt(i));
      await ask("POST", "/v1/wallet/deposits", pay(`pay_${i}`, `${i}`));
    }
    const seen: { kind: string; id: string; requestId: string | null; amountUsd: string }[] = [];
    let path = "/v1/wallet/ledger?limit=3";
    for (let page = 0; page < 10 && path !== ""; page++) {
      const { json } = await ask("GET", path);
      expect(json.data.length).toBeLessThanOrEqual(3);
      seen.push(...json.data);
      path = json.next === null ? "" : `/v1/wallet/ledger?limit=3&after=${json.next}`;
    }
    expect(seen.map(({ requestId, id }) => requestId ?? id)).toEqual([
      "pay_5",
      "q5",
      "pay_4",
      "q4",
      "pay_3",
      "q3",
      "pay_2",
      "q2",
      "pay_1",
      "q1",
      "first-deposit",
    ]);
    expect(seen[1]).toMatchObject({ kind: "charge", amountUsd: "0.000000000005" });
    expect((await ask("GET", "/v1/wallet/ledger", undefined, KEY.b)).json.data).toEqual([]);
  });

  test.each(["limit=0", "limit=201", "limit=x", "after=%00", "after=W10", "limit=1&limit=2", "tenant=b"])(
    "refuses %s",
    async (query) => {
      const answer = await managed().ask("GET", `/v1/wallet/ledger?${query}`);
      expect([answer.status, answer.error.code]).toEqual([400, "invalid_query"]);
    },
  );
});
