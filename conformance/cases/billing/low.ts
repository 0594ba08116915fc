/**
 * A wallet that runs low: told in the log when its balance falls below what was declared, once for each time (BIL-05).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { type Reply, readReply } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { behind } from "../_shared/behind.ts";
import { addressOf, costAt } from "../_shared/bill.ts";
import { manage } from "../_shared/manage.ts";

const BELOW = picoOfUsd("10");
const USED = { prompt: 20, completion: 5 };

const isPaid = ({ free }: Endpoint): boolean => !free;

/** A gateway that tells of wallets below ten dollars, before one of this deposit. */
const opened = (context: CaseContext, deposit: bigint): Promise<Session> =>
  context.open({ deposit, limits: { walletAlertBelow: BELOW } });

/** The lines that tell of a low wallet. */
async function told(session: Session): Promise<string[]> {
  await session.gateway.idle();
  return (await session.gateway.logs()).filter((line) => line.includes('"wallet.low"'));
}

/** What the cases ask, what is answered, and what that costs. */
function asked(context: CaseContext) {
  const endpoint = context.endpoint(isPaid);
  const { completion } = context.simulateAt(endpoint);
  return {
    body: ask(addressOf(endpoint)),
    answer: () => completion("Out.", context.wireAt(endpoint).usage(USED)),
    cost: costAt(context, endpoint, { input: USED.prompt, output: USED.completion }),
  };
}

async function crossings(context: CaseContext): Promise<void> {
  const { check } = context;
  const { body, answer, cost } = asked(context);
  const session = await opened(context, BELOW + cost);
  const spend = async (name: string, lines: number) => {
    session.answer(answer());
    const { status } = await session.send(body);
    check.equal("BIL-05", `${name}.served`, status, 200);
    check.equal("BIL-05", `${name}.told`, (await told(session)).length, lines);
  };
  await spend("down to it exactly", 0);
  await spend("below it", 1);
  await spend("further below", 1);
  const [line = ""] = await told(session);
  const said = ['"tenantId":"a"', '"belowUsd":"10"'].filter((part) => line.includes(part));
  check.equal("BIL-05", "says whose and below what", said.length, 2);
  const payUpTo = async (paymentId: string, balance: bigint) => {
    const { available } = await session.gateway.wallet("a");
    const missing = String(balance - available).padStart(13, "0");
    const amountUsd = `${missing.slice(0, -12)}.${missing.slice(-12)}`;
    const { status } = await manage(session, "POST", "/v1/wallet/deposits", { paymentId, amountUsd });
    check.equal("BIL-05", paymentId, status, 201);
  };
  await payUpTo("paid-in", BELOW + cost);
  await spend("down to it again", 1);
  await spend("below it again", 2);
  // Above it for no longer than until the next call: nobody but the payment itself can have seen it there.
  await payUpTo("paid-in-for-a-moment", BELOW + cost - 1n);
  await spend("below it at once", 3);
  const short = await opened(context, BELOW + cost - 1n);
  short.answer(answer());
  await short.send(body);
  check.equal("BIL-05", "one short of it", (await told(short)).length, 1);
}

/** While one call is under way another one is over: what is set aside for the first is not spent. */
async function whileReserved(context: CaseContext): Promise<void> {
  const { body, answer, cost } = asked(context);
  const session = await opened(context, BELOW + 2n * cost);
  let second: Promise<Reply> | null = null;
  session.serve(() => {
    if (second) return answer();
    second = session.start(body).then(readReply);
    return behind(second, answer());
  });
  const statuses = [(await session.send(body)).status, (await (second as Promise<Reply> | null))?.status];
  context.check.equal("BIL-05", "served", statuses, [200, 200]);
  const { available } = await session.gateway.wallet("a");
  context.check.equal("BIL-05", "left", available, BELOW);
  context.check.equal("BIL-05", "told", await told(session), []);
}

/** More tokens than anybody sets aside for a short answer, thinking that cannot be turned off included. */
const ROOM = 130_000;

/** More is told than was set aside, so that the wallet owes; nobody asked to be told of anything. */
async function switchedOff(context: CaseContext): Promise<void> {
  const { check } = context;
  const endpoint = context.endpoint(isPaid);
  const session = await context.open({
    deposit: costAt(context, endpoint, { input: ROOM, output: ROOM }),
    limits: { walletAlertBelow: 0n },
  });
  const usage = context.wireAt(endpoint).usage({ prompt: 2 * ROOM, completion: 2 * ROOM });
  session.answer(context.simulateAt(endpoint).completion("Out.", usage));
  const { status } = await session.send(ask(addressOf(endpoint), { max_tokens: 5 }));
  check.equal("BIL-05", "served", status, 200);
  const { available } = await session.gateway.wallet("a");
  check.equal("BIL-05", "overdrawn", available < 0n, true);
  check.equal("BIL-05", "told", await told(session), []);
}

const about = {
  area: "billing",
  requirements: ["BIL-05"],
  modes: ["ptb"],
  needs: { endpoints: { that: "is not free", where: isPaid } },
} as const;

export const lowWalletCases: readonly Case[] = [
  {
    ...about,
    id: "billing.low.crossings",
    title: "Tells in its log that a balance fell below what was declared: not at it, and once for each time",
    why: "a tenant whose calls end in 402 was to hear of it before, and a line for every request is no news",
    run: crossings,
  },
  {
    ...about,
    id: "billing.low.while-reserved",
    title:
      "Does not count what is set aside for calls under way as spent when it looks whether a wallet is low",
    why: "twenty long requests at once look like an empty wallet, and the alert that cries wolf is turned off",
    run: whileReserved,
  },
  {
    ...about,
    id: "billing.low.switched-off",
    title: "Tells of no wallet where no threshold is declared, overdrawn ones included",
    why: "an alert that cannot be turned off is filtered out, with those that somebody waits for",
    run: switchedOff,
  },
];
