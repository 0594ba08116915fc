/**
 * What generated defects say of the suite: the kill rate of those that anybody could see, field by field.
 * @module
 */
import { openRegistry } from "../../../registry/index.ts";
import type { Parameter } from "../../../registry/parameters.ts";
import { HOLDS, isSpoken } from "../../oracle/meaning/holds.ts";
import { FAILURES_HELD } from "../../oracle/meaning/read-history.ts";
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

/** Fields that are parameters, by the name that endpoints have for them. */
const PARAMETERS: Readonly<Record<string, Parameter>> = {
  temperature: "temperature",
  top_p: "top_p",
  presence_penalty: "presence_penalty",
  frequency_penalty: "frequency_penalty",
  seed: "seed",
  stop: "stop",
  stop_sequences: "stop",
};

/** Does an endpoint of the provider that can be asked take it on that API? Whether the registry is right about that is for its own tests. */
function isTaken({ provider, api }: Pick<Mutant, "provider" | "api">, parameter: Parameter): boolean {
  const { endpointsOfProvider } = openRegistry().indexes;
  const asked = endpointsOfProvider(provider).filter(
    ({ status }) => status === "active" || status === "beta",
  );
  return asked.some((endpoint) =>
    endpoint.apis.some(({ id, parameters }) => id === api && parameters.includes(parameter)),
  );
}

/** What an API has no field for, by its documentation: named as dropped there, whatever an endpoint lists. */
const NO_FIELD: Readonly<Record<string, readonly Parameter[]>> = {
  "openai-responses": ["stop", "seed", "presence_penalty", "frequency_penalty"],
  "anthropic-messages": ["seed", "presence_penalty", "frequency_penalty"],
  "bedrock-converse": ["seed", "presence_penalty", "frequency_penalty"],
};

/** A parameter, on its way to an API without a field for it, or to a provider none of whose endpoints takes it. */
function isDropped({ seam, field, ...place }: Mutant): boolean {
  const parameter = PARAMETERS[field];
  if (parameter === undefined || (seam !== "asked" && seam !== "request")) return false;
  return NO_FIELD[place.api]?.includes(parameter) === true || !isTaken(place, parameter);
}

/** Where answers name themselves. */
const OWN_IDS = ["id", "message.id"];

/** Where arguments come in pieces. */
const PIECES = ["choices[].delta.tool_calls[].function.arguments", "delta.partial_json", "delta"];

const isIdTold = (api: string): boolean => isSpoken(api) && HOLDS[api].names.includes("id");

const EXCUSES: readonly Excuse[] = [
  {
    covers: ({ seam, field }) => seam === "record" && (field === "latencyMs" || field === "startedAt"),
    reason: "time stands still in a case: every duration is 0, and every start is the same",
  },
  {
    covers: ({ seam, operator }) =>
      seam === "reserve" && (operator === "off-by-one" || operator === "duplicate"),
    reason: "how much more than the dearest answer is set aside is the gateway's own affair",
  },
  {
    covers: ({ seam, operator }) => seam === "reserve" && operator === "round",
    reason:
      "less than a millionth of a dollar: the words around the messages, which no host counts, are dearer",
  },
  {
    covers: ({ field, operator }) => field === "choices" && (operator === "swap" || operator === "re-order"),
    reason: "each choice says its index, so their order says nothing",
  },
  {
    covers: ({ field, operator }) => operator === "round" && PIECES.includes(field),
    reason: "a piece of a call's arguments is JSON by accident alone: nobody reads and writes it as such",
  },
  {
    covers: ({ seam, field, api }) =>
      seam === "asked" && field.endsWith(".is_error") && !(isSpoken(api) && FAILURES_HELD.includes(api)),
    reason: "the API has no word for a result that is a failure: its text alone says so",
  },
  {
    covers: ({ seam, field, operator, api }) =>
      seam === "asked" &&
      operator === "round" &&
      field.endsWith("function.arguments") &&
      isSpoken(api) &&
      !HOLDS[api].argumentsAreText.whole,
    reason: "the API has arguments as objects: blanks, and digits beyond a double, are gone either way",
  },
  {
    covers: isDropped,
    reason:
      "the API has no field for it, or no endpoint of the provider takes it there: it is dropped, and named",
  },
  {
    covers: ({ seam, field, operator, api }) =>
      (seam === "told" || seam === "answer" || seam === "chunk") &&
      OWN_IDS.includes(field) &&
      operator !== "stale" &&
      !isIdTold(api),
    reason: "the provider tells no id, so that the gateway makes one of its own: another one is as good",
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
