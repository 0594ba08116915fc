/**
 * A reservation lives as long as its request (BIL-02).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import { ask } from "../../engine/session.ts";
import type { WalletSeen } from "../../targets/views.ts";
import { costAt } from "../_shared/bill.ts";
import { pinned } from "../_shared/support.ts";
import { checkBooks } from "./exits.ts";

const MINUTE = 60_000;
const PIECES = 30;

export const longCases: readonly Case[] = [
  {
    id: "billing.reserve.long-stream",
    area: "billing",
    title: "A stream of hours keeps its reservation to its end, and is charged then",
    why: "a reservation that a sweeper takes for forgotten leaves the longest answers unpaid",
    requirements: ["BIL-02"],
    modes: ["ptb"],
    run: async (context) => {
      const session = await context.open({
        limits: {
          headersTimeoutMs: 60 * MINUTE,
          idleTimeoutMs: 60 * MINUTE,
          openingMs: 60 * MINUTE,
        },
      });
      const usage = context.wire.usage({ prompt: 20, completion: PIECES });
      const pieces = context.wire.stream(Array<string>(PIECES).fill("wave "), usage);
      const looks: Promise<WalletSeen>[] = [];
      const slowly = (async function* () {
        for (const piece of pieces) {
          session.gateway.clock.advance(10 * MINUTE);
          looks.push(session.gateway.wallet("a"));
          yield piece;
        }
      })();
      session.answer(context.simulate.pieces(slowly));
      await session.send(ask(pinned(context.endpoint()), { stream: true }));
      const held = (await Promise.all(looks)).map(({ reserved }) => reserved);
      context.check.that("BIL-02", "held-throughout", held.length > PIECES && held.every((sum) => sum > 0n), {
        expected: "a reservation above 0 before every piece",
        seen: held.findIndex((sum) => sum <= 0n),
      });
      const charged = costAt(context, context.endpoint(), { input: 20, output: PIECES });
      await checkBooks(context, session, "BIL-02", "books", { charged, entries: 1 });
    },
  },
];
