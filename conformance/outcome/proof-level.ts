/**
 * The proof level: how much a green result is worth. Two facts, and this is the only place that defines them.
 *
 * 1. Where the provider's answers come from: the weakest kind among the recordings that its cases used. `live` was captured
 *    with a key, `imported` by somebody else, `authored` was written by hand from evidence about this host. `derived` is the
 *    API's own scenario with this host's names, and `copied` an answer of another host that claims to be this one's
 *    (`recordings/proof-kind.ts`): of either, nothing is known of this host. One authored recording among a hundred live ones makes the level `authored`; the counts stand beside it.
 * 2. Whether the suite's own proof stands, as seen in the same run: every planted defect is caught under the right name and
 *    no case is decorative (`npm run prove`, the vitest project `proof`). A run that leaves it out says `not run`.
 * @module
 */
import { PROOF_KINDS, type Report, type SuiteProof } from "./report-schema.ts";
import type { CaseResult } from "./result.ts";

export type ProofKind = (typeof PROOF_KINDS)[number];

/** How many recordings of each kind the results used, each counted once, strongest kind first. */
export function recordingsUsed(results: readonly CaseResult[]): Report["proof"] {
  const used = new Map(results.flatMap(({ proof }) => proof.map(({ recording, kind }) => [recording, kind])));
  const counts = PROOF_KINDS.map(
    (kind) => [kind, [...used.values()].filter((own) => own === kind).length] as const,
  );
  return Object.fromEntries(counts.filter(([, number]) => number > 0));
}

/** The weakest kind in use, or `null` without recordings. */
export function weakestKind(used: Report["proof"]): ProofKind | null {
  return [...PROOF_KINDS].reverse().find((kind) => (used[kind] ?? 0) > 0) ?? null;
}

/** @example "authored" or "authored (48 of 51 recordings)" */
export function kindText(used: Report["proof"]): string {
  const weakest = weakestKind(used);
  if (weakest === null) return "none (no recordings used)";
  const all = Object.values(used).reduce((sum, number) => sum + number, 0);
  const own = used[weakest] ?? 0;
  return own === all ? weakest : `${weakest} (${own} of ${all} recordings)`;
}

/** Kinds that tell nothing of the host. */
const NOT_OF_HOST: readonly ProofKind[] = ["derived", "copied"];

/** How many scenarios are not the host's own. @example "45 of 51 scenarios are the API's own, nothing is known of this host" */
export function notOfHost(used: Report["proof"]): string | null {
  const all = Object.values(used).reduce((sum, number) => sum + number, 0);
  const [derived = 0, copied = 0] = NOT_OF_HOST.map((kind) => used[kind] ?? 0);
  if (derived + copied === 0) return null;
  const parts = [
    ...(derived > 0 ? [`${derived} of ${all} scenarios are the API's own`] : []),
    ...(copied > 0 ? [`${copied} of ${all} answers are another host's`] : []),
  ];
  return `${parts.join(", ")}, nothing is known of this host`;
}

/** Is a proof level weaker than another? Nothing used is weaker than anything. */
export function isWeaker(used: Report["proof"], than: ProofKind): boolean {
  const weakest = weakestKind(used);
  return weakest === null || PROOF_KINDS.indexOf(weakest) > PROOF_KINDS.indexOf(than);
}

const SUITE_TEXT: Record<SuiteProof, string> = {
  stands: "suite proven",
  broken: "SUITE'S PROOF BROKEN",
  "not run": "suite's proof not run",
};

/** Both facts. @example "authored, suite proven" */
export const proofLevelText = (used: Report["proof"], suite: SuiteProof): string =>
  `${kindText(used)}, ${SUITE_TEXT[suite]}`;

/** What the tests of the proof say of the suite, by their states: a proof that was filtered is none. */
export function suiteProofOf(states: readonly string[], moduleErrors: number): SuiteProof {
  if (states.includes("failed") || moduleErrors > 0) return "broken";
  return states.length > 0 && states.every((state) => state === "passed") ? "stands" : "not run";
}
