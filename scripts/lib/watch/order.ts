/**
 * Which runs of a plan come first: those that were red the last time, then a few that stand for all, then the rest. Pure.
 * @module
 */
import type { Area } from "../../../conformance/engine/case.ts";
import type { Place } from "../../../conformance/engine/deal.ts";
import type { PlanItem } from "../../../conformance/engine/plan.ts";
import { grouped } from "../../../conformance/outcome/grouped.ts";
import { nameOf, placeOf } from "../../../conformance/outcome/result.ts";

/** What of a planned run decides about its place. */
export interface Run extends Pick<PlanItem, "provider" | "api" | "mode"> {
  case: { id: string; area: Area };
}

export interface Knowledge {
  /** The names of runs that were red the last time. */
  red: ReadonlySet<string>;
  /** How many planted defects a case is remembered to have caught. */
  catches: ReadonlyMap<string, number>;
  /** Ids of the cases that play a recording: they compare a whole request and a whole answer with what they have to be. */
  playing: ReadonlySet<string>;
  /** How long a run took, in milliseconds, where it ran before. */
  tookMs: ReadonlyMap<string, number>;
}

/** At most so many runs are a sample, in each process. */
export const SAMPLE = 8;
/** A run of which nothing is known counts as one that takes so long, in milliseconds. */
const UNKNOWN_MS = 50;
/** What a run takes besides itself; without it those that look at next to nothing would always win. */
const OVERHEAD_MS = 20;

/** @example "groq/openai-chat ptb auth.provider.credential" */
export const nameOfRun = ({ case: { id }, ...place }: Run): string => nameOf({ ...place, case: id });

/** The runs of each area: first those that play a recording, of both kinds those that catch most in their time. */
function byArea<T extends Run>(runs: readonly T[], { catches, playing, tookMs }: Knowledge): T[][] {
  const plays = ({ case: { id } }: Run): number => Number(playing.has(id));
  const worth = (run: T): number =>
    (1 + (catches.get(run.case.id) ?? 0)) / (OVERHEAD_MS + (tookMs.get(nameOfRun(run)) ?? UNKNOWN_MS));
  const groups = grouped(runs, ({ case: { area } }) => area);
  return [...groups.values()].map((own) => own.sort((a, b) => plays(b) - plays(a) || worth(b) - worth(a)));
}

/** One of each area in turn, of the APIs of providers in turn, until there are enough. */
function inTurn<T extends Run>(areas: readonly (readonly T[])[], most: number): T[] {
  const found = new Set<T>();
  const places = [...new Set(areas.flat().map(placeOf))];
  const rounds = Math.max(0, ...areas.map(({ length }) => length));
  for (let round = 0; round < rounds && found.size < most; round++) {
    for (const [index, area] of areas.entries()) {
      const left = area.filter((run) => !found.has(run));
      const place = places[(index + round) % places.length];
      const run = left.find((one) => placeOf(one) === place) ?? left[0];
      if (run !== undefined && found.size < most) found.add(run);
    }
  }
  return [...found];
}

export interface Ordered<T> {
  /** Were red the last time. */
  red: T[];
  /** Stand for the rest until it has run. */
  sample: T[];
  rest: T[];
}

/**
 * Puts runs into the order in which they say most soonest; each is in one of the three lists.
 * @param share processes that run at the same time have samples of different areas
 */
export function ordered<T extends Run>(runs: readonly T[], known: Knowledge, share: Place): Ordered<T> {
  const red = runs.filter((run) => known.red.has(nameOfRun(run)));
  const others = runs.filter((run) => !known.red.has(nameOfRun(run)));
  const areas = byArea(others, known).filter((_, index) => index % share.of === share.index);
  const sample = inTurn(areas, SAMPLE);
  const chosen = new Set(sample);
  return { red, sample, rest: others.filter((run) => !chosen.has(run)) };
}
