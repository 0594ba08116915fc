/**
 * The proof: each planted defect against the cases of the requirements that it breaks.
 * @module
 */
import type { Defect } from "../defects/defect.ts";
import type { Mode } from "../engine/case.ts";
import { buildPlan, isRun, type PlanItem } from "../engine/plan.ts";
import { type RunOptions, runCase } from "../engine/runner.ts";
import { isRed } from "../outcome/red.ts";
import { type CheckResult, placeOf } from "../outcome/result.ts";
import { referenceTarget } from "../targets/reference.ts";

export interface Kill {
  case: string;
  provider: string;
  api: string;
  mode: Mode;
  /** Requirements of the checks that failed. */
  requirements: readonly string[];
  /** What showed it: the first check that failed under a requirement that the defect breaks, else the first of all. */
  shown?: Shown;
}

/** A failed check in short. */
export type Shown = Pick<CheckResult, "requirement" | "name" | "expected" | "seen">;

export interface Proof {
  defect: Defect;
  kills: Kill[];
  /** Kills under the name of a requirement that the defect breaks: only they prove anything. */
  rightly: Kill[];
  /** What kept cases from running at all, each once: a plant that throws breaks the suite, not the gateway. */
  faults: string[];
}

export interface ProveOptions extends Omit<RunOptions, "target"> {
  /** The provider to look at first; a defect that cannot show there is looked for elsewhere. */
  at?: string;
  /** Every case, not only those of the broken requirements. */
  full?: boolean;
  /** No further than the first kill under a requirement that the defect breaks. */
  first?: boolean;
}

/** The check that says most of a kill. */
function shownBy(failed: readonly CheckResult[], broken: readonly string[]): { shown: Shown } | undefined {
  const check = failed.find(({ requirement }) => broken.includes(requirement)) ?? failed[0];
  if (!check) return undefined;
  const { requirement, name, expected, seen } = check;
  return { shown: { requirement, name, expected, seen } };
}

const MAIN = "deepinfra";

/** Each generated case runs under dozens of defects: a share of its combinations must do. Prime, so that it meets them all. */
const EVERY = 7;

/** Where each case is proven: at the main provider, or at the first one that it applies to. */
function homesOf(among: readonly PlanItem[]): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const item of among.filter(isRun))
    if (item.provider === MAIN || !homes.has(item.case.id)) homes.set(item.case.id, placeOf(item));
  return homes;
}

/**
 * Where a defect is looked for, place after place until it is caught: the cases of the requirements that it breaks, at the
 * asked-for or its own providers, or at each case's home; the same at every provider; at last every case, since each one
 * compares what the provider gets and looks for secrets, whatever it declares.
 */
export function searchesOf(
  defect: Defect,
  among: readonly PlanItem[],
  { at, full = false }: Pick<ProveOptions, "at" | "full"> = {},
): PlanItem[][] {
  const broken = defect.breaks as readonly string[];
  const homes = homesOf(among);
  const all = among.filter(isRun);
  const isThere = (item: PlanItem) => {
    const { provider, case: own } = item;
    if (at !== undefined) return provider === at;
    return defect.providers ? defect.providers.includes(provider) : homes.get(own.id) === placeOf(item);
  };
  const isNamed = (item: PlanItem) => item.case.requirements.some((id) => broken.includes(id));
  const here = all.filter(isThere);
  if (full) return [here];
  const mayShow = ({ provider }: PlanItem) => defect.providers?.includes(provider) ?? true;
  const elsewhere = all.filter((item) => isNamed(item) && mayShow(item) && !isThere(item));
  return [here.filter(isNamed), elsewhere, here.filter((item) => !isNamed(item))];
}

/** What a search has found so far. */
interface Found {
  kills: Kill[];
  faults: Set<string>;
}

const isRight =
  ({ breaks }: Defect) =>
  ({ requirements }: Kill): boolean =>
    requirements.some((id) => (breaks as readonly string[]).includes(id));

const proofOf = (defect: Defect, { kills, faults }: Found): Proof => ({
  defect,
  kills,
  rightly: kills.filter(isRight(defect)),
  faults: [...faults],
});

/** Runs these against a defect; stops after the first kill that `isEnough`. */
async function search(
  defect: Defect,
  items: readonly PlanItem[],
  options: RunOptions,
  { kills, faults }: Found,
  isEnough: (kill: Kill) => boolean,
): Promise<void> {
  for (const item of items) {
    if (kills.some(isEnough)) return;
    if (kills.some((kill) => kill.case === item.case.id && placeOf(kill) === placeOf(item))) continue;
    const result = await runCase(item, { every: EVERY, ...options });
    const failed = result.checks.filter((check) => !check.ok);
    if (failed.length > 0 && isRed(result, true)) {
      kills.push({
        case: item.case.id,
        provider: item.provider,
        api: item.api,
        mode: item.mode,
        requirements: [...new Set(failed.map((check) => check.requirement))],
        ...shownBy(failed, defect.breaks),
      });
    } else if (result.outcome === "harness-error") {
      faults.add(result.reason?.split("\n")[0] ?? "no reason");
    }
  }
}

/** Runs these against a defect, no further than the first kill under a requirement that it breaks. */
export async function tryItems(
  defect: Defect,
  items: readonly PlanItem[],
  options: Omit<ProveOptions, "at" | "full">,
): Promise<Proof> {
  const target = referenceTarget(defect.plant, defect.around);
  const found: Found = { kills: [], faults: new Set() };
  await search(defect, items, { ...options, target }, found, isRight(defect));
  return proofOf(defect, found);
}

/** Runs a defect and says which cases turned red. */
export async function proveDefect(
  defect: Defect,
  { full, at, first = false, ...options }: ProveOptions,
  among: readonly PlanItem[] = buildPlan(),
): Promise<Proof> {
  const target = referenceTarget(defect.plant, defect.around);
  const found: Found = { kills: [], faults: new Set() };
  for (const [round, items] of searchesOf(defect, among, { at, full }).entries()) {
    // Beyond the first place one kill is enough: only whether it is caught at all is still open.
    const isEnough = first || round > 0 ? isRight(defect) : () => false;
    await search(defect, items, { ...options, target }, found, isEnough);
  }
  return proofOf(defect, found);
}

const nameOf = ({ case: id, provider, api }: Pick<Kill, "case" | "provider" | "api">): string =>
  `${id} at ${placeOf({ provider, api })}`;

/** Of these kills those whose case is red without any defect, each once: they prove nothing. */
export async function redWhenHealthy(
  kills: readonly Kill[],
  options: Omit<ProveOptions, "at" | "full">,
  among: readonly PlanItem[] = buildPlan(),
): Promise<Kill[]> {
  const target = referenceTarget();
  const wanted = new Map(kills.map((kill) => [nameOf(kill), kill]));
  const red = new Set<Kill>();
  for (const item of among.filter(isRun)) {
    const kill = wanted.get(nameOf({ ...item, case: item.case.id }));
    if (kill && isRed(await runCase(item, { ...options, target, every: EVERY }), true)) red.add(kill);
  }
  return [...red];
}

/** The proofs without the kills of cases that are red anyway. */
export function withoutAlwaysRed(proofs: readonly Proof[], red: readonly Kill[]): Proof[] {
  const names = red.map(nameOf);
  const counts = (kill: Kill) => !names.includes(nameOf(kill));
  return proofs.map((proof) => ({
    ...proof,
    kills: proof.kills.filter(counts),
    rightly: proof.rightly.filter(counts),
  }));
}

/** Is the defect caught, but only at providers other than this one? */
export const isCaughtElsewhere = ({ rightly }: Proof, at: string | undefined): boolean =>
  at !== undefined && rightly.length > 0 && rightly.every(({ provider }) => provider !== at);

/** What a proof shows to be wrong with the suite. */
export interface Verdicts {
  /** Defects that no case catches. */
  holes: Proof[];
  /** Defects that are caught, but only under the name of another requirement. */
  misnamed: Proof[];
  /** Cases that no defect turns red under a name that it breaks. */
  decorative: string[];
}

/** Judges proofs; cases outside `among` are not asked for. */
export function judgeProofs(proofs: readonly Proof[], among: readonly PlanItem[]): Verdicts {
  const killed = new Set(proofs.flatMap(({ rightly }) => rightly.map((kill) => kill.case)));
  const planned = new Set(among.filter(isRun).map((item) => item.case.id));
  return {
    holes: proofs.filter(({ kills }) => kills.length === 0),
    misnamed: proofs.filter(({ kills, rightly }) => kills.length > 0 && rightly.length === 0),
    decorative: [...planned].filter((id) => !killed.has(id)),
  };
}
