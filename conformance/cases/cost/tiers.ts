/**
 * Price tiers at their boundaries, for every endpoint (CST-02), and classes without a price of their own (CST-03).
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { RequirementId } from "../../requirements/index.ts";
import type { SimulatedCounts } from "../../upstream/wires/wire.ts";
import {
  addressOf,
  askable,
  billFor,
  checkAmount,
  costAt,
  DEEP_POCKETS,
  writtenTiers,
} from "../_shared/bill.ts";
import { classesOf } from "../_shared/support.ts";

interface Asked {
  context: CaseContext;
  session: Session;
  endpoint: Endpoint;
}

/** Asks for one answer with these counts and compares with the written price list. */
async function checkPriced(
  { context, session, endpoint }: Asked,
  requirement: RequirementId,
  name: string,
  counts: SimulatedCounts,
): Promise<void> {
  const wire = context.wireAt(endpoint);
  const bill = await billFor(context, session, endpoint, wire.usage(counts));
  const classes = classesOf(wire, counts);
  const label = `${addressOf(endpoint)}.${name}`;
  checkAmount(context, requirement, label, bill, costAt(context, endpoint, classes));
}

interface Boundary {
  endpoint: Endpoint;
  boundary: number;
  /** Lengths to ask for. */
  prompts: readonly number[];
}

const around = (boundary: number): number[] => [boundary - 1, boundary, boundary + 1];

/**
 * Where tiers begin, at every endpoint that has some. Flat ones share what is left: each is asked far above where others have
 * their boundaries.
 */
function boundariesAt(context: CaseContext): Boundary[] {
  const thresholds = askable(context).flatMap((endpoint) =>
    writtenTiers(context, endpoint).flatMap((tier) =>
      tier.kind === "threshold" ? [{ endpoint, boundary: tier.from, prompts: around(tier.from) }] : [],
    ),
  );
  const tiered = new Set(thresholds.map(({ endpoint }) => endpoint));
  const flat = askable(context).filter((endpoint) => !tiered.has(endpoint));
  const high = { boundary: 200_000, prompts: [200_000] };
  return [...thresholds, ...context.sample(flat, { own: true }).map((endpoint) => ({ endpoint, ...high }))];
}

export const tierCases: readonly Case[] = [
  {
    id: "cost.tiers.boundaries",
    area: "cost",
    title: "One token below, at and above every price boundary the price is the one of the written tier",
    why: "some providers price above the boundary and some at it; one comparison for all is wrong for one",
    requirements: ["CST-02"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      for (const { endpoint, prompts } of boundariesAt(context)) {
        for (const prompt of prompts) {
          const counts = { prompt, completion: 100 };
          await checkPriced({ context, session, endpoint }, "CST-02", `${prompt} fresh`, counts);
        }
      }
    },
  },
  {
    id: "cost.tiers.cached-counts",
    area: "cost",
    title: "Cached tokens count toward the boundary where the tier says so, and are repriced with it",
    why: "a tier chosen from uncached tokens alone undercharges exactly the longest prompts",
    requirements: ["CST-02"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      for (const { endpoint, boundary, prompts } of boundariesAt(context)) {
        for (const prompt of prompts) {
          const counts = { prompt, cached: boundary - 1000, completion: 100, reasoning: 40 };
          await checkPriced({ context, session, endpoint }, "CST-02", `${prompt} mostly cached`, counts);
        }
      }
    },
  },
  {
    id: "cost.tiers.output-does-not-count",
    area: "cost",
    title: "A long answer to a short prompt pays the base price",
    why: "a boundary on the prompt that is compared with the total overcharges long answers",
    requirements: ["CST-02"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      for (const { endpoint, boundary } of boundariesAt(context)) {
        const counts = { prompt: 50, completion: boundary + 1 };
        await checkPriced({ context, session, endpoint }, "CST-02", "short prompt, long answer", counts);
      }
    },
  },
  {
    id: "cost.fallback",
    area: "cost",
    title: "Cached tokens without a cache price pay the input price, reasoning without one the output price",
    why: "a missing price read as 0 gives tokens away",
    requirements: ["CST-03"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      for (const endpoint of context.sample(askable(context), { own: true })) {
        const asked = { context, session, endpoint };
        await checkPriced(asked, "CST-03", "all cached", { prompt: 1000, cached: 1000, completion: 1 });
        await checkPriced(asked, "CST-03", "all reasoning", { prompt: 1, completion: 777, reasoning: 777 });
      }
    },
  },
];
