/**
 * Differences from catalogues that somebody has looked at: models that are left out on purpose, prices that are right as
 * they are. One holds for exactly what was looked at, so that the next change of the catalogue shows again.
 * @module
 */
import { z } from "zod";
import type { Difference } from "./compare.ts";
import data from "./known.json" with { type: "json" };

const KnownSchema = z.strictObject({
  /** Sentences by their short names. */
  reasons: z.record(z.string(), z.string().min(20)),
  /** Provider → reason → ids that the catalogue has and the registry does not. */
  new: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  /** Provider → reason → ids that the registry has and the catalogue does not. */
  gone: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  /** Provider → reason → ids with the catalogue's prices that are not taken. */
  changed: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))),
});
export type Known = z.infer<typeof KnownSchema>;

/** @throws ZodError */
export const readKnown = (given: unknown): Known => KnownSchema.parse(given);

export const known: Known = readKnown(data);

/** The catalogue's prices in a difference: `input 3, output 15, input 6 from 200000`. */
export const pricesOf = ({ moves }: Extract<Difference, { kind: "changed" }>): string =>
  moves.map(({ from, class: name, now }) => `${name} ${now}${from === 0 ? "" : ` from ${from}`}`).join(", ");

const KINDS = ["new", "gone", "changed"] as const;

/** Every entry of a kind: the provider, the short name of the reason, the id, and the prices that it is about. */
const entriesOf = (
  list: Known,
  kind: Difference["kind"],
): [provider: string, reason: string, id: string, prices: string | null][] =>
  kind === "changed"
    ? Object.entries(list.changed).flatMap(([provider, reasons]) =>
        Object.entries(reasons).flatMap(([reason, ids]) =>
          Object.entries(ids).map(([id, prices]): [string, string, string, string] => [
            provider,
            reason,
            id,
            prices,
          ]),
        ),
      )
    : Object.entries(list[kind]).flatMap(([provider, reasons]) =>
        Object.entries(reasons).flatMap(([reason, ids]) =>
          ids.map((id): [string, string, string, null] => [provider, reason, id, null]),
        ),
      );

/** What an entry stands for, and what a difference is. */
const nameOf = (kind: string, provider: string, id: string, prices: string | null): string =>
  prices === null ? `${kind} ${provider} ${id}` : `${kind} ${provider} ${id}: ${prices}`;

const nameOfDifference = (difference: Difference): string =>
  nameOf(
    difference.kind,
    difference.provider,
    difference.model,
    difference.kind === "changed" ? pricesOf(difference) : null,
  );

/** The reasons of a list by what they are about. @throws RangeError for a reason that is not written out, or an entry that is there twice */
export function reasonsOf(list: Known): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const kind of KINDS) {
    for (const [provider, reason, id, prices] of entriesOf(list, kind)) {
      const name = nameOf(kind, provider, id, prices);
      const sentence = list.reasons[reason];
      if (sentence === undefined) throw new RangeError(`${name}: no reason is called "${reason}"`);
      if (found.has(name)) throw new RangeError(`${name}: is explained twice`);
      found.set(name, sentence);
    }
  }
  return found;
}

export interface Sorted {
  /** Differences that nobody has looked at. */
  open: Difference[];
  /** How many have a reason. */
  explained: number;
  /** Entries that no difference needs any more: the registry or the catalogue has moved. */
  stale: string[];
}

/** Sets differences aside that have a reason. @throws RangeError as {@link reasonsOf} */
export function sortOut(differences: readonly Difference[], list: Known = known): Sorted {
  const reasons = reasonsOf(list);
  const open = differences.filter((each) => !reasons.has(nameOfDifference(each)));
  const seen = new Set(differences.map(nameOfDifference));
  return {
    open,
    explained: differences.length - open.length,
    stale: [...reasons.keys()].filter((name) => !seen.has(name)),
  };
}
