/**
 * The proof for a hurry: each defect until one case catches it, each case until it catches one defect. Where to look
 * first is remembered from the last whole search; a memory that is old costs time, never truth, since what it names is
 * run again and the whole search follows.
 * @module
 */
import type { Defect } from "../defects/defect.ts";
import type { PlanItem } from "../engine/plan.ts";
import { placeOf } from "../outcome/result.ts";
import { type Proof, type ProveOptions, proveDefect, searchesOf, tryItems } from "./prove.ts";

/** Of each defect the runs that caught it, as {@link runName} names them. */
export type KnownKills = Readonly<Record<string, readonly string[]>>;

type Options = Omit<ProveOptions, "at" | "full">;

/** One planned run. @example "usage.one-id at groq/openai-chat [ptb]" */
export const runName = (item: PlanItem): string => `${item.case.id} at ${placeOf(item)} [${item.mode}]`;

const isNamedBy = (names: readonly string[]) => (item: PlanItem) => names.includes(runName(item));

/** Runs what is remembered: a share of the combinations of generated cases, and all of them where that shows nothing. */
async function tryRemembered(defect: Defect, items: readonly PlanItem[], options: Options): Promise<Proof> {
  const share = await tryItems(defect, items, options);
  // Which combination shows it is not remembered.
  return share.rightly.length > 0 ? share : tryItems(defect, items, { ...options, every: 1 });
}

/** Runs cases against a defect until one catches it under a requirement that it breaks. */
export async function firstKill(
  defect: Defect,
  options: Options,
  among: readonly PlanItem[],
  known: KnownKills,
): Promise<Proof> {
  const remembered = among.filter(isNamedBy(known[defect.id] ?? []));
  const found = await tryRemembered(defect, remembered, options);
  if (found.rightly.length > 0) return found;
  const share = await proveDefect(defect, { ...options, first: true }, among);
  // A share of a generated case's combinations may leave out the one that shows it.
  return share.rightly.length > 0 ? share : proveDefect(defect, { ...options, first: true, every: 1 }, among);
}

/** The first of these defects that a case catches under a requirement that it breaks; `null` where it catches none. */
export async function firstCaught(
  caseId: string,
  defects: readonly Defect[],
  options: Options,
  among: readonly PlanItem[],
  known: KnownKills,
): Promise<Defect | null> {
  const runs = among.filter((item) => item.case.id === caseId);
  for (const defect of defects) {
    const items = runs.filter(isNamedBy(known[defect.id] ?? []));
    if (items.length > 0 && (await tryRemembered(defect, items, options)).rightly.length > 0) return defect;
  }
  const requirements: readonly string[] = runs[0]?.case.requirements ?? [];
  for (const defect of defects.filter(({ breaks }) => breaks.some((id) => requirements.includes(id)))) {
    for (const items of searchesOf(defect, among)) {
      const own = items.filter((item) => item.case.id === caseId);
      if ((await tryItems(defect, own, options)).rightly.length > 0) return defect;
    }
  }
  return null;
}

/** What is worth remembering of whole proofs: one kill of each defect, and one of each case. */
export function worthKnowing(proofs: readonly Proof[]): KnownKills {
  const known: Record<string, string[]> = {};
  const covered = new Set<string>();
  for (const { defect, rightly } of proofs) {
    const fresh = rightly.filter((kill) => !covered.has(kill.case));
    const kept = fresh.length > 0 ? fresh : rightly.slice(0, 1);
    for (const kill of kept) covered.add(kill.case);
    known[defect.id] = [...new Set(kept.map((kill) => `${kill.case} at ${placeOf(kill)} [${kill.mode}]`))];
  }
  return Object.fromEntries(Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1)));
}
