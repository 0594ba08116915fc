/**
 * Streams that break anywhere: what was told of the usage by then is charged, nothing else, and nobody takes the half for
 * a whole (BIL-07, STR-07, OBS-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { answers } from "../../oracle/meaning/generate.ts";
import { dice } from "../../oracle/meaning/said.ts";
import type { Step } from "../../oracle/meaning/speak.ts";
import { DEEP_POCKETS } from "../_shared/bill.ts";
import { ablest, type Exchange, exchange, type Outcome, owed, spokenAt } from "../_shared/exchange.ts";
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
