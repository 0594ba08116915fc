/**
 * A reservation that is gone when its answer has to be paid: the answer is charged all the same, or somebody is told. It is
 * never given away in silence (BIL-11).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { billFor } from "../_shared/bill.ts";

const USED = { prompt: 1_000, completion: 100 };

export const lostCases: readonly Case[] = [
  {
    id: "billing.reservation-lost",
    area: "billing",
    title:
      "An answer whose reservation is gone is charged, or ends with an error that is recorded and logged",
    why: "a process that was taken for dead goes on answering, and whoever swallows its charges answers for nothing",
    requirements: ["BIL-11"],
    modes: ["ptb"],
    needs: {
      endpoints: { that: "is not free", where: ({ free }: { free: boolean }) => !free },
    },
    run: async (context) => {
      const { check } = context;
      const endpoint = context.endpoint(({ free }) => !free);
      const usual = await billFor(context, await context.open(), endpoint, context.wire.usage(USED));
      for (const stream of [false, true]) {
        const session = await context.open({ losesReservations: true });
        const bill = await billFor(context, session, endpoint, context.wire.usage(USED), { stream });
        const { charged, record, reply } = bill;
        const how = stream ? "stream" : "json";
        const isRaised = errorOf(reply) !== null && record?.outcome === "failed";
        const isLogged = (await session.gateway.logs()).some((line) => line.includes('"level":"error"'));
        check.that("BIL-11", `${how}.booked-or-raised`, charged > 0n || (isRaised && isLogged), {
          expected: "a charge, or an error for the caller, in the record and in the log",
          seen: { charged: String(charged), error: errorOf(reply), outcome: record?.outcome, isLogged },
          repair: "book a settle without its reservation, or raise it",
        });
        check.equal("BIL-11", `${how}.reserved`, (await session.gateway.wallet("a")).reserved, 0n);
      }
      check.that("BIL-11", "charged-otherwise", usual.charged > 0n, {
        expected: "a charge where the reservation is there",
        seen: String(usual.charged),
      });
    },
  },
];
