/**
 * Requests under way at once, with one id that the caller gave to all of them: each has a record, a usage and a bill of
 * its own (OBS-01, USE-01, BIL-03).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import { costAt, DEEP_POCKETS } from "../_shared/bill.ts";
import { ablest } from "../_shared/exchange.ts";
import { pinned } from "../_shared/support.ts";

const ID = "0193a1f0-7a3c-4e0b-9f41-00000000c0de";

/** How many, each with counts of its own. */
const REQUESTS = 6;

const countsOf = (i: number) => ({ prompt: 100 + i, completion: 10 * (i + 1) });

export const oneIdCases: readonly Case[] = [
  {
    id: "usage.one-id",
    area: "usage",
    title:
      "Requests under one id at once, whole and streamed, are each refused, or counted, charged and recorded by themselves",
    why: "what is kept by the caller's id is shared by everybody who repeats it: retries, tests, agents in a loop",
    requirements: ["OBS-01", "USE-01", "BIL-03"],
    run: async (context) => {
      const session = await context.open({ direct: true, deposit: DEEP_POCKETS });
      const endpoint = ablest(context);
      let asked = 0;
      session.serve((request) => {
        const usage = context.wire.usage(countsOf(asked++));
        const { completion, stream } = context.simulate;
        return context.wire.read(request).stream ? stream(["Out."], usage) : completion("Out.", usage);
      });
      const headers = { "helicone-request-id": ID };
      const replies = await Promise.all(
        Array.from({ length: REQUESTS }, (_, i) =>
          session.send(ask(pinned(endpoint), i % 2 === 0 ? {} : { stream: true }), { headers }),
        ),
      );
      // A gateway may refuse an id that is taken; whom it serves it counts by themselves.
      const odd = replies.map(({ status }) => status).filter((status) => status !== 200 && status !== 409);
      context.check.equal("OBS-01", "served-or-refused", odd, []);
      const served = replies.filter(({ status }) => status === 200).length;
      context.check.equal("BIL-03", "calls", [asked, served > 0], [served, true]);
      const expected = Array.from({ length: served }, (_, i) => countsOf(i));
      const kept = await session.gateway.records();
      const records = kept.filter(({ outcome }) => outcome === "success");
      const ids = new Set(records.map(({ id }) => id));
      context.check.equal("OBS-01", "records", [records.length, ids.size], [served, served]);
      const recorded = records.map(({ usage }) => (usage.kind === "known" ? usage.usage.output : null));
      const completions = expected.map(({ completion }) => completion);
      context.check.equal("USE-01", "usage", recorded.toSorted(byNumber), completions);
      const costs = expected.map(({ prompt, completion }) =>
        costAt(context, endpoint, { input: prompt, output: completion }),
      );
      const amounts = records.map(({ cost }) => cost?.amount ?? -1n);
      context.check.equal("OBS-01", "costs", amounts.toSorted(byAmount), costs.toSorted(byAmount));
      const { charged } = await session.gateway.wallet("a");
      const total = costs.reduce((sum, cost) => sum + cost, 0n);
      context.check.equal("BIL-03", "charged", charged, context.mode === "ptb" ? total : 0n);
    },
  },
];

const byNumber = (a: number | null | undefined, b: number | null | undefined): number => (a ?? 0) - (b ?? 0);
const byAmount = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
