/**
 * What the server does once a day by its clock: the mapper, the end of stored bodies, and another look at domains that a TXT record
 * approves.
 * @module
 */
import type { Catalogue } from "../../registry/mapper/catalogue.ts";
import type { GatewayParts } from "../parts.ts";
import { recheckDomains } from "../passthrough/approvals.ts";
import { describeError } from "../telemetry/describe-error.ts";
import { runMapper } from "./run.ts";

export const DAY_MS = 86_400_000;

/** Removes stored bodies whose time is over. */
async function purgeBodies({ bodies, clock, log }: GatewayParts): Promise<void> {
  const removed = await bodies.store.purge(clock.now());
  if (removed > 0) log("info", "bodies.purged", { removed });
}

/** One round. A part that fails is logged, and keeps nothing of the others from running. */
export async function dailyRound(
  parts: GatewayParts,
  catalogue: (() => Promise<Catalogue>) | null,
): Promise<void> {
  const { passthrough, clock, log } = parts;
  const failed = (job: string) => (thrown: unknown) =>
    log("error", "daily.failed", { job, ...describeError(thrown) });
  const prices = catalogue && (await catalogue().catch(failed("catalogue")));
  await runMapper({ ...parts, pending: passthrough.pending }, prices ?? null).catch(failed("mapper"));
  await purgeBodies(parts).catch(failed("bodies"));
  const { approvals, network, txtRecord } = passthrough;
  await recheckDomains({ approvals, resolver: network.resolver, clock, log, text: txtRecord }).catch(
    failed("domains"),
  );
}

/**
 * Begins to run a round every day, the first one a day from now.
 * @returns stops it; a round under way ends with the background work
 */
export function everyDay(parts: GatewayParts, round: () => Promise<void>): () => void {
  let cancel = () => {};
  const next = () => {
    cancel = parts.clock.after(DAY_MS, () => {
      parts.background.run(round());
      next();
    });
  };
  next();
  return () => cancel();
}
