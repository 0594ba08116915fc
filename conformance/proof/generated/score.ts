/**
 * What generated defects say of the suite: the kill rate of those that anybody could see, field by field.
 * @module
 */
import { type Mutant, nameOfMutant } from "./mutant.ts";
import type { MutantVerdict } from "./prove-mutant.ts";

/** The share of visible mutants that must be killed. */
export const WANTED = 0.95;

export interface FieldScore {
  field: string;
  generated: number;
  /** Mutants whose field came by and was changed. */
  visible: number;
  /** Visible ones that no case has to see, each with a reason. */
  excused: number;
  killed: number;
  /** Of those killed, by the cases that compare generated messages. */
  byGenerated: number;
}

export interface Survivor {
  name: string;
  /** Why nobody has to see it; `null` where it is a hole. */
  reason: string | null;
}

export interface Score {
  fields: FieldScore[];
  total: FieldScore;
  survivors: Survivor[];
  /** Killed, of those that are visible and not excused; 1 where there are none. */
  rate: number;
}

/** What nobody has to see, with the reason. */
interface Excuse {
  covers(mutant: Mutant): boolean;
  reason: string;
}

/** Parameters that an API of providers has no place for. */
const NOT_HELD: Readonly<Record<string, readonly string[]>> = {
  "openai-responses": ["stop", "stop_sequences", "seed", "presence_penalty", "frequency_penalty"],
  "anthropic-messages": ["seed", "presence_penalty", "frequency_penalty"],
  "bedrock-converse": ["seed", "presence_penalty", "frequency_penalty"],
};

const EXCUSES: readonly Excuse[] = [
  {
    covers: ({ seam, field }) => seam === "record" && (field === "latencyMs" || field === "startedAt"),
    reason: "time stands still in a case: every duration is 0, and every start is the same",
  },
  {
    covers: ({ seam, operator }) => seam === "reserve" && operator === "off-by-one",
    reason: "a trillionth of a dollar more than is needed may be set aside",
  },
  {
    covers: ({ field, operator }) => field === "choices" && (operator === "swap" || operator === "re-order"),
    reason: "each choice says its index, so their order says nothing",
  },
  {
    covers: ({ api, field }) => NOT_HELD[api]?.includes(field) === true,
    reason: "the provider's API has no such parameter: it is dropped, and named",
  },
];

/** Why a surviving mutant is no hole, or `null`. */
export const excuseFor = (mutant: Mutant): string | null =>
  EXCUSES.find(({ covers }) => covers(mutant))?.reason ?? null;

const none = (field: string): FieldScore => ({
  field,
  generated: 0,
  visible: 0,
  excused: 0,
  killed: 0,
  byGenerated: 0,
});

function add(score: FieldScore, { mutant, spoilt, kill }: MutantVerdict): void {
  score.generated++;
  if (spoilt === 0) return;
  score.visible++;
  if (kill) score.killed++;
  else if (excuseFor(mutant) !== null) score.excused++;
  if (kill?.generated) score.byGenerated++;
}

/** Adds the verdicts up. */
export function scoreOf(verdicts: readonly MutantVerdict[]): Score {
  const fields = new Map<string, FieldScore>();
  const total = none("all");
  for (const verdict of verdicts) {
    const field = `${verdict.mutant.seam} ${verdict.mutant.field}`;
    const score = fields.get(field) ?? none(field);
    fields.set(field, score);
    add(score, verdict);
    add(total, verdict);
  }
  const survivors = verdicts
    .filter(({ spoilt, kill }) => spoilt > 0 && kill === null)
    .map(({ mutant }) => ({ name: nameOfMutant(mutant), reason: excuseFor(mutant) }));
  const judged = total.visible - total.excused;
  return {
    fields: [...fields.values()].sort((a, b) => a.field.localeCompare(b.field)),
    total,
    survivors,
    rate: judged === 0 ? 1 : total.killed / judged,
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const row = ({ field, generated, visible, excused, killed, byGenerated }: FieldScore): string => {
  const judged = visible - excused;
  const rate = judged === 0 ? "-" : percent(killed / judged);
  return `${field.padEnd(52)} ${[generated, visible, killed, byGenerated].map((n) => String(n).padStart(9)).join(" ")} ${rate.padStart(9)}`;
};

/** The table of the fields and the survivors, as lines of text. */
export function scoreLines({ fields, total, survivors, rate }: Score): string[] {
  const head = `${"field".padEnd(52)} ${["generated", "visible", "killed", "by gen."].map((name) => name.padStart(9)).join(" ")} ${"rate".padStart(9)}`;
  return [
    head,
    ...fields.map(row),
    row(total),
    ...survivors.map(({ name, reason }) =>
      reason === null ? `survives: ${name}` : `survives, and may: ${name} (${reason})`,
    ),
    `${percent(rate)} of the visible mutants killed, ${percent(WANTED)} wanted`,
  ];
}
