/**
 * Which defects the options of `npm run prove` select. Pure: what exists is handed in.
 * @module
 */
import type { Defect } from "../../conformance/defects/defect.ts";
import { matchesCase } from "../../conformance/engine/plan.ts";
import type { Shard } from "../../conformance/engine/shard.ts";
import { suggestion } from "../../registry/routing/nearest.ts";
import { WrongUse } from "./wrong-use.ts";

/** As the command line gives them. */
export interface ProveOptions {
  defect?: string[];
  provider?: string;
  area?: string;
  defects?: string;
  full?: true;
  jobs?: number;
  list?: true;
  remember?: true;
  /** How many defects to generate, in place of those that are written. */
  generated?: number;
  seed?: number;
  /** These generated ones alone, by name. */
  mutant?: string[];
  /** One share of the generated ones. */
  shard?: Shard;
  /** A file that keeps their verdicts; those that it holds are not looked for again. */
  verdicts?: string;
  /** Where the score of the generated ones goes, as JSON. */
  out?: string;
}

function checkNames(patterns: readonly string[], all: readonly Defect[]): void {
  const ids = all.map(({ id }) => id);
  for (const pattern of patterns) {
    if (ids.some((id) => matchesCase(id, pattern))) continue;
    throw new WrongUse(
      `unknown defect "${pattern}".${suggestion(pattern, ids)} All of them: npm run prove -- --list`,
    );
  }
}

/**
 * The selected defects, those of one's own first.
 * @throws WrongUse for a name that nothing has, an id that is taken, or when nothing is left
 */
export function selectDefects(
  ours: readonly Defect[],
  own: readonly Defect[],
  { defect: patterns, provider, area }: ProveOptions,
): Defect[] {
  const all = [...own, ...ours];
  const twice = own.find(({ id }) => all.filter((other) => other.id === id).length > 1);
  if (twice) throw new WrongUse(`the defect id "${twice.id}" is taken; give yours a prefix, like mine.`);
  checkNames(patterns ?? [], all);
  const selected = all
    .filter(({ id }) => patterns?.some((pattern) => matchesCase(id, pattern)) ?? true)
    .filter((defect) => area === undefined || own.includes(defect) || defect.id.startsWith(`${area}.`))
    .filter(({ providers }) => provider === undefined || (providers?.includes(provider) ?? true));
  if (selected.length === 0) throw new WrongUse("nothing to prove: no defect is selected");
  return selected;
}
