/**
 * Exact charges: bills worked out by hand, every recorded answer, every endpoint (CST-01, CST-03).
 * @module
 */

import { at, isObject, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { type WorkedBill, workedBills } from "../../oracle/worked.ts";
import {
  addressOf,
  askable,
  billFor,
  checkAmount,
  costAt,
  DEEP_POCKETS,
  recordedCost,
  watchBill,
} from "../_shared/bill.ts";
import { classesOf, pinned } from "../_shared/support.ts";
import { GOOD_SCENARIOS } from "../usage/recorded.ts";

/** The usage of a worked bill as the provider writes it; cache writes stand beside the cached tokens. */
function usageOf(context: CaseContext, bill: WorkedBill): JsonObject {
  const endpoint = askable(context).find(({ id }) => id === bill.endpoint);
  const usage = (endpoint ? context.wireAt(endpoint) : context.wire).usage(bill);
  const details = at(usage, ["prompt_tokens_details"]) ?? at(usage, ["input_tokens_details"]);
  if (bill.cacheWrite > 0 && isObject(details)) details.cache_write_tokens = bill.cacheWrite;
  return usage;
}

export const exactCases: readonly Case[] = [
  {
    id: "cost.exact.worked",
    area: "cost",
    title: "Bills that were worked out by hand come out to the last pico-dollar",
    why: "cached tokens billed twice, per-million taken for per-thousand: each real, each caught by one known sum",
    requirements: ["CST-01", "CST-03"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      const known = askable(context);
      for (const bill of workedBills) {
        const endpoint = known.find(({ id }) => id === bill.endpoint);
        if (!endpoint) continue;
        const seen = await billFor(context, session, endpoint, usageOf(context, bill));
        checkAmount(context, "CST-03", `${bill.endpoint} (${bill.working})`, seen, picoOfUsd(bill.usd));
      }
      // A provider without a worked bill still owes the smallest sum: one token in, one out.
      const endpoint = context.endpoint();
      const smallest = await billFor(
        context,
        session,
        endpoint,
        context.wire.usage({ prompt: 1, completion: 1 }),
      );
      checkAmount(
        context,
        "CST-01",
        "one-and-one",
        smallest,
        costAt(context, endpoint, { input: 1, output: 1 }),
      );
    },
  },
  {
    id: "cost.exact.recorded",
    area: "cost",
    title: "Every recorded answer is charged exactly",
    why: "a recording shows the shapes of usage that simulations forget",
    requirements: ["CST-01"],
    needs: { scenarios: ["chat.basic", "stream.basic"] },
    run: async (context) => {
      const session = await context.open();
      for (const recording of context.sample(context.recordings(GOOD_SCENARIOS), { own: true })) {
        session.answerWith(recording);
        const body = session.bodyFor(recording, pinned(context.endpointOf(recording)));
        const bill = await watchBill(session, () => session.send(body));
        checkAmount(context, "CST-01", recording.meta.scenario, bill, recordedCost(context, recording));
      }
    },
  },
  {
    id: "cost.exact.every-endpoint",
    area: "cost",
    title: "Every endpoint charges its own written prices, and the lines of the bill sum to its total",
    why: "one wrong zero in one file is found by nobody until the invoice comes",
    requirements: ["CST-01", "CST-03"],
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      for (const endpoint of askable(context)) {
        const wire = context.wireAt(endpoint);
        const told = { prompt: 1009, cached: 401, completion: 103, reasoning: 61 };
        const counts = classesOf(wire, told);
        const bill = await billFor(context, session, endpoint, wire.usage(told));
        checkAmount(context, "CST-01", addressOf(endpoint), bill, costAt(context, endpoint, counts));
        const computed = bill.record?.cost?.computed;
        const lines = computed?.kind === "priced" ? computed.lines : [];
        const sum = lines.reduce((total, line) => total + line.amount, 0n);
        context.check.equal("CST-01", `${endpoint.id}.lines-sum`, sum, bill.record?.cost?.amount);
        if (endpoint.free) continue;
        const classes = lines.map((line) => line.class).sort();
        context.check.equal("CST-03", `${endpoint.id}.each-class-once`, classes, Object.keys(counts).sort());
      }
    },
  },
];
