/**
 * The proof: each planted defect against the cases of the requirements that it breaks.
 * @module
 */
import type { Defect } from "./defects/defect.ts";
import { isRed } from "./outcome/red.ts";
import { buildPlan, type PlanItem } from "./plan.ts";
import { type RunOptions, runCase } from "./runner.ts";
import { referenceTarget } from "./targets/reference.ts";

export interface Kill {
  case: string;
  provider: string;
  /** Requirements of the checks that failed. */
  requirements: readonly string[];
}

export interface Proof {
  defect: Defect;
  kills: Kill[];
  /** At least one kill names a requirement that the defect breaks. */
  named: boolean;
}

const MAIN = "deepinfra";

/** Cases that can matter: those of a requirement that the defect breaks. */
function candidates(defect: Defect, among: readonly PlanItem[]): PlanItem[] {
  const broken = defect.breaks as readonly string[];
  const where = defect.providers ?? [MAIN];
  return among.filter(
    (item) =>
      where.includes(item.provider) &&
      (item.verdict.kind === "run" || item.verdict.kind === "twin") &&
      item.case.requirements.some((id) => broken.includes(id)),
  );
}

/** Runs a defect and says which cases turned red. */
export async function proveDefect(
  defect: Defect,
  options: Omit<RunOptions, "target">,
  among: readonly PlanItem[] = buildPlan(),
): Promise<Proof> {
  const target = referenceTarget(defect.plant, defect.around);
  const kills: Kill[] = [];
  for (const item of candidates(defect, among)) {
    if (kills.some((kill) => kill.case === item.case.id && kill.provider === item.provider)) continue;
    const result = await runCase(item, { ...options, target });
    const failed = result.checks.filter((check) => !check.ok).map((check) => check.requirement);
    if (failed.length > 0 && isRed(result, true)) {
      kills.push({ case: item.case.id, provider: item.provider, requirements: [...new Set(failed)] });
    }
  }
  const named = kills.some((kill) =>
    kill.requirements.some((id) => (defect.breaks as readonly string[]).includes(id)),
  );
  return { defect, kills, named };
}
