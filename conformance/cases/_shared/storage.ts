/**
 * Stores that fail while a request needs them, and what its caller, its provider and the log see of that.
 * @module
 */
import type { CaseContext } from "../../engine/context.ts";
import { errorOf, type Reply } from "../../engine/reply.ts";
import type { Session } from "../../engine/session.ts";
import type { RequirementId } from "../../requirements/index.ts";
import type { StoreFailure } from "../../targets/target.ts";
import { checkEnvelope } from "../errors/judge.ts";

type How = StoreFailure["how"];

/** What keeps a store from being read, and what keeps it from being written. */
export const UNREADABLE: readonly How[] = ["away", "locked", "corrupt"];
export const UNWRITABLE: readonly How[] = [...UNREADABLE, "read-only", "full"];

/** The word of the log for each. */
export const WORDS: Readonly<Record<How, string>> = {
  away: "unreachable",
  locked: "locked",
  corrupt: "corrupt",
  "read-only": "read-only",
  full: "full",
};

/** What a caller is told: nothing of the store but that it is not there now. */
const UNAVAILABLE = [503, "overloaded_error", "storage_unavailable"];

/** What a driver says of itself, and what our own code is called. */
const INSIDES = /SQLITE|sqlite|postgres|kysely|db\.internal|gateway\.db|\bat \S+ \(|\.ts\b/;

const REPAIR = "tell callers of a store that fails to come again, and the log what is wrong with it";

/** The lines of the log that name what is wrong with a store. */
export async function naming({ gateway }: Session, how: How): Promise<string[]> {
  return (await gateway.logs()).filter((line) => line.includes(`"fault":"${WORDS[how]}"`));
}

/** A request was refused for now, for no fault of its caller's, and nobody was asked. */
export async function checkUnavailable(
  context: CaseContext,
  session: Session,
  { name, how, reply }: { name: string; how: How; reply: Reply },
): Promise<void> {
  const { check } = context;
  const error = errorOf(reply);
  check.equal("ERR-02", `${name}.refused`, [reply.status, error?.type, error?.code], UNAVAILABLE, REPAIR);
  const again = reply.headers.get("retry-after");
  check.that("ERR-05", `${name}.retry-after`, /^[1-9]\d*$/.test(again ?? ""), {
    expected: "whole seconds in Retry-After",
    seen: String(again),
  });
  checkEnvelope(context, name, reply);
  check.that("ERR-06", `${name}.no-insides`, !INSIDES.test(reply.text), {
    expected: "no driver, address, file or code",
    seen: reply.text,
  });
  check.equal("BIL-01", `${name}.nobody-asked`, session.received.length, 0);
  check.equal("ERR-06", `${name}.logged`, (await naming(session, how)).length > 0, true, REPAIR);
}

/** In milliseconds: what was owed to a store that works again has been tried anew by then. */
const LATER = 10_000;
/** How often as much time passes before nothing is expected any more. */
const TIMES = 3;

/** Nothing is reserved for tenant a. */
export const nothingReserved =
  ({ gateway }: Session) =>
  async (): Promise<boolean> =>
    (await gateway.wallet("a")).reserved === 0n;

/**
 * All stores work again, and time passes: checks that something comes to be, and lets more time pass after it is so, in which
 * it may come once too often.
 * @returns whether it came to that
 */
export async function checkReturn(
  { check }: CaseContext,
  { gateway }: Session,
  { requirement, name, that, isSo }: Coming,
): Promise<boolean> {
  const pass = async (): Promise<void> => {
    gateway.clock.advance(LATER);
    await gateway.idle();
  };
  await gateway.failStore(null);
  await pass();
  let came = await isSo();
  for (let time = 1; time < TIMES && !came; time++) {
    await pass();
    came = await isSo();
  }
  check.that(requirement, name, came, { expected: that, seen: "it does not come to that" });
  if (came) await pass();
  return came;
}

interface Coming {
  requirement: RequirementId;
  name: string;
  /** In words. */
  that: string;
  isSo(): Promise<boolean>;
}
