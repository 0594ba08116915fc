/**
 * A wallet that cannot be written: before a call nobody is asked, after one its caller has the answer, and the charge is booked
 * when the store works again, once (BIL-01, BIL-03, BIL-10).
 * @module
 */
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, type Session } from "../../engine/session.ts";
import type { StoreFailure } from "../../targets/target.ts";
import { addressOf, costAt } from "../_shared/bill.ts";
import { checkReturn, checkUnavailable, naming, nothingReserved, UNWRITABLE } from "../_shared/storage.ts";
import { classesOf } from "../_shared/support.ts";

const USED = { prompt: 1_000, completion: 100 };

const notFree = ({ free }: { free: boolean }): boolean => !free;
const NEEDS = { endpoints: { that: "is not free", where: notFree } };

/** The provider answers, at an endpoint that costs something. */
function serving(context: CaseContext, session: Session, stream: boolean) {
  const endpoint = context.endpoint(notFree);
  const { completion, stream: streamed } = context.simulateAt(endpoint);
  const usage = context.wire.usage(USED);
  session.answer(stream ? streamed(["Out."], usage) : completion("Out.", usage));
  return { endpoint, body: ask(addressOf(endpoint), { stream }) };
}

/** One request whose charge, or whose record, cannot be written, and what has become of both afterwards. */
async function checkOwed(
  context: CaseContext,
  session: Session,
  failure: StoreFailure,
  stream: boolean,
): Promise<boolean> {
  const { check } = context;
  const { gateway } = session;
  const name = `${failure.at}.${failure.how}.${stream ? "stream" : "json"}`;
  const { endpoint, body } = serving(context, session, stream);
  const cost = costAt(context, endpoint, classesOf(context.wire, USED));
  const before = await gateway.wallet("a");
  await gateway.failStore(failure);
  const reply = await session.send(body, { uncompared: "compared-by-the-case" });
  check.equal("BIL-10", `${name}.answered`, [reply.status, errorOf(reply)], [200, null]);
  check.equal("BIL-10", `${name}.logged`, (await naming(session, failure.how)).length > 0, true);
  const isClosed = await checkReturn(context, session, {
    requirement: "BIL-01",
    name: `${name}.closed`,
    that: "nothing reserved once the store works again",
    isSo: nothingReserved(session),
  });
  if (!isClosed) return false;
  const isCharged = await checkReturn(context, session, {
    requirement: "BIL-03",
    name: `${name}.charged`,
    that: "a charge once the store works again",
    isSo: async () => (await gateway.wallet("a")).charged > before.charged,
  });
  if (!isCharged) return false;
  const after = await gateway.wallet("a");
  check.equal("BIL-03", `${name}.charged-once`, after.charged - before.charged, cost);
  const records = (await gateway.records()).filter(({ id }) => id === reply.headers.get("helicone-id"));
  const told = records.map(({ outcome, cost: charge }) => [outcome, charge?.amount]);
  check.equal("OBS-01", `${name}.recorded-once`, told, [["success", cost]]);
  context.count(1);
  return true;
}

/** The same in each way in which a store cannot be written, as long as it works again. */
async function checkEach(context: CaseContext, at: StoreFailure["at"]): Promise<void> {
  const session = await context.open({ failingStores: true });
  for (const how of UNWRITABLE)
    for (const stream of [false, true]) if (!(await checkOwed(context, session, { at, how }, stream))) return;
}

export const billingStorageCases: readonly Case[] = [
  {
    id: "billing.storage.reserve",
    area: "billing",
    title:
      "While nothing can be reserved no provider is asked, and the next request is served and charged once",
    why: "a gateway that serves without its ledger serves for nothing",
    requirements: ["BIL-01", "BIL-03", "ERR-02", "ERR-05", "ERR-06", "ERR-01"],
    modes: ["ptb"],
    once: true,
    needs: NEEDS,
    run: async (context) => {
      const { check } = context;
      const session = await context.open({ failingStores: true });
      const { gateway } = session;
      for (const how of UNWRITABLE) {
        const { endpoint, body } = serving(context, session, false);
        const before = await gateway.wallet("a");
        await gateway.failStore({ at: "reserve", how });
        const reply = await session.send(body);
        await checkUnavailable(context, session, { name: how, how, reply });
        const isFree = await checkReturn(context, session, {
          requirement: "BIL-01",
          name: `${how}.reserved`,
          that: "nothing reserved for a request that was refused",
          isSo: nothingReserved(session),
        });
        if (!isFree) return;
        const refused = await gateway.wallet("a");
        check.equal("BIL-03", `${how}.free`, refused.charged - before.charged, 0n);
        const next = await session.send(serving(context, session, false).body);
        check.equal("ERR-02", `${how}.next`, next.status, 200);
        const cost = costAt(context, endpoint, classesOf(context.wire, USED));
        const after = await gateway.wallet("a");
        check.equal(
          "BIL-03",
          `${how}.charged`,
          [after.charged - refused.charged, after.reserved],
          [cost, 0n],
        );
        context.count(1);
      }
    },
  },
  {
    id: "billing.storage.settle",
    area: "billing",
    title:
      "An answer whose charge cannot be booked reaches its caller, and is charged and recorded once when the store works again",
    why: "an outage of the ledger either gives answers away, or charges them twice when somebody tries again",
    requirements: ["BIL-01", "BIL-03", "BIL-10", "OBS-01"],
    modes: ["ptb"],
    once: true,
    needs: NEEDS,
    run: (context) => checkEach(context, "settle"),
  },
  {
    id: "billing.storage.record",
    area: "billing",
    title:
      "An answer that cannot be recorded with its charge is charged and recorded once when the store works again",
    why: "a charge without its record cannot be explained to whoever paid it",
    requirements: ["BIL-01", "BIL-03", "BIL-10", "OBS-01"],
    modes: ["ptb"],
    once: true,
    needs: NEEDS,
    run: (context) => checkEach(context, "log"),
  },
];
