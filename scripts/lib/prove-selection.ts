/**
 * What the options of `npm run prove` come down to. The command and its processes read them alike.
 * @module
 */

import { allDefects, type Defect } from "../../conformance/defects/index.ts";
import { loadDefects } from "../../conformance/defects/load.ts";
import { AREAS } from "../../conformance/engine/case.ts";
import { buildPlan, type PlanItem } from "../../conformance/engine/plan.ts";
import { providers } from "../../registry/index.ts";
import { unknownName } from "./nearest.ts";
import { type ProveOptions, selectDefects } from "./prove-options.ts";
import { WrongUse } from "./wrong-use.ts";

export interface Selection {
  defects: readonly Defect[];
  plan: readonly PlanItem[];
}

const known = (kind: string, given: string | undefined, names: readonly string[]): void => {
  if (given !== undefined && !names.includes(given)) throw new WrongUse(unknownName(kind, given, names));
};

/** @throws WrongUse, DefectFileError */
export async function selectionOf(options: ProveOptions): Promise<Selection> {
  known("provider", options.provider, Object.keys(providers));
  known("area", options.area, AREAS);
  const own = options.defects === undefined ? [] : await loadDefects(options.defects);
  return {
    defects: selectDefects(allDefects, own, options),
    plan: buildPlan(),
  };
}
