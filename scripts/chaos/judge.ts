/**
 * What must hold after a round of chaos, whatever happened in it.
 * @module
 */

import { systemClock } from "../../reference-gateway/server.ts";
import { openStores } from "../../reference-gateway/stores/stores.ts";
import { audit } from "../../reference-gateway/stores/testing/audit.ts";
import type { Outcome } from "./callers.ts";

const TENANT = "acme";

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
  outcomes: readonly Outcome[];
}

/** Every rule that was broken, in words; empty where all hold. */
export async function problemsAfter({ file, log, restarts, outcomes }: Facts): Promise<string[]> {
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
    for (const { id, whole, call, status } of outcomes) {
      const record = await stores.records.get(TENANT, id);
      if (whole && !record)
        problems.push(`${id} (${JSON.stringify({ status, ...call })}) was answered and left no record`);
      const cost = record?.cost?.amount ?? 0n;
      if (record?.outcome === "success" && cost !== (charged.get(id) ?? 0n))
        problems.push(`${id} costs ${cost} by its record and was charged ${charged.get(id) ?? 0n}`);
    }
    const stray = strayLines(log);
    if (stray.length > 0) problems.push(`${stray.length} lines beside the log, first: ${stray[0]}`);
    return problems;
  } finally {
    await stores.close();
  }
}
