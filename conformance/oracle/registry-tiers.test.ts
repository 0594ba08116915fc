/**
 * Every tier of every endpoint that the registry holds, at its three points, in both readings of the boundary.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMPLETION_CLASSES, PROMPT_CLASSES, type Usage } from "../../registry/canonical/usage.ts";
import { openRegistry } from "../../registry/index.ts";
import { price } from "../../registry/pricing/cost.ts";
import { periodsOf } from "../../registry/pricing/periods.ts";
import { base, compileTiers, marginal } from "../../registry/pricing/tiers.ts";
import type { ThresholdTier, Tier } from "../../registry/schema.ts";
import { holds, splitOver } from "./generated.ts";
import { expectedCost } from "./price.ts";

const { source } = openRegistry();

const lists = Object.entries(source.endpoints).flatMap(([id, { pricing, deployments }]) =>
  [pricing, ...Object.values(deployments).map((own) => own.pricing ?? [])].flatMap((written) =>
    periodsOf(written).map(({ tiers }) => [id, tiers] as const),
  ),
);
/** Each list of prices once, with the last endpoint that has it: what is priced here knows nothing of the endpoint. */
const distinct = [...new Map(lists.map((list) => [JSON.stringify(list[1]), list])).values()];
const tiered = distinct.flatMap(([id, tiers]) =>
  tiers.flatMap((tier) => (tier.kind === "threshold" ? [[id, tier.from, tiers] as const] : [])),
);

const read = (tiers: readonly Tier[], change: (tier: ThresholdTier) => Tier): Tier[] =>
  tiers.map((tier) => (tier.kind === "threshold" ? change(tier) : tier));

/** A whole tier as a marginal one: it can reprice the prompt only. */
function asMarginal(tier: ThresholdTier): Tier {
  const prompt = Object.entries(tier.usdPerMillion).filter(([name]) =>
    (tier.basis as string[]).includes(name),
  );
  return marginal({ ...tier, usdPerMillion: Object.fromEntries(prompt) });
}

const READINGS: readonly [string, (tier: ThresholdTier) => Tier][] = [
  ["as written", (tier) => tier],
  ["above", (tier) => ({ ...tier, boundary: "above" })],
  ["at", (tier) => ({ ...tier, boundary: "at" })],
  ["marginal, above", (tier) => asMarginal({ ...tier, boundary: "above" })],
  ["marginal, at", (tier) => asMarginal({ ...tier, boundary: "at" })],
];

const compiled = new WeakMap<readonly Tier[], ReturnType<typeof compileTiers>>();
/** Compiled once, as the registry does it: each list is priced some hundred times. */
function compiledOf(tiers: readonly Tier[]): ReturnType<typeof compileTiers> {
  const found = compiled.get(tiers) ?? compileTiers(tiers);
  compiled.set(tiers, found);
  return found;
}

function agrees(tiers: readonly Tier[], used: Usage): boolean {
  const cost = price({ tiers: compiledOf(tiers), free: false }, used);
  return cost.kind === "priced" && cost.total === expectedCost(tiers, used);
}

const corners = (total: number): Usage[] => [
  ...PROMPT_CLASSES.map((name) => ({ [name]: total })),
  ...PROMPT_CLASSES.flatMap((name) => (name === "input" ? [] : [{ input: 1, [name]: total - 1 }])),
  { input: total - 1, cacheRead: 1 },
];

test("the registry holds tiers to look at", () => {
  expect(tiered.length).toBeGreaterThanOrEqual(6);
});

describe.each(READINGS)("read %s", (_name, change) => {
  test.each(tiered)("%s at %i tokens, one less and one more, whatever the mix", (_id, from, written) => {
    const tiers = read(written, change);
    for (const total of [from - 1, from, from + 1]) {
      const wrong = corners(total).filter((used) => !agrees(tiers, { ...used, output: 100, reasoning: 11 }));
      expect(wrong, `${total} tokens`).toEqual([]);
      holds(
        fc.property(
          splitOver(total, PROMPT_CLASSES),
          splitOver(5000, COMPLETION_CLASSES),
          (prompt, completion) => agrees(tiers, { ...prompt, ...completion }),
        ),
        tiers.some((tier) => tier.kind === "threshold" && tier.shape === "marginal") ? 4 : 25,
      );
    }
  });
});

test("every price list, tiered or not, agrees with the oracle for any mix", () => {
  const mix = fc
    .integer({ min: 0, max: 400_000 })
    .chain((total) => fc.tuple(splitOver(total, PROMPT_CLASSES), splitOver(9000, COMPLETION_CLASSES)));
  const sold = lists.filter(([, tiers]) => tiers[0]?.usdPerMillion.output !== undefined);
  holds(
    fc.property(fc.constantFrom(...sold), mix, ([, tiers], [prompt, completion]) =>
      agrees(tiers, { ...prompt, ...completion }),
    ),
    2000,
  );
});

test("a flat list with a tier of its own at any size", () => {
  const flat = base({ input: "3", cacheRead: "0.3", output: "15" });
  expect(agrees([flat], { input: 300_000, cacheRead: 1, output: 9 })).toBe(true);
});
