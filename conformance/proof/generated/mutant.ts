/**
 * Generated defects: a field, an operator, and how often it strikes, planted at a seam. Plain data, so that a process can be
 * told one and a person can ask for it again.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import type { Mode } from "../../engine/case.ts";
import { MODES } from "../../engine/case.ts";
import { dice } from "../../oracle/meaning/answer.ts";
import { fieldsOf } from "./fields.ts";
import {
  FITTING,
  OPERATOR_IDS,
  OPERATORS,
  type OperatorId,
  TIMES,
  TIMES_IDS,
  type Times,
} from "./operators.ts";
import { changedAt } from "./paths.ts";
import { type Change, type Planted, SEAM_IDS, SEAMS, type SeamId } from "./seams.ts";

export interface Mutant {
  seam: SeamId;
  field: string;
  operator: OperatorId;
  times: Times;
  provider: string;
  api: string;
  mode: Mode;
}

/** @example "chunk/choices[].delta.content/trim/every@vertex/gemini/ptb" */
export const nameOfMutant = ({ seam, field, operator, times, provider, api, mode }: Mutant): string =>
  `${seam}/${field}/${operator}/${times}@${provider}/${api}/${mode}`;

const NAME = /^([a-z-]+)\/([^/@]+)\/([a-z-]+)\/([a-z-]+)@([a-z0-9-]+)\/([a-z0-9-]+)\/(ptb|byok)$/;

/** A mutant by its name, or `null` where there is none of that name. */
export function mutantNamed(name: string): Mutant | null {
  const [, seam, field = "", operator, times, provider = "", api = "", mode] = NAME.exec(name) ?? [];
  const found = {
    seam: SEAM_IDS.find((id) => id === seam),
    operator: OPERATOR_IDS.find((id) => id === operator),
    times: TIMES_IDS.find((id) => id === times),
    mode: MODES.find((id) => id === mode),
  };
  const { seam: at, operator: how, times: often, mode: who } = found;
  if (!at || !how || !often || !who || !fieldsOf(at).some((known) => known.field === field)) return null;
  return { seam: at, field, operator: how, times: often, provider, api, mode: who };
}

/** A place where mutants may be planted: an API at a provider. */
export interface Place {
  provider: string;
  api: string;
}

/** Without a wallet nobody pays: what is set aside and settled shows in PTB alone. */
const MONEY_ONLY: readonly SeamId[] = ["reserve", "settle"];

const everyField = SEAM_IDS.flatMap((seam) => fieldsOf(seam).map((field) => ({ seam, ...field })));

/** Different mutants, the same for the same seed: each API as often as the others, and each field. */
export function mutants(places: readonly Place[], count: number, seed: number): Mutant[] {
  const roll = dice(seed);
  const pick = <T>(list: readonly T[]): T => {
    const found = list[roll(list.length)];
    if (found === undefined) throw new Error("there is nothing to choose from");
    return found;
  };
  const apis = [...new Set(places.map(({ api }) => api))];
  const found = new Map<string, Mutant>();
  // So many draws find as many different ones, unless there are not that many.
  for (let draws = 0; found.size < count && draws < count * 20; draws++) {
    const { seam, field, kind } = pick(everyField);
    const wanted = pick(apis);
    const { provider, api } = pick(places.filter((place) => place.api === wanted));
    const mutant: Mutant = {
      seam,
      field,
      operator: pick<OperatorId>(FITTING[kind]),
      times: pick(TIMES_IDS),
      provider,
      api,
      mode: MONEY_ONLY.includes(seam) ? "ptb" : pick(MODES),
    };
    found.set(nameOfMutant(mutant), mutant);
  }
  return [...found.values()];
}

/** Ready to be planted; `spoilt` counts how often a value came by that is another one now. */
export function planted(mutant: Mutant): Planted & { spoilt: () => number } {
  const spoil = OPERATORS[mutant.operator]();
  const each = TIMES[mutant.times];
  let seen = 0;
  let spoilt = 0;
  const atField = (value: unknown): unknown => {
    // A stale value is the one before, whether or not it is this one's turn.
    const changed = spoil(value);
    seen++;
    if (seen % each !== 0 || isDeepStrictEqual(changed, value)) return value;
    spoilt++;
    return changed;
  };
  const change: Change = (root) => changedAt(root, mutant.field, atField) as typeof root;
  return { ...SEAMS[mutant.seam](change), spoilt: () => spoilt };
}
