/**
 * Too little credit, and many requests at one wallet (BIL-02, BIL-05).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply, readReply } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { bytes } from "../../upstream/wire.ts";
import { addressOf, askable, costAt, watchBill } from "../_shared/bill.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { checkBooks } from "./exits.ts";

/** What the gateway sets aside for a request, seen from a wallet that covers it. */
async function reservationFor(context: CaseContext, model: string): Promise<bigint> {
  const session = await context.open();
  let seen: Promise<bigint> = Promise.resolve(0n);
  session.serve(() => {
    seen = session.gateway.wallet("a").then(({ reserved }) => reserved);
    return simulated(context);
  });
  await session.send(ask(model));
  return seen;
}

const AT_ONCE = 20;

/** Sends many requests at once; the provider answers none before every request has reached it or been refused. */
async function sendAtOnce(context: CaseContext, deposit: bigint) {
  const session = await context.open({ deposit });
  let open = () => {};
  const gate = new Promise<void>((resolve) => (open = resolve));
  let arrived = 0;
  const arrive = () => {
    if (++arrived >= AT_ONCE) open();
  };
  const body = JSON.stringify(
    context.wire.completion("Out.", context.wire.usage({ prompt: 20, completion: 5 })),
  );
  session.serve(() => {
    arrive();
    const chunks = (async function* () {
      await gate;
      yield bytes(body);
    })();
    return { kind: "answer", status: 200, headers: [["content-type", "application/json"]], chunks };
  });
  const replies: Promise<Reply>[] = Array.from({ length: AT_ONCE }, async () => {
    const response = await session.start(ask(pinned(context.endpoint())));
    if (response.status !== 200) arrive();
    return readReply(response);
  });
  return { session, replies: await Promise.all(replies) };
}

export const creditCases: readonly Case[] = [
  {
    id: "billing.concurrent",
    area: "billing",
    title: "Of 20 requests at once exactly those that the wallet covers pass; the others get 402",
    why: "check, then act: twenty requests all see the same last dollar",
    requirements: ["BIL-02"],
    modes: ["ptb"],
    run: async (context) => {
      const reservation = await reservationFor(context, pinned(context.endpoint()));
      const each = costAt(context, context.endpoint(), { input: 20, output: 5 });
      for (const covered of [1, 3]) {
        const deposit = reservation * BigInt(covered) + (reservation - 1n);
        const { session, replies } = await sendAtOnce(context, deposit);
        const count = (status: number) => replies.filter((reply) => reply.status === status).length;
        context.check.equal("BIL-02", `${covered}.passed`, count(200), covered);
        context.check.equal("BIL-02", `${covered}.refused`, count(402), AT_ONCE - covered);
        context.check.equal("BIL-02", `${covered}.upstream-calls`, session.received.length, covered);
        const charged = each * BigInt(covered);
        await checkBooks(context, session, "BIL-02", `${covered}`, { charged, entries: covered });
      }
    },
  },
  {
    id: "billing.credit.too-little",
    area: "billing",
    title: "A wallet that does not cover a request: 402 insufficient_credits, and the provider is not asked",
    why: "asked first, the gateway pays for what nobody will pay it",
    requirements: ["BIL-05"],
    modes: ["ptb"],
    run: async (context) => {
      const model = pinned(context.endpoint());
      const reservation = await reservationFor(context, model);
      for (const deposit of [0n, reservation - 1n]) {
        const session = await context.open({ deposit });
        session.answer(simulated(context));
        const reply = await session.send(ask(model));
        context.check.equal("BIL-05", "status", reply.status, 402);
        context.check.equal("BIL-05", "code", errorOf(reply)?.code, "insufficient_credits");
        context.check.equal("BIL-05", "no-upstream-call", session.received.length, 0);
        await checkBooks(context, session, "BIL-05", "books", { charged: 0n, entries: 0 });
      }
      const session = await context.open({ deposit: reservation });
      session.answer(simulated(context));
      const reply = await session.send(ask(model));
      context.check.equal("BIL-05", "exactly-enough-is-enough", reply.status, 200);
    },
  },
  {
    id: "billing.credit.cheaper-next",
    area: "billing",
    title: "After an attempt that the wallet does not cover, a cheaper one of the list is served",
    why: "one dear entry must not block the list",
    requirements: ["BIL-05"],
    needs: { endpoints: { that: "besides its only one", count: 2 } },
    modes: ["ptb"],
    run: async (context) => {
      const costs: { endpoint: Endpoint; reservation: bigint }[] = [];
      // One after the other: the sessions of a case share one upstream.
      for (const endpoint of askable(context).slice(0, 6)) {
        costs.push({ endpoint, reservation: await reservationFor(context, addressOf(endpoint)) });
      }
      const [cheap] = costs.sort((a, b) => (a.reservation < b.reservation ? -1 : 1));
      const dear = costs.at(-1);
      if (!cheap || !dear) throw new Error("the provider has no endpoint to ask");
      const [first, second] = [addressOf(dear.endpoint), addressOf(cheap.endpoint)];
      // The same list the other way round: a request of the same size, reserved at the cheaper price.
      const deposit = await reservationFor(context, `${second}, ${first}`);
      const session = await context.open({ deposit });
      session.answer(simulated(context));
      const list = `${first}, ${second}`;
      const { reply, record } = await watchBill(session, () => session.send(ask(list)));
      context.check.equal("BIL-05", "served", reply.status, 200);
      context.check.equal("BIL-05", "by-the-cheaper", record?.served?.endpoint, cheap.endpoint.id);
      context.check.equal("BIL-05", "first-refused-with-402", record?.attempts[0]?.status, 402);
      context.check.equal("BIL-05", "one-upstream-call", session.received.length, 1);
    },
  },
  {
    id: "billing.credit.own-key-next",
    area: "billing",
    title: "After an attempt that the empty wallet does not cover, the caller's own key elsewhere is used",
    why: "no credit here is no reason to fail where the caller pays",
    requirements: ["BIL-05"],
    modes: ["ptb"],
    run: async (context) => {
      const { registry, provider } = context;
      const other = Object.values(registry.source.providers).find(({ slug }) => slug !== provider.slug);
      const elsewhere =
        other &&
        registry.indexes
          .endpointsOfProvider(other.slug)
          .find((e) => e.operation === "chat" && e.ptbEnabled && e.status === "active");
      if (!other || !elsewhere) throw new Error("this needs a second provider in the registry");
      const session = await context.open({
        mode: "byok",
        keys: [{ provider: other.slug, byokOnly: true }],
        platform: [provider.slug],
        deposit: 0n,
      });
      session.answer(context.simulateAt(elsewhere).completion("Out."));
      const reply = await session.send(ask(`${pinned(context.endpoint())}, ${addressOf(elsewhere)}`));
      context.check.equal("BIL-05", "served", reply.status, 200);
      const served = (await session.lastRecord())?.served;
      context.check.equal("BIL-05", "elsewhere", [served?.provider, served?.mode], [other.slug, "byok"]);
      context.check.equal("BIL-05", "one-upstream-call", session.received.length, 1);
    },
  },
];
