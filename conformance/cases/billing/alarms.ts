/**
 * What somebody has to be told: an answer that cost more than was set aside, and one that the gateway paid and charged to
 * nobody (BIL-01).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { Session } from "../../engine/session.ts";
import { ask } from "../../engine/session.ts";
import { addressOf, billFor, watchBill } from "../_shared/bill.ts";
import { changedBody } from "../cost/changed-body.ts";
import { checkBooks } from "./exits.ts";

/** Far more than any request here reserves for. */
const BEYOND = { prompt: 9_000_000, completion: 5 };

/** The line of the log that says all of this; absent where none does. */
const lineWith = async (session: Session, parts: readonly string[]): Promise<string | undefined> =>
  (await session.gateway.logs()).find((line) => parts.every((part) => line.includes(part)));

export const alarmCases: readonly Case[] = [
  {
    id: "billing.alarm.above-reservation",
    area: "billing",
    title: "Books a charge above its reservation in full, and logs both amounts",
    why: "a reservation that is too small is a hole in every limit on credit, and nobody looks for it",
    requirements: ["BIL-01"],
    modes: ["ptb"],
    needs: {
      endpoints: { that: "is not free", where: ({ free }: { free: boolean }) => !free },
    },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(({ free }) => !free);
      const { charged, record } = await billFor(context, session, endpoint, context.wire.usage(BEYOND));
      context.check.equal("BIL-01", "charged", charged, record?.cost?.amount);
      context.check.that("BIL-01", "above", charged > 0n, { expected: "a charge", seen: charged });
      const line = await lineWith(session, [String(charged), "reserved"]);
      context.check.that("BIL-01", "logged", line !== undefined, {
        expected: "a line with what was reserved and what was charged",
        seen: line,
      });
    },
  },
  {
    id: "billing.alarm.unpriced",
    area: "billing",
    title: "Says in its log that an answer was paid by the gateway and charged to nobody",
    why: "an answer that nothing prices is a free call at the gateway's expense, and looks like any other",
    requirements: ["BIL-01"],
    modes: ["ptb"],
    needs: {
      api: "openai-chat",
      endpoints: { that: "is not free", where: ({ free }: { free: boolean }) => !free },
    },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(({ free }) => !free);
      const usage = context.wire.usage({ prompt: 1000, completion: 100 });
      const answer = context.simulateAt(endpoint).completion("Out.", usage);
      session.answer(await changedBody(answer, (body) => ({ ...body, service_tier: "scale" })));
      const bill = await watchBill(session, () => session.send(ask(addressOf(endpoint))));
      context.check.equal("BIL-01", "status", bill.reply.status, 200);
      await checkBooks(context, session, "BIL-01", "books", { charged: 0n, entries: 0 });
      const line = await lineWith(session, ["scale", "reserved"]);
      context.check.that("BIL-01", "logged", line !== undefined, {
        expected: "a line that names what has no price, and what was reserved",
        seen: line,
      });
    },
  },
];
