import type { JsonObject } from "../../../registry/json.ts";
import { times, UNCACHED } from "../../../registry/pricing/modifiers/write.ts";
import { above, base, since } from "../../../registry/pricing/tiers.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask } from "../../engine/session.ts";
import { picoOfUsd } from "../../oracle/exact.ts";
import { json } from "../../upstream/wire.ts";
import { addressOf, type Bill, billFor, checkAmount, watchBill } from "../_shared/bill.ts";
import { sayingAll, sayings, wordsOf } from "../_shared/words.ts";
import { LIST, type Opened, opened, SPEAKS } from "./plain-list.ts";

const EVIDENCE = "made up for this case";
const VALUE = "harbour_first";
const COUNTS = { prompt: 1000, completion: 100 };
/** 1000 × 1 + 100 × 2, in millionths of a dollar. */
const PLAIN = picoOfUsd("0.0012");
const DOUBLE = picoOfUsd("0.0024");

/** Every case begins on 2026-12-01, a Tuesday, at 00:00 UTC. */
const TODAY = "2026-12-01";
const TOMORROW = "2026-12-02";
const YESTERDAY = "2026-11-30";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A whole answer with this usage that says each of the API's words in turn, and its bill. */
async function billsSaying(
  context: CaseContext,
  { endpoint, session }: Opened,
  usage: JsonObject,
  judge: (label: string, bill: Bill) => void,
): Promise<void> {
  for (const { label, stream, holds, type, bytes } of sayings(context, {
    usage,
    value: VALUE,
    earlier: VALUE,
  })) {
    if (stream || holds === null) continue;
    session.answer({ kind: "answer", status: 200, headers: [["content-type", type]], chunks: [bytes] });
    judge(label, await watchBill(session, () => session.send(ask(addressOf(endpoint)))));
  }
}

const doubling = (context: CaseContext, more: Parameters<typeof times>[4] = {}) =>
  wordsOf(context.api.id).map((word) => times(word, [VALUE], "2", EVIDENCE, more));

/** From when until when a price is doubled, and whether it is today. */
const SPANS: readonly { name: string; from?: string; until?: string; holds: boolean }[] = [
  { name: "from today", from: TODAY, holds: true },
  { name: "from tomorrow", from: TOMORROW, holds: false },
  { name: "until today", from: YESTERDAY, until: TODAY, holds: false },
  { name: "until tomorrow", until: TOMORROW, holds: true },
];

/** When a call is made after midnight, and whether it is in the hours of 10:00 to 12:00 on Tuesdays. */
const MOMENTS: readonly [name: string, ms: number, isWithin: boolean][] = [
  ["before", 10 * HOUR_MS - 1, false],
  ["its first minute", 10 * HOUR_MS, true],
  ["its last minute", 12 * HOUR_MS - 1, true],
  ["its end", 12 * HOUR_MS, false],
  ["the day after", 35 * HOUR_MS, false],
  ["a week after", (7 * 24 + 11) * HOUR_MS, true],
];

export const modifiedCases: readonly Case[] = [
  {
    id: "cost.words.days",
    area: "cost",
    title: "Changes the price for a word from its first day on, and not any more on the day on which it ends",
    why: "a tier that became dearer in summer is billed at the old price, or the spring at the new one",
    requirements: ["CST-09"],
    needs: SPEAKS,
    run: async (context) => {
      const usage = context.wire.usage(COUNTS);
      for (const { name, holds, ...span } of SPANS) {
        const gateway = await opened(context, { modifiers: doubling(context, span) });
        await billsSaying(context, gateway, usage, (label, bill) => {
          // Without a price of its own that day the word has none.
          checkAmount(context, "CST-09", `${name}: ${label}`, bill, holds ? DOUBLE : 0n);
        });
      }
    },
  },
  {
    id: "cost.words.together",
    area: "cost",
    title: "Changes the price for every word that one answer says",
    why: "a fast answer out of a dear geography costs both, and is billed as one of them or as neither",
    requirements: ["CST-09"],
    needs: {
      endpoints: {
        that: "answers in an API that says several words of its price",
        where: ({ api }) => wordsOf(api).length > 1,
      },
    },
    run: async (context) => {
      const { endpoint, session } = await opened(context, { modifiers: doubling(context) });
      session.answer(json(200, sayingAll(context, context.wire.usage(COUNTS), VALUE)));
      const bill = await watchBill(session, () => session.send(ask(addressOf(endpoint))));
      const doubled = 2n ** BigInt(wordsOf(context.api.id).length);
      checkAmount(context, "CST-09", "all of them", bill, PLAIN * doubled);
    },
  },
  {
    id: "cost.words.classes",
    area: "cost",
    title: "Changes the price of the classes that the word is for, and of no other",
    why: "a tier that halves the price of fresh tokens does not halve that of cached ones",
    requirements: ["CST-09"],
    needs: SPEAKS,
    run: async (context) => {
      const pricing = [base({ input: "1", cacheRead: "0.5", output: "2" })];
      const modifiers = doubling(context, { classes: UNCACHED });
      const gateway = await opened(context, { pricing, modifiers });
      const usage = context.wire.usage({ ...COUNTS, cached: 400 });
      // 600 × 2 + 400 × 0.5 + 100 × 4 millionths; an API without such a count has the thousand fresh.
      const cost = picoOfUsd(context.wire.tells.cached ? "0.0018" : "0.0024");
      await billsSaying(context, gateway, usage, (label, bill) => {
        checkAmount(context, "CST-09", label, bill, cost);
      });
    },
  },
  {
    id: "cost.words.tiers",
    area: "cost",
    title: "Has no price for a word above the threshold where it holds for the lowest tier alone",
    why: "what a provider does not sell is billed at an invented price",
    requirements: ["CST-09"],
    needs: SPEAKS,
    run: async (context) => {
      const pricing = [base({ input: "1", output: "2" }), above(1000, { input: "3", output: "4" }, EVIDENCE)];
      const gateway = await opened(context, {
        pricing,
        modifiers: doubling(context, { baseTierOnly: true }),
      });
      await billsSaying(context, gateway, context.wire.usage(COUNTS), (label, bill) => {
        checkAmount(context, "CST-09", `below: ${label}`, bill, DOUBLE);
      });
      const long = context.wire.usage({ ...COUNTS, prompt: 1001 });
      await billsSaying(context, gateway, long, (label, bill) => {
        const kind = bill.record?.cost?.computed?.kind;
        context.check.equal("CST-09", `above: ${label}: kind`, kind, "unpriced");
        checkAmount(context, "CST-09", `above: ${label}`, bill, 0n);
      });
    },
  },
  {
    id: "cost.declared.hours",
    area: "cost",
    title:
      "Charges the price of the hours in which a call is made, by the clock of UTC and the day of the week",
    why: "an off-peak price that is read by another clock, or a minute too long, bills each night wrong",
    requirements: ["CST-07"],
    run: async (context) => {
      const hours = {
        days: [2],
        from: "10:00",
        to: "12:00",
        tiers: [base({ input: "2", output: "4" })],
        evidence: EVIDENCE,
      };
      const { endpoint, session } = await opened(context, {
        pricing: [{ ...since("2026-01-01", ...LIST), windows: [hours] }],
      });
      let now = 0;
      for (const [name, ms, isWithin] of MOMENTS) {
        session.gateway.clock.advance(ms - now);
        now = ms;
        const bill = await billFor(context, session, endpoint, context.wire.usage(COUNTS));
        checkAmount(context, "CST-07", name, bill, isWithin ? DOUBLE : PLAIN);
      }
    },
  },
  {
    id: "cost.advisor.words",
    area: "cost",
    title:
      "Lets the tier hold for an advisor inside the answer as well, and the speed for the answering model alone",
    why: "what doubles the answer need not double another model's tokens, and what does must not be left out",
    requirements: ["CST-11"],
    needs: { api: "anthropic-messages" },
    run: async (context) => {
      const { endpoint, session } = await opened(context, {
        modifiers: [times("service_tier", [VALUE], "2", EVIDENCE), times("speed", [VALUE], "3", EVIDENCE)],
      });
      const usage = (more: JsonObject): JsonObject => ({
        ...context.wire.usage(COUNTS),
        iterations: [
          { type: "message", input_tokens: 1000, output_tokens: 100 },
          { type: "advisor_message", model: endpoint.providerModelId, input_tokens: 3000, output_tokens: 10 },
        ],
        ...more,
      });
      // The answer is 1200 millionths, the advisor 3020.
      const tier = await billFor(context, session, endpoint, usage({ service_tier: VALUE }));
      checkAmount(context, "CST-11", "tier", tier, picoOfUsd("0.00844"));
      const speed = await billFor(context, session, endpoint, usage({ speed: VALUE }));
      checkAmount(context, "CST-11", "speed", speed, picoOfUsd("0.00662"));
    },
  },
];
