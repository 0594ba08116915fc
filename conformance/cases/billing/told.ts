/**
 * Streams that break anywhere: what was told of the usage by then is charged, nothing else, and nobody takes the half for
 * a whole (BIL-07, STR-07, OBS-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { type Answer, type AnswerCounts, dice } from "../../oracle/meaning/answer.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import { HOLDS, isSpoken } from "../../oracle/meaning/holds.ts";
import type { Step } from "../../oracle/meaning/speak.ts";
import { SPEAKERS } from "../../oracle/meaning/speakers.ts";
import { DEEP_POCKETS } from "../_shared/bill.ts";
import {
  ablest,
  type Exchange,
  exchange,
  habitsOf,
  type Outcome,
  owed,
  spokenAt,
  TOOLS,
} from "../_shared/exchange.ts";
import { Ledger } from "../_shared/ledger.ts";

const ANSWERS = 12;
/** Places at which each stream is cut, beside its very beginning. */
const CUTS = 5;

function compare(
  context: CaseContext,
  ledger: Ledger,
  label: string,
  asked: Exchange,
  outcome: Outcome,
): void {
  const { reply, bill, sent } = outcome;
  const last = sent.at(-1);
  const isWhole = last?.finished === true;
  // Before its first content a stream is a failed attempt, which costs nothing.
  const begun = reply.status === 200;
  const told = begun ? (last?.told ?? null) : null;
  const { record } = bill;
  const cost = owed(context, asked.endpoint, told);
  ledger.compare("BIL-07", "charged", label, bill.charged, context.mode === "ptb" ? cost : 0n);
  ledger.compare("BIL-07", "cost", label, record?.cost?.amount ?? 0n, cost);
  const usage = record?.usage.kind === "known" ? record.usage.usage : null;
  ledger.compare("BIL-07", "usage", label, usage, told?.counts ?? null);
  ledger.compare("STR-07", "error", label, errorOf(reply) === null, isWhole);
  ledger.compare("OBS-01", "outcome", label, record?.outcome, isWhole ? "success" : "failed");
  if (!isWhole) ledger.compare("STR-07", "done", label, reply.done, false);
}

/** Counts at the beginning of a stream and at its end. Of both lifetimes, what is added has the default one. */
const GROWING: readonly [name: string, before: AnswerCounts, now: AnswerCounts][] = [
  ["brief", { input: 3, output: 1, cacheWrite5m: 100 }, { input: 3, output: 9, cacheWrite5m: 350 }],
  ["long", { input: 3, output: 1, cacheWrite1h: 100 }, { input: 3, output: 9, cacheWrite1h: 350 }],
  [
    "both",
    { input: 3, output: 1, cacheWrite5m: 40, cacheWrite1h: 100 },
    { input: 3, output: 9, cacheWrite5m: 290, cacheWrite1h: 100 },
  ],
];

/** So many orders hold every way of telling a later usage: whole, without what is known, with null there. */
const ORDERS = 6;

/** The steps of a stream before its finish, and the host's failure behind some of them. */
function failing(context: CaseContext, { endpoint, said }: Omit<Exchange, "cut">, at: number) {
  const { piece, told } = SPEAKERS[spokenAt(context)].failure(
    said,
    habitsOf(endpoint, TOOLS, said.order % 2 === 0),
  );
  return (steps: readonly Step[]): Step[] => {
    const open = steps.filter(({ finished }) => !finished);
    const begun = open.slice(0, Math.max(1, open.length - (at % 3)));
    return [...begun, { piece, told: told ?? begun.at(-1)?.told ?? null, finished: false }];
  };
}

export const toldCases: readonly Case[] = [
  {
    id: "billing.told.cut-anywhere",
    area: "billing",
    title: "A generated stream that breaks anywhere is charged what it had told, and is no success",
    why: "whoever counts at the end gives away every answer that has none",
    requirements: ["BIL-07", "STR-07", "OBS-01"],
    run: async (context) => {
      const session = await context.open({ direct: true, deposit: DEEP_POCKETS });
      const endpoint = ablest(context);
      const ability = { calls: endpoint.capabilities.has("tools"), stream: true };
      const ledger = new Ledger();
      const generated = answers(spokenAt(context), ability, context.seed, ANSWERS);
      const broken = generated.flatMap((said, nth) => {
        const roll = dice(said.order ^ 0x51ed);
        return Array.from({ length: CUTS + 1 }, (_, cut) => ({ said, cut, at: roll(1 << 16), nth }));
      });
      for (const { said, cut, at, nth } of context.sample(broken)) {
        const asked: Exchange = {
          client: "openai-chat",
          endpoint,
          said,
          stream: true,
          cut: (steps) => (cut === 0 ? [] : steps.slice(0, 1 + (at % steps.length))),
        };
        compare(context, ledger, `${nth}-${cut}`, asked, await exchange(context, session, asked));
        context.count(1);
      }
      ledger.report(context.check);
      const { reserved } = await session.gateway.wallet("a");
      context.check.equal("BIL-07", "nothing-left-reserved", reserved, 0n);
    },
  },
  {
    id: "billing.told.failed",
    area: "billing",
    title:
      "A generated stream that ends in the host's failure is charged what was told by then, the failure's own usage too",
    why: "hosts bill for half an answer, and say so in the event that says that they failed",
    requirements: ["BIL-07", "STR-07", "OBS-01"],
    run: async (context) => {
      const session = await context.open({ direct: true, deposit: DEEP_POCKETS });
      const endpoint = ablest(context);
      const ability = { calls: endpoint.capabilities.has("tools"), stream: true };
      const ledger = new Ledger();
      const generated = answers(spokenAt(context), ability, context.seed, ANSWERS);
      for (const said of context.sample(generated)) {
        const plain = { client: "openai-chat", endpoint, said, stream: true } as const;
        const asked: Exchange = { ...plain, cut: failing(context, plain, generated.indexOf(said)) };
        const outcome = await exchange(context, session, asked);
        compare(context, ledger, String(generated.indexOf(said)), asked, outcome);
        context.count(1);
      }
      ledger.report(context.check);
    },
  },
  {
    id: "billing.told.growing-writes",
    area: "billing",
    title:
      "Cache writes that grow in the course of a stream are charged by their lifetimes, told again or not",
    why: "a host tells the lifetimes as the message begins, and at its end the sum alone; an hour costs more than five minutes",
    requirements: ["USE-04", "BIL-07", "STR-07", "OBS-01"],
    needs: { api: "anthropic-messages" },
    run: async (context) => {
      const session = await context.open({ direct: true, deposit: DEEP_POCKETS });
      const endpoint = ablest(context);
      const [plain] = answers(spokenAt(context), { calls: false, stream: true }, context.seed, 1);
      if (!plain) throw new Error("nothing was generated");
      const ledger = new Ledger();
      for (const [name, before, now] of GROWING)
        for (let nth = 1; nth <= ORDERS; nth++) {
          const order = nth * 0x2545f49;
          // 1 of a tick: nothing was compacted.
          const usages = [before, now].map((counts) => ({ counts, breakdown: true, accepted: 0, ticks: 1 }));
          const said: Answer = { ...plain, usages, order };
          const asked: Exchange = { client: "openai-chat", endpoint, said, stream: true };
          const outcome = await exchange(context, session, asked);
          const { usage } = outcome.bill.record ?? {};
          ledger.compare("USE-04", "classes", name, usage?.kind === "known" ? usage.usage : usage, now);
          compare(context, ledger, `${name}-${nth}`, asked, outcome);
        }
      ledger.report(context.check);
    },
  },
  {
    id: "billing.told.from-nothing",
    area: "billing",
    title: "Records a stream that breaks while its host has counted nothing as one of no tokens",
    why: "hosts that count as they go begin with zeros: that is known usage, and no reason to look for a missing one",
    requirements: ["BIL-07", "STR-07", "OBS-01"],
    needs: {
      endpoints: { that: "counts as it goes", where: ({ api }) => isSpoken(api) && HOLDS[api].runningUsage },
    },
    run: async (context) => {
      const session = await context.open({ direct: true, deposit: DEEP_POCKETS });
      const endpoint = ablest(context);
      const ledger = new Ledger();
      const generated = answers(spokenAt(context), { calls: false, stream: true }, context.seed, 4 * ANSWERS);
      for (const said of generated) {
        const [zeros] = said.usages;
        if (zeros === undefined || Object.keys(zeros.counts).length > 0) continue;
        const asked: Exchange = {
          client: "openai-chat",
          endpoint,
          said,
          stream: true,
          cut: (steps) => steps.slice(0, steps.findLastIndex(({ told }) => told === zeros) + 1),
        };
        compare(
          context,
          ledger,
          String(generated.indexOf(said)),
          asked,
          await exchange(context, session, asked),
        );
        context.count(1);
      }
      ledger.report(context.check);
    },
  },
  {
    id: "billing.told.nothing",
    area: "billing",
    title:
      "A stream that holds nothing is a failure: of no bytes, of blanks, of comments, of its terminator alone",
    why: "an empty answer that counts as a success is neither retried nor noticed",
    requirements: ["BIL-07", "STR-07", "OBS-01"],
    run: async (context) => {
      const session = await context.open({ direct: true });
      const endpoint = ablest(context);
      const [said] = answers(spokenAt(context), { calls: false, stream: true }, context.seed, 1);
      if (!said) throw new Error("nothing was generated");
      const { wire } = context;
      const bare = wire.streamType === "text/event-stream" ? ["\n\n", ": wait\n\n"] : [];
      const pieces = [...bare, wire.keepAlive(), ...(wire.terminator === null ? [] : [wire.terminator])];
      const streams: Step[][] = [[], ...pieces.map((piece) => [{ piece, told: null, finished: false }])];
      const ledger = new Ledger();
      for (const [i, steps] of streams.entries()) {
        const asked: Exchange = {
          client: "openai-chat",
          endpoint,
          said,
          stream: true,
          cut: () => steps,
        };
        const outcome = await exchange(context, session, asked);
        ledger.compare("STR-07", "status", String(i), outcome.reply.status, 502);
        compare(context, ledger, String(i), asked, outcome);
      }
      ledger.report(context.check);
    },
  },
];
