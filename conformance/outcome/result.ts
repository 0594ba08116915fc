/**
 * What the runner found out, as plain data: the source of the console table, JSON, JUnit and every later report.
 * @module
 */

import type { ProviderApiId } from "../../registry/apis/index.ts";
import type { Area, Mode } from "../engine/case.ts";
import type { WireMessage } from "../engine/exchange.ts";
import type { ProofKind } from "../recordings/proof-kind.ts";
import type { RequirementId } from "../requirements/index.ts";

export const OUTCOMES = [
  "passed",
  "failed",
  "hang",
  "expected-failure",
  "unexpected-pass",
  "not-applicable",
  "not-observable",
  "untested",
  "harness-error",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that turn a run red. */
export const RED: readonly Outcome[] = ["failed", "hang", "unexpected-pass", "untested", "harness-error"];

/** Outcomes of cases that the target had no part in: skipped, and never counted as passed (TGT-01). */
export const SKIPPED: readonly Outcome[] = ["not-applicable", "not-observable"];

export interface CheckResult {
  requirement: RequirementId;
  name: string;
  ok: boolean;
  /** Printable; the first difference where the values are large. */
  expected: string;
  seen: string;
  /** What to do about it. */
  repair: string | null;
}

export interface CaseResult {
  case: string;
  title: string;
  /** What the case is about. */
  requirements: readonly RequirementId[];
  area: Area;
  provider: string;
  /** The API of the provider that was tested. */
  api: ProviderApiId;
  mode: Mode;
  target: string;
  outcome: Outcome;
  /** Why it is not applicable, not observable, untested, an expected failure, or what broke in the harness. */
  reason: string | null;
  checks: CheckResult[];
  /** The recordings that it used, and where each comes from. */
  proof: { recording: string; kind: ProofKind }[];
  /** How many combinations a generated case tried; absent where the case is written out. */
  combinations?: number;
  durationMs: number;
  /** What went over the wire before the first failed check; absent where nothing failed. */
  exchange?: WireMessage[];
  /** The one command that runs just this again. */
  reproduce: string;
}

/** The check that fails where a provider would have refused a request (MAP-15). */
export const BREACH = "upstream.contract";

/** What a result is about. @example "vertex/anthropic-messages" */
export const placeOf = ({ provider, api }: { provider: string; api: string }): string => `${provider}/${api}`;

/** @example "deepinfra/openai-chat ptb errors.status" */
export const nameOf = (result: Pick<CaseResult, "provider" | "api" | "mode" | "case">): string =>
  `${placeOf(result)} ${result.mode} ${result.case}`;
