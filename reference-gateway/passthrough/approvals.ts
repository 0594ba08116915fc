/**
 * Domains that were approved beside the table: by the operator, or because their owner proved that they are theirs by a
 * TXT record (PRX-04). What is proven is looked at again every day, and ends when the record is gone.
 * @module
 */
import type { Clock, Log } from "../parts.ts";
import type { Resolver } from "./network.ts";

export const HOW = ["operator", "txt"] as const;

export interface DomainApproval {
  /** The host of targets, in lower case; names below it are not meant. */
  host: string;
  how: (typeof HOW)[number];
  /** Milliseconds since 1970. */
  at: number;
  /** When the TXT record was last seen. */
  checkedAt: number;
}

export interface ApprovalStore {
  get(host: string): Promise<DomainApproval | null>;
  /** All of them, by name. */
  list(): Promise<DomainApproval[]>;
  /** Takes the place of what was there. */
  put(approval: DomainApproval): Promise<void>;
  remove(host: string): Promise<void>;
}

export function memoryApprovals(given: readonly DomainApproval[] = []): ApprovalStore {
  const kept = new Map(given.map((approval) => [approval.host, approval]));
  return {
    get: async (host) => kept.get(host) ?? null,
    list: async () => [...kept.values()].sort((a, b) => (a.host < b.host ? -1 : 1)),
    put: async (approval) => void kept.set(approval.host, approval),
    remove: async (host) => void kept.delete(host),
  };
}

/** The TXT record by which an owner says yes. */
export const DEFAULT_TXT = "hconeai-verification=true";

export interface VerifyParts {
  approvals: ApprovalStore;
  resolver: Pick<Resolver, "texts">;
  clock: Pick<Clock, "now">;
  /** The whole text of the record. */
  text: string;
}

export type Verification =
  | { verified: true; approval: DomainApproval }
  | { verified: false; problem: string };

/** Looks for the record of one host and keeps what was found. @throws what the resolver throws: then nothing changes */
export async function verifyDomain(host: string, parts: VerifyParts): Promise<Verification> {
  const { approvals, resolver, clock, text } = parts;
  const texts = await resolver.texts(host);
  const known = await approvals.get(host);
  if (!texts.includes(text)) {
    if (known?.how === "txt") await approvals.remove(host);
    return { verified: false, problem: `${host} has no TXT record "${text}"` };
  }
  const now = clock.now();
  const approval: DomainApproval = {
    host,
    how: known?.how ?? "txt",
    at: known?.at ?? now,
    checkedAt: now,
  };
  await approvals.put(approval);
  return { verified: true, approval };
}

/** Looks again at everything that a TXT record proves. A look-up that fails proves nothing: the approval stays. */
export async function recheckDomains(parts: VerifyParts & { log: Log }): Promise<void> {
  for (const { host, how } of await parts.approvals.list()) {
    if (how !== "txt") continue;
    try {
      const found = await verifyDomain(host, parts);
      if (!found.verified) parts.log("warn", "domain.approval-ended", { host });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.name : "unknown";
      parts.log("warn", "domain.not-checked", { host, error });
    }
  }
}
