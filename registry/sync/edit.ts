/**
 * Writes a changed price into the text of an endpoint file: the old price keeps its days, the new one begins on a day, with
 * its source. What the text does not show plainly is left to a person, with the reason.
 * @module
 */
import { picoToPerMillion } from "../pricing/money.ts";
import { compileRates } from "../pricing/tiers.ts";
import type { Difference } from "./compare.ts";

export interface EditTerms {
  /** The catalogue as evidence names it: `models.dev@<commit>`. */
  source: string;
  /** The first day of the new price; ISO date. */
  date: string;
  /** The day on which the catalogue was read; ISO date. */
  read: string;
  /** When the evidence has to be looked at again; ISO date. */
  reverifyAfter: string;
  /** The first day of the model, from which the old price holds; ISO date. */
  created: string;
}

export type Edit = { ok: true; text: string } | { ok: false; reason: string };

type Changed = Extract<Difference, { kind: "changed" }>;

/** A price that moves by this factor or more is a slip of units more often than a price. */
const SUSPECT = 5;

const no = (reason: string): Edit => ({ ok: false, reason });

/** Why a change needs a person, before its file is looked at. */
export function needsPerson({ endpoint, moves }: Changed): string | null {
  if (endpoint.deployment !== "default")
    return `the deployment "${endpoint.deployment}" has prices of its own`;
  const [step] = moves.filter(({ from }) => from > 0);
  if (step) return `a price for prompts from ${step.from} tokens needs its boundary looked up`;
  const free = moves.find(({ now }) => Number(now) === 0);
  if (free) return `${free.class} costs nothing now, which is a promotion or a gap more often than a price`;
  const suspect = moves.find(
    ({ was, now }) =>
      was !== null && Math.max(Number(was) / Number(now), Number(now) / Number(was)) >= SUSPECT,
  );
  if (suspect) return `${suspect.class} moves from ${suspect.was} to ${suspect.now}: a slip of units?`;
  if ((endpoint.modifiers ?? []).length > 0) return "its modifiers may have moved as well";
  return null;
}

/** Rates as they are written in the files. */
function ratesText(rates: Record<string, string>): string {
  const fields = Object.entries(rates).map(([name, usd]) => `${name}: "${usd}"`);
  return `base({ ${fields.join(", ")} })`;
}

const BASE = /^ {4}pricing: \[base\(\{ ([^{}]*) \}\)\],$/m;
const RATE = /^(\w+): "([0-9.]+)"$/;

function written(fields: string): Record<string, string> | null {
  const pairs = fields.split(", ").map((field) => RATE.exec(field));
  return pairs.every((pair) => pair !== null)
    ? Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]))
    : null;
}

/** The functions that entries are written with (`authors/family.ts`). */
const WRITTEN_WITH = ["chat", "embeddings"];

/** The block of an endpoint in a file's text, from its key to the brace that closes it; `null` if it is not there. */
export function blockOf(text: string, key: string): { start: number; end: number } | null {
  const starts = WRITTEN_WITH.map((name) => text.indexOf(`\n  "${key}": ${name}({\n`));
  const start = Math.max(...starts);
  const end = text.indexOf("\n  }),", start + 1);
  return start < 0 || end < 0 ? null : { start, end };
}

const EVIDENCE = /^ {4}evidence: ([\s\S]*),$/m;

/** The text with a name imported from a module that it imports others from already. */
function importing(text: string, name: string, module: string): string {
  const from = `} from "../../../${module}";`;
  const end = text.indexOf(from);
  const start = text.lastIndexOf("import {", end);
  if (end < 0 || new RegExp(`\\b${name}\\b`).test(text.slice(start, end))) return text;
  const before = text.slice(0, end).trimEnd();
  return `${before}${before.endsWith(",") ? "" : ","} ${name} ${text.slice(end)}`;
}

/**
 * The file with the new price of `key`; it has to be formatted.
 * @param key the endpoint's key in the file, `model:provider`
 */
export function editPrice(text: string, key: string, change: Changed, terms: EditTerms): Edit {
  const person = needsPerson(change);
  if (person !== null) return no(person);
  const block = blockOf(text, key);
  if (block === null) return no("its entry is not written in the usual form");
  const entry = text.slice(block.start, block.end);
  const price = BASE.exec(entry);
  const rates = price?.[1] === undefined ? null : written(price[1]);
  if (!price || rates === null) return no("its prices have days, hours or tiers, or stand in a constant");
  if (!EVIDENCE.test(`${entry}\n`)) return no("its evidence is not written in the usual form");
  const after = { ...rates, ...Object.fromEntries(change.moves.map((move) => [move.class, move.now])) };
  const exact = Object.fromEntries(
    Object.entries(compileRates(after)).map(([name, rate]) => [name, picoToPerMillion(rate ?? 0n)]),
  );
  const pricing = `    pricing: [since("${terms.created}", ${ratesText(rates)}), since("${terms.date}", ${ratesText(exact)})],`;
  const fact = { source: terms.source, date: terms.read, reverifyAfter: terms.reverifyAfter };
  const edited = `${entry.replace(BASE, () => pricing)}\n`
    .replace(EVIDENCE, (_, old: string) => `    evidence: renewed(${old}, ${JSON.stringify(fact)}),`)
    .slice(0, -1);
  const whole = text.slice(0, block.start) + edited + text.slice(block.end);
  return {
    ok: true,
    text: importing(importing(whole, "since", "pricing/tiers.ts"), "renewed", "evidence.ts"),
  };
}
