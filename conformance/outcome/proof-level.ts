/**
 * The proof level: how much a green result is worth. Two facts, and this is the only place that defines them.
 *
 * 1. Where the provider's answers come from: the weakest kind among the recordings that its cases used. `live` was captured
 *    with a key, `imported` by somebody else, `derived` was made from another recording, `authored` was written by hand
 *    from evidence. One authored recording among a hundred live ones makes the level `authored`; the counts stand beside it.
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
