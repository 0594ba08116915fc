/**
 * One request, one charge (BIL-03), and each mode its own key (BIL-04).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import type { Received } from "../../upstream/server.ts";
import { addressOf, askable, checkAmount, costAt, watchBill } from "../_shared/bill.ts";
import { pinned, simulated } from "../_shared/support.ts";
import { checkBooks } from "./exits.ts";

/** Three attempts, at different endpoints where the provider has them. */
function threeEndpoints(context: CaseContext): [Endpoint, Endpoint, Endpoint] {
  const [first, second, third] = askable(context);
  if (!first) throw new Error("the provider has no endpoint to ask");
  return [first, second ?? first, third ?? second ?? first];
}

/** Does any header of the request carry the secret? Reads every header: a dialect may put the key anywhere. */
const carries = (request: Pick<Received, "headers">, secret: string): boolean =>
  [...request.headers.values()].some((value) => value.includes(secret));

export const onceCases: readonly Case[] = [
  {
    id: "billing.once.after-fallback",
    area: "billing",
    title: "Two attempts fail and the third serves: one charge, at the third's price",
    why: "failed attempts that are charged make an outage expensive for the caller",
    requirements: ["BIL-03"],
    run: async (context) => {
      const endpoints = threeEndpoints(context);
      const served = endpoints[2];
      for (const stream of [false, true]) {
        const session = await context.open();
        const { error } = context.simulate;
        session.answer(error(500, "broken"), error(429, "slow down"), simulated(context, stream));
        const body = ask(endpoints.map(addressOf).join(", "), { stream });
        const bill = await watchBill(session, () => session.send(body));
        const how = stream ? "streamed" : "whole";
        const expected = costAt(context, served, { input: 20, output: 5 });
        context.check.equal("BIL-03", `${how}.attempts`, session.received.length, 3);
        checkAmount(context, "BIL-03", how, bill, expected);
        const charged = context.mode === "ptb" ? expected : 0n;
        const entries = context.mode === "ptb" ? 1 : 0;
        await checkBooks(context, session, "BIL-03", how, { charged, entries });
      }
    },
  },
  {
    id: "billing.once.all-failed",
    area: "billing",
    title: "When every attempt failed, nothing is charged",
    why: "an error has no price",
    requirements: ["BIL-03"],
    run: async (context) => {
      const session = await context.open();
      const { error } = context.simulate;
      session.answer(error(503, "busy"), { kind: "network-error" }, error(500, "broken"));
      await session.send(ask(threeEndpoints(context).map(addressOf).join(", ")));
      context.check.equal("BIL-03", "attempts", session.received.length, 3);
      await checkBooks(context, session, "BIL-03", "books", { charged: 0n, entries: 0 });
    },
  },
  {
    id: "billing.once.many-requests",
    area: "billing",
    title: "Fifty equal requests leave fifty ledger entries that sum to fifty times one",
    why: "lost increments and double rows both show in the sum",
    requirements: ["BIL-03", "CST-01"],
    modes: ["ptb"],
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const body = ask(pinned(context.endpoint()));
      for (let i = 0; i < 20; i++) await session.send(body);
      const each = costAt(context, context.endpoint(), { input: 20, output: 5 });
      await checkBooks(context, session, "CST-01", "twenty", { charged: each * 20n, entries: 20 });
      const requests = new Set((await session.gateway.ledger("a")).map(({ requestId }) => requestId));
      context.check.equal("BIL-03", "one-entry-each", requests.size, 20);
    },
  },
  {
    id: "billing.keys.own-mode-only",
    area: "billing",
    title: "PTB goes out with the platform key, BYOK with the caller's, although the gateway holds both",
    why: "the wrong key is somebody else's bill",
    requirements: ["BIL-04"],
    run: async (context) => {
      const { slug } = context.provider;
      // In PTB the caller has a key too, switched off: holding it must not mean using it.
      const keys = context.mode === "ptb" ? [{ provider: slug, enabled: false }] : undefined;
      const session = await context.open(keys ? { keys } : {});
      session.answer(simulated(context));
      const reply = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("BIL-04", "served", reply.status, 200);
      const own = canaries.vault("a", slug);
      const platform = canaries.platform(slug);
      const [right, wrong] = context.mode === "byok" ? [own, platform] : [platform, own];
      const [request] = session.received;
      context.check.equal("BIL-04", "right-key", request && carries(request, right), true);
      context.check.equal("BIL-04", "not-the-other", request && carries(request, wrong), false);
    },
  },
  {
    id: "billing.keys.refused-key-stays-refused",
    area: "billing",
    title: "A byokOnly key that the provider refuses is the caller's 401; the platform key does not step in",
    why: "silent fallback charges a caller who asked not to be charged",
    requirements: ["BIL-04"],
    modes: ["byok"],
    run: async (context) => {
      const session = await context.open();
      session.serve((request) =>
        carries(request, canaries.platform(context.provider.slug))
          ? simulated(context)
          : context.simulate.error(401, "the key is wrong", { type: "authentication_error" }),
      );
      const reply = await session.send(ask(pinned(context.endpoint())));
      context.check.equal("BIL-04", "status", reply.status, 401);
      context.check.equal("BIL-04", "type", errorOf(reply)?.type, "authentication_error");
      context.check.equal("BIL-04", "one-upstream-call", session.received.length, 1);
      await checkBooks(context, session, "BIL-04", "books", { charged: 0n, entries: 0 });
    },
  },
];
