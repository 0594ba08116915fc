/**
 * The claim of a run in words, the same in every form of the report.
 * @module
 */
import { notOfHost, proofLevelText } from "./proof-level.ts";
import type { Conformity, Report } from "./report-schema.ts";

const share = ({ every }: Report): string => (every === 1 ? "" : ", combinations dealt out");

/** What is broken, by the causes: what only fails after one of them is a number. @example "; broken: AUT-01 (16 more fail after it)" */
function brokenText({ broken, causes }: Conformity): string {
  if (broken.length === 0) return "";
  if (causes.length === 0) return `; broken: ${broken.join(", ")}`;
  const after = broken.length - causes.length;
  return `; broken: ${causes.join(", ")}${after === 0 ? "" : ` (${after} more fail after ${causes.length === 1 ? "it" : "them"})`}`;
}

/** What no target could show is no part of a claim. */
const verbOf = ({ verdict }: Conformity, set: string): string =>
  verdict === "conforms where observable" ? `conforms to ${set} where observable` : `${verdict} to ${set}`;

/** @example "conforms to 2027-01: MUST 95/95, SHOULD 2/2, proof level authored, suite proven" */
export function claimText(report: Report, own: Conformity): string {
  const { set } = report.conformance;
  const levels = own.levels.map(({ level, held, applicable }) => `${level} ${held}/${applicable}`);
  const held = levels.length === 0 ? "nothing checked" : levels.join(", ");
  const broken = brokenText(own);
  if (own.verdict === "partly run") {
    const of = own.ofRuns === 0 ? "" : ` (${own.runs} of ${own.ofRuns} runs)`;
    return `${set} partly run${of}, no claim; so far ${held}${broken}`;
  }
  // Of one provider, what does not apply is no matter; of all, it is a hole in the claim.
  const nowhere = own.provider === null && own.notApplicable.length > 0;
  const unchecked = nowhere ? `; checked nowhere: ${own.notApplicable.join(", ")}` : "";
  const proof = proofLevelText(own.proof, report.suiteProof);
  const unknown = own.provider === null ? null : notOfHost(own.proof);
  const known = unknown === null ? "" : `; ${unknown}`;
  const { length: unseen } = own.notObservable;
  const hidden = unseen === 0 ? "" : `; ${unseen} requirements not observable`;
  return `${verbOf(own, set)}: ${held}, proof level ${proof}${share(report)}${known}${broken}${unchecked}${hidden}`;
}

/** Who the claim is about. @example "vertex/anthropic-messages", "vertex" */
export const claimant = ({ provider, api }: Conformity): string => {
  if (provider === null) return "all providers";
  return api === null ? provider : `${provider}/${api}`;
};

/** One claim per API, one per provider that has several, then the one about all. */
export function claimsOf({ conformance }: Report): Conformity[] {
  const { apis, providers, total } = conformance;
  const own = providers.flatMap((claim) => {
    const parts = apis.filter(({ provider }) => provider === claim.provider);
    const isSame = parts.length === 1 && parts[0]?.ofRuns === claim.ofRuns;
    return isSame ? parts : [...parts, claim];
  });
  return [...own, total];
}
