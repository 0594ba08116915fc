/**
 * The provider's own price for a call: kept beside ours, and counted where the provider is declared to be right (CST-06).
 * @module
 */

import type { Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import { base } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { put } from "../../oracle/meaning/speak.ts";
import { billFor, checkAmount, costAt, DEEP_POCKETS } from "../_shared/bill.ts";
import { classesOf } from "../_shared/support.ts";
import { opened } from "./plain-list.ts";

/** `null` in `usd`: not a price, so it is ignored. The number is as the wire has it. */
const REPORTS: readonly { name: string; value: Json; usd: string | null; isFine?: true }[] = [
  { name: "a-price", value: 2.43e-5, usd: "0.0000243" },
  { name: "a-dearer-price", value: 0.75, usd: "0.75" },
  { name: "float-noise", value: 0.1, usd: "0.1" },
  // Finer than a millionth of a millionth, which is rounded half up.
  { name: "noise-above", value: 1.2345678e-6, usd: "0.000001234568", isFine: true },
  { name: "noise-below", value: 1.2345671e-6, usd: "0.000001234567", isFine: true },
  { name: "a-half", value: 5e-13, usd: "0.000000000001", isFine: true },
  { name: "zero", value: 0, usd: "0" },
  { name: "as-text", value: "0.5", usd: null },
  { name: "negative", value: -0.5, usd: null },
  { name: "beyond-any-price", value: 2 ** 53, usd: null },
  { name: "null", value: null, usd: null },
  { name: "object", value: { usd: 1 }, usd: null },
];

/** A price of 50 tokens that no list has, and what is charged of it at most: twice the worst case is far less (docs/wallet.md). */
const ABSURD_USD = 1_000;
const BOUND_USD = "1";

/** What is set aside for a request as its fee, what the provider reports, and what is charged of it; in USD. */
const BOUNDS: readonly [fee: string, reported: string, charged: string][] = [
  ["3", "5.999999", "5.999999"],
  ["3", "6", "6"],
  ["3", "6.000001", "6"],
  ["0.4", "0.999999", "0.999999"],
  ["0.4", "1", "1"],
  ["0.4", "1.000001", "1"],
];

const isCounted = ({ usage }: Endpoint): boolean => usage.reportedCost?.counts === "reported";

/** The same value as a provider that counts in ticks of 1e-10 USD writes it. */
const inUnit = (value: Json, unit: "usd" | "tick" | undefined): Json =>
  typeof value === "number" && unit === "tick" ? Math.round(value * 1e10) : value;

/** Usage with a reported price where the provider declares it; else where others have it, and it must not matter. */
function withReport(context: CaseContext, usage: JsonObject, value: Json): JsonObject {
  const path = context.api.usage.reportedCost?.path ?? ["usage", "estimated_cost"];
  const [outer, ...rest] = path;
  if (outer !== "usage") throw new Error("this case knows reported costs inside usage only");
  const copy: JsonObject = { ...usage };
  let holder = copy;
  for (const key of rest.slice(0, -1)) {
    const inner = holder[key];
    const next: JsonObject = isObject(inner) ? { ...inner } : {};
    holder[key] = next;
    holder = next;
  }
  holder[rest.at(-1) ?? ""] = value;
  return copy;
}

/** What a relay says was billed to a key of its own, and what is owed with its fee; `null` where that is not known. */
const OWN_KEY: readonly { name: string; flag: Json; billed: Json; usd: string | null }[] = [
  { name: "both-parts", flag: true, billed: 0.02, usd: "0.021" },
  { name: "a-part-of-zero", flag: true, billed: 0, usd: "0.001" },
  { name: "no-second-part", flag: true, billed: null, usd: null },
  { name: "a-part-as-text", flag: true, billed: "0.02", usd: null },
  { name: "on-no-own-key", flag: false, billed: 0.02, usd: "0.001" },
];
const FEE_USD = 0.001;

export const reportedCases: readonly Case[] = [
  {
    id: "cost.reported.own-key",
    area: "cost",
    title:
      "Charges a relay's fee and what was billed to the relay's own key, and nothing where that is not told",
    why: "the fee alone is a twentieth of the bill, and our own price is not what that key pays",
    requirements: ["CST-06"],
    needs: {
      endpoints: {
        that: "goes through a relay that may use a key of its own",
        where: ({ usage }) => usage.reportedCost?.ownKey !== undefined,
      },
    },
    run: async (context) => {
      const session = await context.open();
      const { ownKey } = context.api.usage.reportedCost ?? {};
      if (ownKey === undefined) return;
      const plain = withReport(context, context.wire.usage({ prompt: 100, completion: 10 }), FEE_USD);
      for (const { name, flag, billed, usd } of OWN_KEY) {
        const usage = put(put(plain, ownKey.flag.slice(1), flag), ownKey.upstream.slice(1), billed);
        for (const stream of [false, true]) {
          const how = `${name}.${stream ? "streamed" : "whole"}`;
          const bill = await billFor(context, session, context.endpoint(), usage, { stream });
          checkAmount(context, "CST-06", how, bill, usd === null ? 0n : picoOfUsd(usd));
        }
      }
    },
  },
  {
    id: "cost.reported",
    area: "cost",
    title:
      "A price that the provider reports is kept beside ours, and the declared one is charged, 0 included",
    why: "a reported 0 taken for absent charges for what was free; a text taken for a number charges nonsense",
    requirements: ["CST-06"],
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint();
      const declared = context.api.usage.reportedCost;
      const counts = { prompt: 100, cached: 20, completion: 10 };
      const ours = costAt(context, endpoint, classesOf(context.wire, counts));
      const plain = context.wire.usage(counts);
      for (const { name, value: usdValue, usd, isFine = false } of REPORTS) {
        // A tick is coarser than that.
        if (isFine && declared?.unit === "tick") continue;
        const value = inUnit(usdValue, declared?.unit);
        for (const stream of [false, true]) {
          const how = `${name}.${stream ? "streamed" : "whole"}`;
          const bill = await billFor(context, session, endpoint, withReport(context, plain, value), {
            stream,
          });
          const cost = bill.record?.cost;
          const reported = declared && usd !== null ? picoOfUsd(usd) : null;
          const charged = declared?.counts === "reported" && reported !== null;
          context.check.equal("CST-06", `${how}.kept`, cost?.reported, reported);
          const computed = cost?.computed?.kind === "priced" ? cost.computed.total : null;
          context.check.equal("CST-06", `${how}.beside-ours`, computed, ours);
          context.check.equal("CST-06", `${how}.counted`, cost?.counted, charged ? "reported" : "computed");
          checkAmount(context, "CST-06", how, bill, charged && reported !== null ? reported : ours);
        }
      }
    },
  },
  {
    id: "cost.reported.bound",
    area: "cost",
    title:
      "A reported price far above the worst case is kept and flagged, and charged up to the declared bound only",
    why: "one absurd number from a provider must not empty a wallet that set a fraction of a cent aside",
    requirements: ["CST-06"],
    modes: ["ptb"],
    needs: { endpoints: { that: "reports a price that counts", where: isCounted } },
    run: async (context) => {
      const session = await context.open({ deposit: DEEP_POCKETS });
      const endpoint = context.endpoint();
      const plain = context.wire.usage({ prompt: 100, completion: 10 });
      const usage = withReport(context, plain, inUnit(ABSURD_USD, context.api.usage.reportedCost?.unit));
      for (const stream of [false, true]) {
        const how = stream ? "streamed" : "whole";
        const bill = await billFor(context, session, endpoint, usage, { stream, max_completion_tokens: 50 });
        const cost = bill.record?.cost;
        context.check.equal("CST-06", `${how}.kept`, cost?.reported, picoOfUsd(String(ABSURD_USD)));
        context.check.equal("CST-06", `${how}.flagged`, typeof cost?.problem, "string");
        checkAmount(context, "CST-06", how, bill, picoOfUsd(BOUND_USD));
        const logs = await session.gateway.logs();
        const isLogged = logs.some((line) => line.includes('"event":"wallet.reported-cost-bounded"'));
        context.check.equal("CST-06", `${how}.logged`, isLogged, true);
      }
    },
  },
  {
    id: "cost.reported.bound-of-the-worst-case",
    area: "cost",
    title:
      "Charges a reported price up to twice what was set aside, and a dollar where that is less: at the bound in full",
    why: "a bound that is a little too low gives dear answers away, and one that is too high is none",
    requirements: ["CST-06"],
    modes: ["ptb"],
    needs: { endpoints: { that: "reports a price that counts", where: isCounted } },
    run: async (context) => {
      for (const [fee, reported, charged] of BOUNDS) {
        const { endpoint, session } = await opened(context, {
          pricing: [base({ input: "0", output: "0", request: fee })],
        });
        const plain = context.wire.usage({ prompt: 100, completion: 10 });
        const value = inUnit(Number(reported), context.api.usage.reportedCost?.unit);
        const bill = await billFor(context, session, endpoint, withReport(context, plain, value));
        const name = `${reported} of ${fee}`;
        checkAmount(context, "CST-06", name, bill, picoOfUsd(charged));
        const cost = bill.record?.cost;
        context.check.equal("CST-06", `${name}.kept`, cost?.reported, picoOfUsd(reported));
        const isFlagged = typeof cost?.problem === "string";
        context.check.equal("CST-06", `${name}.flagged`, isFlagged, charged !== reported);
      }
    },
  },
];
