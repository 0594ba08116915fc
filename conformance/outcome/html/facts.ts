/**
 * What a page knows beside the results: the requirements' cases and defects, the age of the evidence, the contracts.
 * @module
 */
import type { Trace } from "../../requirements/traceability.ts";
import type { Comparison } from "../compare.ts";
import type { Report } from "../report-schema.ts";

export interface ReportFacts {
  traces: readonly Trace[];
  /** Titles of planted defects, by id. */
  defects: Readonly<Record<string, string>>;
  /** From which day to which the evidence of a provider's recordings is, by its slug (ISO dates). */
  ages: Readonly<Record<string, { from: string; to: string }>>;
  /** What each provider of the run owes, by its slug. */
  checklists: Readonly<Record<string, readonly CheckItem[]>>;
  contracts: { rules: number; refusing: number };
  /** The text of a file of the checkout; `null` where it is not there. */
  source(path: string): string | null;
}

/** A point of a provider's deployment checklist (ADD-02). */
export interface CheckItem {
  name: string;
  /** `null` where it is not known. */
  done: boolean | null;
  text: string;
  /** The file to look at, or the command. */
  settle: string;
}

/** Everything that a page shows. */
export interface PageProps {
  report: Report;
  facts: ReportFacts;
  comparison: Comparison | null;
  /** So many causes show what went over the wire. */
  exchanges: number;
}
