/**
 * What must hold after a round of chaos, whatever happened in it.
 * @module
 */

import { systemClock } from "../../reference-gateway/server.ts";
import type { Db } from "../../reference-gateway/stores/database.ts";
import { LOCKED_MS } from "../../reference-gateway/stores/group-commit.ts";
import { openStores } from "../../reference-gateway/stores/stores.ts";
import { audit } from "../../reference-gateway/stores/testing/audit.ts";
import type { Outcome } from "./callers.ts";
import type { Kill } from "./gateway-process.ts";

const TENANT = "acme";

/**
 * How long before a kill an answer without a charge may have ended whose record is gone with the process, in milliseconds: a
 * write that the database does not take within {@link LOCKED_MS} is in the journal.
 */
export const LOST_MS = LOCKED_MS + 1000;

/** Lines that are no JSON object: bare stacks, warnings of Node. */
export const strayLines = (log: string): string[] =>
  log.split("\n").filter((line) => line !== "" && !(line.startsWith("{") && line.endsWith("}")));

/** What an answer must not be: only a count beyond every wallet is a fault of ours. */
function badAnswer({ call, status, text }: Outcome): string | null {
  if (status === null || status < 500) return null;
  if (call.caller === "is-hostile") return `a hostile body got ${status}: ${text.slice(0, 200)}`;
  const isOurs = text.includes("gateway_fault");
  return isOurs && call.upstream !== "huge-usage" ? `${status}: ${text.slice(0, 200)}` : null;
}

/** Calls that had to get an answer: their caller stayed, and the gateway was never taken away. */
const unanswered = (outcomes: readonly Outcome[], restarts: number): Outcome[] =>
  restarts > 0
    ? []
    : outcomes.filter(
        ({ call, whole }) => !whole && ["reads", "reads-slowly", "is-hostile"].includes(call.caller),
      );

export interface Facts {
  file: string;
  log: string;
  restarts: number;
  kills: readonly Kill[];
  outcomes: readonly Outcome[];
  /** The ids of calls beside those of the round; `null` where not all are known. */
  others: readonly string[] | null;
}

/** What came of a round. */
export interface Judgement {
  /** Every rule that was broken, in words; empty where all hold. */
  problems: string[];
  /** Answers without a charge whose records a kill took with it. */
  lost: number;
}

/** Only an answer that is charged nothing may lose its record, and only to a kill right after it. */
const mayBeLost = ({ status, endedAt }: Outcome, isCharged: boolean, kills: readonly Kill[]): boolean =>
  !isCharged &&
  status !== null &&
  status >= 400 &&
  kills.some(({ at, backAt }) => at <= endedAt + LOST_MS && endedAt <= backAt);

/** Records of no call: one that was written twice got an id of its own. */
async function strayRecords(db: Db, { outcomes, others }: Facts): Promise<string[]> {
  if (others === null) return [];
  const known = new Set([...outcomes.map(({ id }) => id), ...others]);
  const rows = await db.selectFrom("record").select(["id", "route", "status"]).execute();
  return rows
    .filter(({ id }) => !known.has(id))
    .map(({ id, route, status }) => `a record of no call: ${id} (${route}, ${status})`);
}

/** Opens the database of a round that is over and judges what is in it. */
export async function judgeRound(facts: Facts): Promise<Judgement> {
  const { file, log, restarts, kills, outcomes } = facts;
  const ids = { uuid: () => crypto.randomUUID() };
  const stores = await openStores(
    { kind: "embedded", path: file },
    { clock: systemClock, ids, log: () => {}, vaultSecrets: [] },
  );
  try {
    await stores.recover();
    const problems = outcomes.map(badAnswer).filter((problem) => problem !== null);
    for (const { id, call } of unanswered(outcomes, restarts))
      problems.push(`no whole answer for ${id}, which ${call.caller} (${call.upstream}, ${call.api})`);
    const [books, view] = [await audit(stores.db, TENANT), await stores.wallet.view(TENANT)];
    for (const name of ["deposited", "reserved", "charged", "available"] as const)
      if (books[name] !== view[name])
        problems.push(`the wallet's ${name} is ${view[name]}, its rows make ${books[name]}`);
    if (view.reserved !== 0n) problems.push(`${view.reserved} pico-USD are still reserved`);
    const charged = new Map<string, bigint>();
    for (const { requestId, amount } of await stores.wallet.ledger(TENANT)) {
      if ((charged.get(requestId) ?? 0n) > 0n && amount > 0n) problems.push(`${requestId} was charged twice`);
      charged.set(requestId, (charged.get(requestId) ?? 0n) + amount);
    }
    let lost = 0;
    for (const outcome of outcomes) {
      const { id, whole, call, status } = outcome;
      const record = await stores.records.get(TENANT, id);
      if (!record && charged.has(id)) problems.push(`${id} was charged and left no record`);
      else if (whole && !record && mayBeLost(outcome, charged.has(id), kills)) lost += 1;
      else if (whole && !record)
        problems.push(`${id} (${JSON.stringify({ status, ...call })}) was answered and left no record`);
      const cost = record?.cost?.amount ?? 0n;
      if (record?.outcome === "success" && cost !== (charged.get(id) ?? 0n))
        problems.push(`${id} costs ${cost} by its record and was charged ${charged.get(id) ?? 0n}`);
    }
    problems.push(...(await strayRecords(stores.db, facts)));
    const stray = strayLines(log);
    if (stray.length > 0) problems.push(`${stray.length} lines beside the log, first: ${stray[0]}`);
    return { problems, lost };
  } finally {
    await stores.close();
  }
}
