/**
 * Generated price lists of a few days: periods that follow each other, with gaps or ends, hours of their own, and rises in a
 * region that begin or end somewhere within them. What holds at a moment is worked out apart from the registry.
 * @module
 */
import fc from "fast-check";
import type { ModifierConfig } from "../../registry/pricing/modifiers/schema.ts";
import { instead, times } from "../../registry/pricing/modifiers/write.ts";
import { base } from "../../registry/pricing/tiers.ts";
import type { Period, PriceWindow, Tier } from "../../registry/schema.ts";
import { listUnder } from "./modifiers.ts";
import type { WrittenTier } from "./price.ts";

export interface Timeline {
  pricing: readonly Period[];
  modifiers: readonly ModifierConfig[];
}

const EVIDENCE = "generated";
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The price list of a moment; `null` where none holds. */
export function listAt(pricing: readonly Period[], ms: number): readonly WrittenTier[] | null {
  const begun = pricing.filter(({ from }) => Date.parse(from) <= ms);
  const current = begun.at(-1);
  if (current === undefined) return null;
  if (current.until !== undefined && Date.parse(current.until) <= ms) return null;
  const midnight = Math.floor(ms / DAY) * DAY;
  // 1970 began on a Thursday.
  const weekday = (midnight / DAY + 4) % 7;
  const at = (clock: string): number => {
    const [hours = 0, minutes = 0] = clock.split(":").map(Number);
    return midnight + (hours * 60 + minutes) * MINUTE;
  };
  const hours = current.windows?.find(
    ({ days, from, to }) => days.includes(weekday) && at(from) <= ms && ms < at(to),
  );
  return (hours ?? current).tiers;
}

/** The same in a place; `null` where none holds. */
export function listThere(
  { pricing, modifiers }: Timeline,
  region: string | undefined,
  ms: number,
): readonly WrittenTier[] | null {
  const list = listAt(pricing, ms);
  const day = new Date(ms).toISOString().slice(0, 10);
  return list && (listUnder(list, modifiers, { region }, day)?.tiers ?? null);
}

/** Every moment at which something may change, and the last one before it, in order. */
export function momentsOf({ pricing, modifiers }: Timeline, from: number, until: number): number[] {
  const dated = [...pricing, ...modifiers].flatMap((one) => [one.from, one.until]);
  const clocks = pricing.flatMap(({ windows = [] }) => windows.flatMap((hours) => [hours.from, hours.to]));
  const days = Array.from({ length: Math.ceil((until - from) / DAY) }, (_, i) => from + i * DAY);
  const edges = [
    ...dated.flatMap((moment) => (moment === undefined ? [] : [Date.parse(moment)])),
    ...days.flatMap((midnight) =>
      clocks.map((clock) => {
        const [hours = 0, minutes = 0] = clock.split(":").map(Number);
        return midnight + (hours * 60 + minutes) * MINUTE;
      }),
    ),
  ];
  const around = [from, ...edges.flatMap((edge) => [edge - 1, edge])];
  return [...new Set(around)].filter((ms) => ms >= from && ms < until).sort((a, b) => a - b);
}

/** Prices of which no two are the same in a timeline: whole micro-dollars that grow with their number. */
const tiersOf = (nth: number): Tier[] => [
  base({ input: String(2 * nth + 1), cacheRead: `${nth}.5`, output: String(3 * nth + 2) }),
];

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const isoMinute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;

const windowOf = (nth: number): fc.Arbitrary<PriceWindow> =>
  fc
    .record({
      days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 3 }),
      from: fc.constantFrom("00:00", "01:30", "10:00"),
      to: fc.constantFrom("12:00", "18:45", "24:00"),
    })
    .map((hours) => ({ ...hours, tiers: tiersOf(nth), evidence: EVIDENCE }));

/** Between two moments of the days behind `start`. */
const within = (start: number): fc.Arbitrary<number> =>
  fc
    .record({ day: fc.integer({ min: 1, max: 5 }), minute: fc.constantFrom(0, 0, 1, 600) })
    .map(({ day, minute }) => start + day * DAY + minute * MINUTE);

interface Draft {
  at: number;
  hours: PriceWindow | null;
  /** How long before the next one it ends; 0 for not at all. */
  gap: number;
}

function periodsOf(drafts: readonly Draft[], start: number, isOpen: boolean): Period[] {
  return drafts
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, hours, gap }, i, all): Period => {
      const next = all[i + 1]?.at ?? (isOpen ? undefined : start + 6 * DAY);
      const ends = next !== undefined && (gap > 0 || i === all.length - 1);
      return {
        from: at % DAY === 0 ? isoDay(at) : isoMinute(at),
        ...(ends ? { until: isoMinute(Math.max(at + MINUTE, next - gap)) } : {}),
        tiers: tiersOf(2 * i + 1),
        ...(hours ? { windows: [hours] } : {}),
      };
    });
}

const span = (start: number): fc.Arbitrary<{ from?: string; until?: string }> =>
  fc
    .record({
      from: fc.option(fc.constantFrom(-1, 0, 1, 3, 5, 6), { nil: null }),
      lasts: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
    })
    .map(({ from, lasts }) => ({
      ...(from === null ? {} : { from: isoDay(start + from * DAY) }),
      ...(lasts === null ? {} : { until: isoDay(start + ((from ?? 0) + lasts) * DAY) }),
    }));

const riseIn = (region: string, start: number): fc.Arbitrary<ModifierConfig> =>
  fc
    .record({ by: fc.constantFrom("2", "3", "5"), isList: fc.boolean(), when: span(start) })
    .map(({ by, isList, when }) =>
      isList
        ? instead("region", [region], { input: `${by}00`, output: `${by}01` }, EVIDENCE, when)
        : times("region", [region], by, EVIDENCE, when),
    );

/**
 * Timelines of the days behind a moment.
 * @param start midnight in UTC
 * @param region where something may rise
 */
export const timelines = (start: number, region: string): fc.Arbitrary<Timeline> =>
  fc
    .record({
      first: fc.constantFrom(start - 30 * DAY, start - 30 * DAY, start + DAY),
      rest: fc.uniqueArray(within(start), { minLength: 1, maxLength: 2 }),
      gaps: fc.tuple(...[0, 1, 2].map(() => fc.constantFrom(0, 0, 60 * MINUTE))),
      hours: fc.tuple(...[0, 1, 2].map((nth) => fc.option(windowOf(2 * nth + 2), { freq: 2, nil: null }))),
      isOpen: fc.boolean(),
      rise: riseIn(region, start),
      elsewhere: riseIn(`${region}-elsewhere`, start),
    })
    .map(({ first, rest, gaps, hours, isOpen, rise, elsewhere }) => {
      const moments = [...new Set([first, ...rest])];
      const drafts = moments.map((at, i) => ({ at, hours: hours[i] ?? null, gap: gaps[i] ?? 0 }));
      return { pricing: periodsOf(drafts, start, isOpen), modifiers: [elsewhere, rise] };
    });

/** One that generated ones rarely are: a rise that begins while the prices hold, and outlives them. */
export const outlivingRise = (start: number, region: string): Timeline => ({
  pricing: [{ from: isoDay(start - 30 * DAY), until: isoDay(start + 2 * DAY), tiers: tiersOf(1) }],
  modifiers: [
    times("region", [region], "3", EVIDENCE, { from: isoDay(start + DAY), until: isoDay(start + 4 * DAY) }),
  ],
});
