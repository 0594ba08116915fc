/**
 * Cases of the wallet as its tenant sees it (BIL, SEC-04).
 * @module
 */
import { base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { checkCuts } from "../_shared/cut-input.ts";
import { dataOf, manage, textAt } from "../_shared/manage.ts";
import { picos } from "../_shared/picos.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { reshaped } from "../cost/made-up.ts";
import { amountsIn, booked, toldWalletCases } from "./told.ts";

const DEPOSITS = "/v1/wallet/deposits";
const isPaid = ({ free }: { free: boolean }): boolean => !free;

async function chat(context: CaseContext, session: Session): Promise<Reply> {
  session.answer(simulated(context));
  return session.send(ask(pinned(context.endpoint())));
}

/** Every entry of a ledger, two at a time; at most ten pages. */
async function ledger(session: Session): Promise<Record<string, unknown>[]> {
  const entries: Record<string, unknown>[] = [];
  let after = "";
  for (let page = 0; page < 10; page++) {
    const reply = await manage(session, "GET", `/v1/wallet/ledger?limit=2${after}`);
    entries.push(...dataOf(reply));
    if (textAt(reply, "next") === "") break;
    after = `&after=${textAt(reply, "next")}`;
  }
  return entries;
}

export const walletCases: readonly Case[] = [
  {
    id: "wallet.told-exactly",
    area: "wallet",
    title: "The wallet and its ledger tell what is booked, exactly and each entry once",
    why: "sums through floats, and pages that overlap, are found by the customer's accountant",
    requirements: ["BIL-01", "BIL-04"],
    run: async (context) => {
      const session = await context.open();
      const replies = [
        await chat(context, session),
        await chat(context, session),
        await chat(context, session),
      ];
      await manage(session, "POST", DEPOSITS, { paymentId: "exact", amountUsd: "0.000000000001" });
      const wallet = await manage(session, "GET", "/v1/wallet");
      context.check.equal("BIL-01", "wallet", amountsIn(wallet), await booked(session, "a"));
      const [available = 0n, reserved = 0n, charged = 0n, deposited = 0n] = amountsIn(wallet);
      context.check.equal("BIL-01", "identity", available, deposited - charged - reserved);
      const entries = await ledger(session);
      const charges = entries.filter(({ kind }) => kind === "charge");
      const ids = replies.map(({ headers }) => headers.get("helicone-id")).reverse();
      const expected = context.mode === "ptb" ? ids : [];
      context.check.equal(
        "BIL-04",
        "charges",
        charges.map(({ requestId }) => requestId),
        expected,
      );
      const sum = (kind: string) =>
        entries
          .filter((entry) => entry.kind === kind)
          .reduce((total, { amountUsd }) => total + picos(String(amountUsd)), 0n);
      context.check.equal("BIL-01", "sums", [sum("charge"), sum("deposit")], [charged, deposited]);
    },
  },
  {
    id: "wallet.deposit-once",
    area: "wallet",
    title: "A payment is credited once, however often it is told, and never by a key without the scope",
    why: "payment providers repeat their calls until one is acknowledged",
    requirements: ["BIL-01"],
    run: async (context) => {
      const session = await context.open();
      const [before = 0n] = await booked(session, "a");
      const payment = { paymentId: "pay-7", amountUsd: "2.5" };
      const all = await Promise.all([1, 2, 3].map(() => manage(session, "POST", DEPOSITS, payment)));
      const statuses = all.map(({ status }) => status).sort();
      context.check.equal("BIL-01", "statuses", statuses, [200, 200, 201]);
      const other = await manage(session, "POST", DEPOSITS, { ...payment, amountUsd: "9" });
      context.check.equal("BIL-01", "another-amount", other.status, 409);
      for (const amountUsd of ["-1", "0", "1e3", "NaN", ""]) {
        const reply = await manage(session, "POST", DEPOSITS, { paymentId: "odd", amountUsd });
        context.check.equal("BIL-01", `amount.${amountUsd}`, reply.status, 400);
      }
      const weak = await manage(session, "POST", "/v1/keys", { scopes: ["inference", "read", "manage"] });
      const by = { key: textAt(weak, "key") };
      const refused = await manage(session, "POST", DEPOSITS, { paymentId: "mine", amountUsd: "5" }, by);
      context.check.equal("BIL-01", "without-scope", refused.status, 403);
      const [after = 0n] = await booked(session, "a");
      context.check.equal("BIL-01", "credited", after - before, 2_500_000_000_000n);
    },
  },
  {
    id: "wallet.deposit-cut",
    area: "wallet",
    title: "refuses every beginning of a deposit, and credits nothing of it",
    why: "of 2500 dollars that were cut on their way 25 are credited, and the payment counts as told",
    requirements: ["BIL-01"],
    run: async (context) => {
      const session = await context.open();
      const before = await booked(session, "a");
      const body = { paymentId: "pay-cut", amountUsd: "2500" };
      await checkCuts(context, session, "BIL-01", { method: "POST", path: DEPOSITS, body });
      context.check.equal("BIL-01", "nothing-credited", await booked(session, "a"), before);
      const whole = await manage(session, "POST", DEPOSITS, body);
      context.check.equal("BIL-01", "whole", whole.status, 201);
    },
  },
  {
    id: "wallet.tenants",
    area: "wallet",
    title: "A tenant's wallet, ledger and deposits are its own",
    why: "an id in a path or a query that is believed shows a competitor's bill",
    requirements: ["SEC-04"],
    run: async (context) => {
      const session = await context.open();
      await chat(context, session);
      await manage(session, "POST", DEPOSITS, { paymentId: "a-1", amountUsd: "3" });
      const before = await booked(session, "a");
      await manage(session, "POST", DEPOSITS, { paymentId: "a-1", amountUsd: "4" }, "b");
      const other = await manage(session, "GET", "/v1/wallet", {}, "b");
      context.check.equal("SEC-04", "wallet", amountsIn(other), [
        4_000_000_000_000n,
        0n,
        0n,
        4_000_000_000_000n,
      ]);
      const entries = dataOf(await manage(session, "GET", "/v1/wallet/ledger", {}, "b"));
      context.check.equal(
        "SEC-04",
        "ledger",
        entries.map(({ amountUsd }) => amountUsd),
        ["4"],
      );
      context.check.equal("SEC-04", "untouched", await booked(session, "a"), before);
    },
  },
  {
    id: "wallet.suspended",
    area: "wallet",
    title: "A suspended wallet is a 402 of its own before any call, and keys of one's own go on",
    why: "an account that is stopped for fraud spends on; or one that is stopped loses its own keys as well",
    requirements: ["BIL-05"],
    run: async (context) => {
      const session = await context.open({ suspended: true });
      const reply = await chat(context, session);
      const seen = [reply.status, session.received.length];
      context.check.equal("BIL-05", "status", seen, context.mode === "ptb" ? [402, 0] : [200, 1]);
      if (context.mode === "byok") return;
      context.check.equal("BIL-05", "code", errorOf(reply)?.code, "wallet_suspended");
    },
  },
  {
    id: "wallet.suspended-free",
    area: "wallet",
    title: "A suspended wallet is a 402 before a call that costs nothing as well",
    why: "what costs nothing is set aside by a way of its own, and an account that is stopped goes on by it",
    requirements: ["BIL-05"],
    modes: ["ptb"],
    needs: { endpoints: { that: "is not free", where: isPaid } },
    run: async (context) => {
      const free = { free: true as const, pricing: [base({ input: "0", output: "0" })] };
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, ...free }));
      for (const suspended of [false, true]) {
        const session = await context.open({ data, deposit: 0n, ...(suspended ? { suspended } : {}) });
        session.answer(context.simulateAt(endpoint).completion("Out."));
        const reply = await session.send(ask(pinned(endpoint)));
        const seen = [reply.status, errorOf(reply)?.code ?? null, session.received.length];
        const expected = suspended ? [402, "wallet_suspended", 0] : [200, null, 1];
        context.check.equal("BIL-05", `suspended ${suspended}`, seen, expected);
      }
    },
  },
  ...toldWalletCases,
];
