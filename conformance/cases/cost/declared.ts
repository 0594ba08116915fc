/**
 * Prices that hold for a region, for a request, or from a day on apply where they are declared (CST-07). No provider
 * here declares one yet, so they are put on an endpoint of the provider under test.
 * @module
 */
import { base, since } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { addressOf, type Bill, billFor, checkAmount, watchBill } from "../_shared/bill.ts";
import { reshaped } from "./made-up.ts";

const DAY_MS = 86_400_000;

/** A thousand in, a hundred out: 0.0012 USD at the old price of the periods below, 0.00024 at the new one. */
const COUNTS = { prompt: 1000, completion: 100 };
export const OLD = { usd: "0.0012", tier: base({ input: "1", output: "2" }) };
export const NEW = { usd: "0.00024", tier: base({ input: "0.2", output: "0.4" }) };
/** Every case begins on 2026-12-01. */
export const PERIODS = [since("2026-01-01", OLD.tier), since("2026-12-02", NEW.tier)];

async function dated(context: CaseContext) {
  const { endpoint, data } = reshaped(context, (config) => ({ ...config, pricing: PERIODS }));
  return { endpoint, session: await context.open({ data }) };
}

/** A stream in the middle of which some time passes. */
function slowly(context: CaseContext, session: Session, ms: number) {
  const [first, ...rest] = context.wire.stream(["One.", "Two."], context.wire.usage(COUNTS));
  return context.simulate.pieces(
    (async function* () {
      if (first !== undefined) yield first;
      session.gateway.clock.advance(ms);
      yield* rest;
    })(),
  );
}

export const declaredCases: readonly Case[] = [
  {
    id: "cost.declared.dates",
    area: "cost",
    title: "A price holds from its day on, 00:00 UTC: the last request of the day before pays the old one",
    why: "a price list without dates bills the past at today's price, and today at an announced one",
    requirements: ["CST-07"],
    run: async (context) => {
      const { endpoint, session } = await dated(context);
      const { clock } = session.gateway;
      const bill = (): Promise<Bill> => billFor(context, session, endpoint, context.wire.usage(COUNTS));
      checkAmount(context, "CST-07", "the day before", await bill(), picoOfUsd(OLD.usd));
      clock.advance(DAY_MS - 1);
      checkAmount(context, "CST-07", "its last millisecond", await bill(), picoOfUsd(OLD.usd));
      clock.advance(1);
      checkAmount(context, "CST-07", "the day itself", await bill(), picoOfUsd(NEW.usd));
    },
  },
  {
    id: "cost.declared.dates-in-a-stream",
    area: "cost",
    title: "A stream that runs past a change of prices pays those of its start",
    why: "the reservation was made at them, and the caller saw them",
    requirements: ["CST-07"],
    run: async (context) => {
      const { endpoint, session } = await dated(context);
      session.gateway.clock.advance(DAY_MS - 1);
      session.answer(slowly(context, session, 1));
      const bill = await watchBill(session, () => session.send(ask(addressOf(endpoint), { stream: true })));
      checkAmount(context, "CST-07", "begun the day before", bill, picoOfUsd(OLD.usd));
    },
  },
  {
    id: "cost.declared.region",
    area: "cost",
    title: "A region pays its own prices, on every class",
    why: "regions cost a tenth more; billed at the home price the difference is lost on every call",
    requirements: ["CST-07"],
    run: async (context) => {
      const region = context.provider.config.find(({ name }) => name === "region")?.example ?? "eu";
      // Only the prices that stand here: surcharges of the endpoint's own regions would come on top.
      const { endpoint, data } = reshaped(context, ({ modifiers: _surcharges, ...config }) => ({
        ...config,
        pricing: [base({ input: "1", cacheRead: "0.1", output: "2" })],
        deployments: {
          default: {},
          eu: { region, pricing: [base({ input: "1.1", cacheRead: "0.11", output: "2.2" })] },
        },
      }));
      const session = await context.open({ data });
      const usage = context.wire.usage({ prompt: 1000, cached: 400, completion: 100 });
      // 600 × 1 + 400 × 0.1 + 100 × 2 = 840 millionths, and a tenth more; on a wire that does not tell what came from
      // the cache, 1000 × 1 + 100 × 2 = 1200.
      const [home, away] = context.wire.tells.cached ? ["0.00084", "0.000924"] : ["0.0012", "0.00132"];
      for (const [place, usd = ""] of [
        ["default", home],
        ["eu", away],
      ] as const) {
        session.answer(context.simulate.completion("Out.", usage));
        const model = `${endpoint.model}/${endpoint.provider}/${place}`;
        const bill = await watchBill(session, () => session.send(ask(model)));
        checkAmount(context, "CST-07", place, bill, picoOfUsd(usd));
      }
    },
  },
  {
    id: "cost.declared.request-fee",
    area: "cost",
    title: "A fee for each request is charged once a request",
    why: "a fee that is forgotten is small and on every bill",
    requirements: ["CST-07"],
    run: async (context) => {
      const pricing = [base({ input: "1", output: "2", request: "0.005" })];
      const { endpoint, data } = reshaped(context, (config) => ({ ...config, pricing }));
      const session = await context.open({ data });
      for (const stream of [false, true]) {
        const bill = await billFor(context, session, endpoint, context.wire.usage(COUNTS), { stream });
        checkAmount(context, "CST-07", stream ? "streamed" : "whole", bill, picoOfUsd("0.0062"));
      }
    },
  },
];
