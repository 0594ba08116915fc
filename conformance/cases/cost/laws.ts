/**
 * Laws of cost over generated counts, observed through the gateway (CST-04).
 * @module
 */
import fc from "fast-check";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import { billFor, DEEP_POCKETS, writtenTiers } from "../_shared/bill.ts";

interface Parts {
  fresh: number;
  cached: number;
  text: number;
  reasoning: number;
}

const NAMES = ["fresh", "cached", "text", "reasoning"] as const;
/** Small enough that no sum of a law crosses a price boundary. */
const count = fc.integer({ min: 0, max: 4000 });
const parts = fc.record<Parts>({ fresh: count, cached: count, text: count, reasoning: count });

const combine = (a: Parts, b: Parts): Parts => ({
  fresh: a.fresh + b.fresh,
  cached: a.cached + b.cached,
  text: a.text + b.text,
  reasoning: a.reasoning + b.reasoning,
});

const times = (a: Parts, k: number): Parts => ({
  fresh: a.fresh * k,
  cached: a.cached * k,
  text: a.text * k,
  reasoning: a.reasoning * k,
});

const NOTHING: Parts = { fresh: 0, cached: 0, text: 0, reasoning: 0 };

type CostOf = (of: Parts) => Promise<bigint>;

/** What the gateway charges for these counts, less what it charges for none. */
function costOn(context: CaseContext, session: Session): { raw: CostOf; net: CostOf } {
  const endpoint = context.endpoint();
  const raw: CostOf = async ({ fresh, cached, text, reasoning }) => {
    const counts = { prompt: fresh + cached, cached, completion: text + reasoning, reasoning };
    const bill = await billFor(context, session, endpoint, context.wire.usage(counts));
    return bill.record?.cost?.amount ?? -1n;
  };
  return { raw, net: async (of) => (await raw(of)) - (await raw(NOTHING)) };
}

interface Law {
  topic: string;
  title: string;
  why: string;
  holds(costs: ReturnType<typeof costOn>): fc.IAsyncProperty<[Parts, ...unknown[]]>;
}

const laws: readonly Law[] = [
  {
    topic: "monotone",
    title: "More tokens of any class never cost less",
    why: "where they do, somebody pays to be charged less",
    holds: ({ net }) =>
      fc.asyncProperty(
        parts,
        fc.constantFrom(...NAMES),
        fc.integer({ min: 1, max: 4000 }),
        async (some, name, more) => (await net({ ...some, [name]: some[name] + more })) >= (await net(some)),
      ),
  },
  {
    topic: "additive",
    title: "Two usages together cost what they cost apart",
    why: "rounding per call, minimum charges and double counts all break the sum",
    holds: ({ net }) =>
      fc.asyncProperty(
        parts,
        parts,
        async (a, b) => (await net(combine(a, b))) === (await net(a)) + (await net(b)),
      ),
  },
  {
    topic: "scales",
    title: "k times the tokens cost exactly k times as much",
    why: "binary floats drift; money must not",
    holds: ({ net }) =>
      fc.asyncProperty(
        parts,
        fc.integer({ min: 2, max: 7 }),
        async (some, k) => (await net(times(some, k))) === (await net(some)) * BigInt(k),
      ),
  },
];

export const lawCases: readonly Case[] = [
  ...laws.map(
    ({ topic, title, why, holds }): Case => ({
      id: `cost.laws.${topic}`,
      area: "cost",
      title,
      why,
      requirements: ["CST-04"],
      run: async (context) => {
        const session = await context.open({ deposit: DEEP_POCKETS });
        const property = holds(costOn(context, session));
        const found = await fc.check(property, context.draws(20));
        context.check.that("CST-04", topic, !found.failed, {
          expected: `${title}, for any counts`,
          seen: found.failed
            ? { seed: found.seed, path: found.counterexamplePath, counterexample: found.counterexample }
            : "holds",
        });
      },
    }),
  ),
  {
    id: "cost.laws.zero",
    area: "cost",
    title: "Only no usage or a free endpoint costs 0: one token of any class costs something",
    why: "a class that nobody priced is given away",
    requirements: ["CST-04"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      const endpoint = context.endpoint((candidate) => !candidate.free);
      const { raw } = costOn(context, session);
      const fee = writtenTiers(context, endpoint)[0]?.usdPerMillion.request;
      if (fee === undefined) context.check.equal("CST-04", "nothing-costs-nothing", await raw(NOTHING), 0n);
      for (const name of NAMES) {
        const cost = await raw({ ...NOTHING, [name]: 1 });
        context.check.that("CST-04", `one-${name}-token`, cost > 0n, { expected: "more than 0", seen: cost });
      }
    },
  },
];
