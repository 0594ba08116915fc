/**
 * Runs a generated defect against the cases that look at its field, and says who saw it.
 * @module
 */
import type { PlanItem } from "../../engine/plan.ts";
import { type RunOptions, runCase } from "../../engine/runner.ts";
import { isRed } from "../../outcome/red.ts";
import { referenceTarget } from "../../targets/reference.ts";
import { FIELDS } from "./fields.ts";
import { type Mutant, planted } from "./mutant.ts";

export interface MutantKill {
  case: string;
  /** Is it one of the cases that compare generated messages? */
  generated: boolean;
  requirement: string;
  check: string;
  expected: string;
  seen: string;
}

export interface MutantVerdict {
  mutant: Mutant;
  /** How often a value was spoilt in all that ran; 0 where the field never came by: nobody could see it. */
  spoilt: number;
  kill: MutantKill | null;
}

/** Each generated case runs at most this share of its combinations. Prime, so that it meets them all. */
const EVERY = 7;

const startsWithAny = (id: string, beginnings: readonly string[]): boolean =>
  beginnings.some((beginning) => id.startsWith(beginning));

/** The cases at the mutant's place: the generated ones first, then those of the areas that may look at its field. */
function casesFor(mutant: Mutant, plan: readonly PlanItem[]): { item: PlanItem; generated: boolean }[] {
  const { cases, areas } = FIELDS[mutant.seam];
  const here = plan.filter(
    ({ provider, api, mode, verdict }) =>
      provider === mutant.provider && api === mutant.api && mode === mutant.mode && verdict.kind === "run",
  );
  const isGenerated = ({ case: { id } }: PlanItem) => startsWithAny(id, cases);
  return [
    ...here.filter(isGenerated).map((item) => ({ item, generated: true })),
    ...here
      .filter((item) => !isGenerated(item) && areas.includes(item.case.area))
      .map((item) => ({ item, generated: false })),
  ];
}

/** Cases of one kind, and which share of their combinations they run. */
interface Pass {
  items: readonly PlanItem[];
  generated: boolean;
  every: number;
}

/**
 * Runs cases until one turns red: the generated ones with a share of their combinations, then with all of them, since a
 * field that is seldom there may miss the share; at last the others. A field that never came by in the generated ones is
 * looked for nowhere else.
 */
export async function proveMutant(
  mutant: Mutant,
  options: Omit<RunOptions, "target">,
  plan: readonly PlanItem[],
): Promise<MutantVerdict> {
  const { plant, around, spoilt } = planted(mutant);
  const target = referenceTarget(plant, around);
  const cases = casesFor(mutant, plan);
  const itemsOf = (wanted: boolean): PlanItem[] =>
    cases.filter(({ generated }) => generated === wanted).map(({ item }) => item);
  const passes: Pass[] = [
    { items: itemsOf(true), generated: true, every: EVERY },
    { items: itemsOf(true), generated: true, every: 1 },
    { items: itemsOf(false), generated: false, every: EVERY },
  ];
  for (const [i, { items, generated, every }] of passes.entries()) {
    if (i > 0 && spoilt() === 0) break;
    for (const item of items) {
      const result = await runCase(item, { ...options, target, every });
      const failed = result.checks.find(({ ok }) => !ok);
      if (spoilt() === 0 || !failed || !isRed(result, true)) continue;
      const { requirement, name: check, expected, seen } = failed;
      const kill = { case: item.case.id, generated, requirement, check, expected, seen };
      return { mutant, spoilt: spoilt(), kill };
    }
  }
  return { mutant, spoilt: spoilt(), kill: null };
}
