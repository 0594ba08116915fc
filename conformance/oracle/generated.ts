/**
 * Price lists and usages for property tests, and the one way in which they are run.
 * @module
 */
import fc from "fast-check";
import {
  PER_USE_CLASSES,
  PROMPT_CLASSES,
  USAGE_CLASSES,
  type Usage,
  type UsageClass,
} from "../../registry/canonical/usage.ts";
import { picoToPerMillion } from "../../registry/pricing/money.ts";
import { base } from "../../registry/pricing/tiers.ts";
import type { Rates, ThresholdTier, Tier } from "../../registry/schema.ts";

const SEED = 20_261_121;

/** Runs the same examples every time. A failure says seed, path and the shrunk example: fast-check's own words. */
export const holds = <T>(property: fc.IProperty<T>, numRuns = 100): void =>
  fc.assert(property, { seed: SEED, numRuns });

const PER_USE: readonly UsageClass[] = PER_USE_CLASSES;

export const TOKEN_CLASSES = USAGE_CLASSES.filter((name) => !PER_USE.includes(name));

/** Any price that the schema takes, in USD per million tokens, but 0. */
const usdPerMillion = fc.bigInt({ min: 1n, max: 600_000_000n }).map(picoToPerMillion);

/** Input and output are always priced; every other class sometimes. */
export const rates: fc.Arbitrary<Rates> = fc.record(
  {
    ...(Object.fromEntries(TOKEN_CLASSES.map((name) => [name, usdPerMillion])) as Record<
      (typeof TOKEN_CLASSES)[number],
      typeof usdPerMillion
    >),
    request: fc.constantFrom("0.005", "0.000001"),
  },
  { requiredKeys: ["input", "output"] },
);

export type Basis = ThresholdTier["basis"];
export const basis: fc.Arbitrary<Basis> = fc.constantFrom<Basis[]>(
  ["input"],
  ["input", "cacheRead"],
  [...PROMPT_CLASSES],
);

const FROM = fc.integer({ min: 1, max: 3000 });
const BOUNDARY = fc.constantFrom("above" as const, "at" as const);

/** A tier over lists below it: it names what it reprices and what it keeps. */
function tierOver(
  below: readonly Tier[],
  tier: Omit<ThresholdTier, "kind" | "reprices" | "inherits" | "evidence">,
): Tier {
  const reprices = Object.keys(tier.usdPerMillion) as UsageClass[];
  const known = new Set(below.flatMap((lower) => Object.keys(lower.usdPerMillion) as UsageClass[]));
  const inherits = [...known].filter((name) => !reprices.includes(name));
  return { kind: "threshold", ...tier, reprices, inherits, evidence: "generated" };
}

type Draft = Omit<ThresholdTier, "kind" | "reprices" | "inherits" | "evidence">;

function listOf(usd: Rates, drafts: readonly Draft[]): Tier[] {
  const list: Tier[] = [base(usd)];
  for (const draft of [...drafts].sort((a, b) => a.from - b.from)) list.push(tierOver(list, draft));
  return list;
}

const distinct = { maxLength: 3, selector: ({ from }: Draft) => from };

/** Some of the prices: a tier need not reprice everything. */
const someRates = fc
  .tuple(rates, fc.subarray([...TOKEN_CLASSES, "request"], { minLength: 1 }))
  .map(([usd, kept]) => {
    const chosen = Object.entries(usd).filter(([name]) => (kept as string[]).includes(name));
    return (chosen.length > 0 ? Object.fromEntries(chosen) : { input: usd.input }) as Rates;
  });

/** Whole-request tiers, each with a basis of its own. */
export const wholeLists: fc.Arbitrary<Tier[]> = fc
  .tuple(
    rates,
    fc.uniqueArray(
      fc.record({
        from: FROM,
        boundary: BOUNDARY,
        basis,
        shape: fc.constant("whole" as const),
        usdPerMillion: someRates,
      }),
      distinct,
    ),
  )
  .map(([usd, drafts]) => listOf(usd, drafts));

/** Marginal tiers, with whole ones among them now and then; all count the same classes. */
export const marginalLists: fc.Arbitrary<Tier[]> = basis.chain((counted) => {
  const usd = fc.record(Object.fromEntries(counted.map((name) => [name, usdPerMillion])), {
    requiredKeys: ["input"],
  }) as fc.Arbitrary<Rates>;
  const draft = fc.record({
    from: FROM,
    boundary: BOUNDARY,
    basis: fc.constant(counted),
    shape: fc.constantFrom("marginal" as const, "marginal" as const, "whole" as const),
    usdPerMillion: usd,
  });
  return fc
    .tuple(rates, fc.uniqueArray(draft, { ...distinct, minLength: 1 }))
    .map(([low, drafts]) => listOf(low, drafts));
});

export const anyList = fc.oneof(wholeLists, marginalLists);

/** Lists in which every class of every tier is priced, and no tier is cheaper than the one below. */
export const risingLists: fc.Arbitrary<Tier[]> = fc
  .tuple(
    fc.record(
      Object.fromEntries(TOKEN_CLASSES.map((name) => [name, fc.bigInt({ min: 1n, max: 8_000_000n })])),
    ),
    fc.uniqueArray(
      fc.record({
        from: FROM,
        boundary: BOUNDARY,
        shape: fc.constantFrom("whole" as const, "marginal" as const),
        factor: fc.bigInt({ min: 1n, max: 5n }),
      }),
      { maxLength: 3, selector: ({ from }) => from },
    ),
  )
  .map(([pico, higher]) => {
    let factor = 1n;
    const priced = (names: readonly string[]): Rates =>
      Object.fromEntries(
        names.map((name) => [name, picoToPerMillion((pico[name as keyof typeof pico] ?? 1n) * factor)]),
      );
    const list: Tier[] = [base(priced(TOKEN_CLASSES))];
    for (const { factor: more, ...rest } of higher.sort((a, b) => a.from - b.from)) {
      factor *= more;
      const names = rest.shape === "whole" ? TOKEN_CLASSES : PROMPT_CLASSES;
      list.push(tierOver(list, { ...rest, basis: [...PROMPT_CLASSES], usdPerMillion: priced(names) }));
    }
    return list;
  });

const count = fc.integer({ min: 0, max: 4000 });

/** Any mix of token classes; absent and 0 both occur. */
export const usage: fc.Arbitrary<Usage> = fc.record(
  Object.fromEntries(TOKEN_CLASSES.map((name) => [name, count])),
  { requiredKeys: [] },
);

/** `total` tokens split over classes at random: mixes that sum to it exactly. */
export const splitOver = (total: number, names: readonly UsageClass[]): fc.Arbitrary<Usage> =>
  fc
    .array(fc.integer({ min: 0, max: total }), { minLength: names.length - 1, maxLength: names.length - 1 })
    .map((cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), total];
      return Object.fromEntries(names.map((name, i) => [name, (edges[i + 1] ?? 0) - (edges[i] ?? 0)]));
    });
