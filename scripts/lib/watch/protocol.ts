/**
 * What the watcher and the processes that run cases for it tell each other.
 * @module
 */
import type { Area, Mode } from "../../../conformance/engine/case.ts";
import type { Place } from "../../../conformance/engine/deal.ts";
import type { CaseResult } from "../../../conformance/outcome/result.ts";
import type { Filter } from "../test-options.ts";

/** What is to run. */
export interface Task {
  /** The cases of one mode: each process has one. */
  mode: Mode;
  /** Which of the processes it is. */
  share: Place;
  filter: Filter;
  /** Narrower than the filter: what a saved file concerns. */
  providers: readonly string[] | null;
  areas: readonly Area[] | null;
  seed: number;
  every: number;
  strict: boolean;
  /** Names of runs that were red the last time. */
  red: readonly string[];
  /** Milliseconds that runs took, by their names. */
  tookMs: Readonly<Record<string, number>>;
}

/** The watcher says which file to load, and, at some time, what to run from it. */
export type Order = { load: string } | { run: Task; from: string };

/** How many runs there are, of each kind. */
export interface Planned {
  red: number;
  sample: number;
  all: number;
}

export type Report =
  | { ready: true }
  /** What is wrong with the data or the sources, a line each: nothing runs. */
  | { problems: string[] }
  | { planned: Planned }
  | { result: CaseResult }
  /** Everything that goes first has run. */
  | { first: true }
  | { done: true };
