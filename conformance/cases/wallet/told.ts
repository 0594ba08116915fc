/**
 * What a tenant is told of its wallet at every moment: while a call is under way, after a payment that was told before, of
 * each booking when it was, and page by page (BIL-01, BIL-05).
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { behind } from "../_shared/behind.ts";
import { dataOf, manage, textAt } from "../_shared/manage.ts";
import { picos } from "../_shared/picos.ts";
import { pinned, simulated } from "../_shared/support.ts";

const WALLET = "/v1/wallet";
const DEPOSITS = "/v1/wallet/deposits";
const LEDGER = "/v1/wallet/ledger";
const NAMES = ["availableUsd", "reservedUsd", "chargedUsd", "depositedUsd"] as const;

/** The amounts of a wallet as it is told. */
export const amountsIn = (reply: Reply) => NAMES.map((name) => picos(textAt(reply, name)));

/** What the gateway's own books say. */
export async function booked(session: Session, tenant: "a" | "b") {
  const { available, reserved, charged, deposited } = await session.gateway.wallet(tenant);
  return [available, reserved, charged, deposited];
}

async function underWay(context: CaseContext): Promise<void> {
  const { check } = context;
  for (const stream of [false, true]) {
    const session = await context.open();
    const name = stream ? "streamed" : "whole";
    const looks: { told: Reply; books: readonly bigint[] }[] = [];
    const look = async () => {
      // Not by `manage`, which would wait until the call is over.
      const told = await readReply(await session.start({}, { method: "GET", path: WALLET }));
      looks.push({ told, books: await booked(session, "a") });
    };
    session.serve(() => behind(look(), simulated(context, stream)));
    await session.send(ask(pinned(context.endpoint()), { stream }));
    const [during] = looks;
    check.equal("BIL-01", `${name}.looked-at`, looks.length, 1, "ask the provider once");
    if (during === undefined) continue;
    const amounts = amountsIn(during.told);
    check.equal("BIL-01", `${name}.during`, amounts, during.books);
    const [available = 0n, reserved = 0n, charged = 0n, deposited = 0n] = amounts;
    check.equal("BIL-01", `${name}.identity`, available, deposited - charged - reserved);
    check.equal("BIL-01", `${name}.set-aside`, reserved > 0n, context.mode === "ptb");
    const after = amountsIn(await manage(session, "GET", WALLET));
    check.equal("BIL-01", `${name}.after`, after, await booked(session, "a"));
    check.equal("BIL-01", `${name}.freed`, after[1], 0n);
  }
}

async function credited(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open();
  const payment = { paymentId: "pay-9", amountUsd: "2.5" };
  for (const [turn, status, isCredited] of [
    ["first", 201, true],
    ["again", 200, false],
    ["once more", 200, false],
  ] as const) {
    const { status: seen, json } = await manage(session, "POST", DEPOSITS, payment);
    const told = [seen, json?.object, json?.paymentId, json?.credited];
    check.equal("BIL-01", turn, told, [status, "wallet.deposit", payment.paymentId, isCredited]);
    const wallet = (await manage(session, "GET", WALLET)).json;
    check.equal("BIL-01", `${turn}.wallet`, json?.wallet, wallet);
    check.equal("BIL-01", `${turn}.suspended`, wallet?.suspended, false);
  }
}

async function suspended(context: CaseContext): Promise<void> {
  const session = await context.open({ suspended: true });
  const { json } = await manage(session, "GET", WALLET);
  context.check.equal("BIL-05", "told", json?.suspended, true);
  const payment = await manage(session, "POST", DEPOSITS, { paymentId: "late", amountUsd: "1" });
  context.check.equal("BIL-05", "credited", payment.status, 201);
  // Money does not lift it: whoever stopped the wallet does.
  const after = (await manage(session, "GET", WALLET)).json;
  context.check.equal("BIL-05", "still", after?.suspended, true);
}

/** Every entry of a ledger by pages of a size, and how many pages it took; at most 40. */
async function paged(session: Session, limit: number): Promise<{ entries: JsonObject[]; pages: number }> {
  const entries: JsonObject[] = [];
  let after = "";
  for (let pages = 1; pages <= 40; pages++) {
    const reply = await manage(session, "GET", `${LEDGER}?limit=${limit}${after}`);
    entries.push(...dataOf(reply));
    if (textAt(reply, "next") === "") return { entries, pages };
    after = `&after=${textAt(reply, "next")}`;
  }
  return { entries, pages: Number.POSITIVE_INFINITY };
}

async function ledger(context: CaseContext): Promise<void> {
  const { check } = context;
  const session = await context.open();
  const { clock } = session.gateway;
  const time = () => new Date(clock.now()).toISOString();
  const expected: unknown[] = [];
  const deposit = async (paymentId: string, amountUsd: string) => {
    await manage(session, "POST", DEPOSITS, { paymentId, amountUsd });
    expected.unshift({ kind: "deposit", id: paymentId, requestId: null, amountUsd, at: time() });
  };
  const opening = dataOf(await manage(session, "GET", LEDGER));
  // Some at one moment: their order is that of their names, and no page may lose or repeat one.
  clock.advance(1_001);
  for (const id of ["p1", "p2", "p3", "p4"]) await deposit(id, "0.25");
  const charged: unknown[] = [];
  // The dearer one first: an order of amounts is none of time.
  for (const prompt of [4_000, 20]) {
    clock.advance(60_000);
    const usage = context.wire.usage({ prompt, completion: 5 });
    session.answer(context.simulate.completion("Out.", usage));
    const before = (await session.gateway.wallet("a")).charged;
    const reply = await session.send(ask(pinned(context.endpoint())));
    const amount = (await session.gateway.wallet("a")).charged - before;
    if (context.mode === "byok") continue;
    const requestId = reply.headers.get("helicone-id");
    const entry = (await session.gateway.ledger("a")).find((one) => one.requestId === requestId);
    expected.unshift({ kind: "charge", id: entry?.reservationId, requestId, amount, at: time() });
    charged.push(requestId);
    // At the very moment of the charge: what is booked then is neither lost between two pages nor told twice.
    for (const id of ["same-1", "same-2"]) await deposit(`${id}-${prompt}`, "0.5");
  }
  const inOrder = (await session.gateway.ledger("a")).map(({ requestId }) => requestId);
  check.equal("BIL-01", "charges in their order", inOrder, charged);
  clock.advance(5);
  await deposit("p5", "1.000000000001");
  const seen = (entries: readonly JsonObject[]) =>
    entries.map(({ amountUsd, ...rest }) =>
      rest.kind === "charge" ? { ...rest, amount: picos(String(amountUsd)) } : { ...rest, amountUsd },
    );
  const all = [...expected, ...seen(opening)];
  const size = all.length;
  for (const limit of [1, 2, 3, size - 1, size, size + 1, 200]) {
    const { entries, pages } = await paged(session, limit);
    check.equal("BIL-01", `by ${limit}.entries`, seen(entries), all);
    check.equal("BIL-01", `by ${limit}.pages`, pages, Math.ceil(size / limit));
  }
  for (const query of ["limit=0", "limit=201", "limit=-1", "limit=two", "limit=1.5", "after=x", "page=2"]) {
    const { status } = await manage(session, "GET", `${LEDGER}?${query}`);
    check.equal("BIL-01", query, status, 400);
  }
}

export const toldWalletCases: readonly Case[] = [
  {
    id: "wallet.told.under-way",
    area: "wallet",
    title: "While a call is under way its tenant sees what is set aside for it, and that it is not available",
    why: "who is told of money that is set aside already spends it twice",
    requirements: ["BIL-01"],
    run: underWay,
  },
  {
    id: "wallet.told.credited",
    area: "wallet",
    title: "A deposit says whether it was credited, and what the wallet holds then",
    why: "a payment that is told as credited twice is booked twice by whoever asked",
    requirements: ["BIL-01"],
    run: credited,
  },
  {
    id: "wallet.told.suspended",
    area: "wallet",
    title: "A suspended wallet says so, takes deposits and stays suspended",
    why: "a tenant who is not told why its calls fail looks for the fault in its keys",
    requirements: ["BIL-05"],
    run: suspended,
  },
  {
    id: "wallet.told.ledger",
    area: "wallet",
    title:
      "Each entry of the ledger says what, when and for which request, in order and once, whatever the page size",
    why: "bookings of one moment fall between two pages, and the sum of the month is wrong",
    requirements: ["BIL-01"],
    run: ledger,
  },
];
