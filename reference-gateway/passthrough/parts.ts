/**
 * What the passthrough does to the world, as parts: the network, and what it keeps.
 * @module
 */
import { type PassRules, planPass } from "../../registry/domains/plan-pass.ts";
import { type ApprovalStore, DEFAULT_TXT, memoryApprovals } from "./approvals.ts";
import { type Network, systemNetwork } from "./network.ts";
import { memoryPending, type PendingStore } from "./pending.ts";

export interface PassthroughParts {
  /** Decides where a call goes. */
  plan: typeof planPass;
  network: Network;
  rules: PassRules;
  approvals: ApprovalStore;
  pending: PendingStore;
  /** The TXT record by which owners approve their domain. */
  txtRecord: string;
}

/** Targets on port 443; dedicated names below `localhost`, which every machine resolves to itself. */
export const DEFAULT_RULES: PassRules = { ports: [443], loopback: false, baseDomains: ["localhost"] };

/** A passthrough whose stores are in memory. */
export function memoryPassthrough(own: Partial<PassthroughParts> = {}): PassthroughParts {
  return {
    plan: planPass,
    network: systemNetwork(),
    rules: DEFAULT_RULES,
    approvals: memoryApprovals(),
    pending: memoryPending(),
    txtRecord: DEFAULT_TXT,
    ...own,
  };
}
