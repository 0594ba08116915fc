/**
 * At every exit the reservation is gone and the wallet is short of exactly the charge (BIL-01); in BYOK it is untouched
 * throughout (BIL-04).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { costAt } from "../_shared/bill.ts";
import { exits, LIMITS, paidClasses } from "../_shared/exit-paths.ts";

/** Nothing reserved; available, charged and the ledger agree; exactly so much was charged, in so many entries. */
export async function checkBooks(
  context: CaseContext,
  session: Session,
  requirement: RequirementId,
  name: string,
  expected: { charged: bigint; entries: number },
): Promise<void> {
  const { check } = context;
  const { available, reserved, charged, deposited } = await session.gateway.wallet("a");
  const ledger = await session.gateway.ledger("a");
  const repair = "close the hold at every exit: settle once, or release";
  check.equal(requirement, `${name}.reserved`, reserved, 0n, repair);
  check.equal(requirement, `${name}.charged`, charged, expected.charged, repair);
  check.equal(requirement, `${name}.available`, available, deposited - charged, repair);
  const sum = ledger.reduce((total, entry) => total + entry.amount, 0n);
  check.equal(requirement, `${name}.ledger-sum`, sum, charged, repair);
  const entries = ledger.filter((entry) => entry.amount !== 0n).length;
  check.equal(requirement, `${name}.ledger-entries`, entries, expected.entries, repair);
}

export const exitCases: readonly Case[] = [
  ...exits.map(
    ({ topic, title, paid, act }): Case => ({
      id: `billing.exit.${topic}`,
      area: "billing",
      title: `${title}: the charge is exact and nothing stays reserved`,
      why: "a hold that one exit forgets locks a caller's money for ever",
      requirements: ["BIL-01"],
      modes: ["ptb"],
      run: async (context) => {
        const session = await context.open({ limits: LIMITS });
        await act(context, session);
        const charged = paid ? costAt(context, context.endpoint(), paidClasses(context)) : 0n;
        await checkBooks(context, session, "BIL-01", topic, { charged, entries: paid ? 1 : 0 });
      },
    }),
  ),
  {
    id: "billing.byok.never-debits",
    area: "billing",
    title: "With the caller's own key the wallet is not touched, however the request ends",
    why: "the caller pays the provider; a second bill is a double charge",
    requirements: ["BIL-04"],
    modes: ["byok"],
    run: async (context) => {
      for (const { topic, act } of exits) {
        const session = await context.open({ limits: LIMITS });
        await act(context, session);
        await checkBooks(context, session, "BIL-04", topic, { charged: 0n, entries: 0 });
        const ledger = await session.gateway.ledger("a");
        context.check.equal("BIL-04", `${topic}.ledger-empty`, ledger.length, 0);
      }
    },
  },
];
