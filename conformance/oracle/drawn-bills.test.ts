import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveEndpoint } from "../../registry/endpoint.ts";
import { price, worstCase } from "../../registry/pricing/cost.ts";
import { placed } from "../../registry/pricing/place.ts";
import { providers } from "../../registry/providers/index.ts";
import { madeUpEndpoint, madeUpModel } from "../../registry/testing.ts";
import { type DrawnBill, dearestFor, drawnBills, isForeseen, listFor, type World } from "./drawn-bills.ts";
import { extremeBills } from "./extreme-bills.ts";
import { holds } from "./generated.ts";
import { COMPLETION, PROMPT } from "./meaning/answer.ts";
import { expectedCost, expectedLines, expectedTier, inOrder } from "./price.ts";

const REGION = "us-central1";

const WORLDS: Readonly<Record<string, World>> = {
  "thinking inside": {
    counted: [...PROMPT, ...COMPLETION],
    words: ["service_tier", "traffic_type"],
    region: REGION,
    choices: true,
    thinking: "inside",
  },
  "thinking beside": {
    counted: [...PROMPT, ...COMPLETION],
    words: ["service_tier", "speed", "inference_geo"],
    region: undefined,
    choices: false,
    thinking: "beside",
  },
  "little told": {
    counted: ["input", "output"],
    words: [],
    region: REGION,
    choices: false,
    thinking: "none",
  },
};

function endpointOf({ tiers, modifiers }: DrawnBill, region: string | undefined) {
  const config = madeUpEndpoint({ pricing: [...tiers], modifiers: [...modifiers] });
  const source = { modelId: "m", model: madeUpModel(), provider: providers.vertex, config };
  return placed(resolveEndpoint(source, "default", {}), region);
}

const wordsOf = ({ said }: DrawnBill) => (said ? { [said.word]: said.value } : {});

describe.each(Object.entries(WORLDS))("drawn bills, %s", (_name, world) => {
  it("cost what the oracle says, line by line", () => {
    holds(
      fc.property(drawnBills(world), (bill) => {
        const cost = price(endpointOf(bill, world.region), bill.counts, wordsOf(bill));
        const list = listFor(bill, world.region);
        if (cost.kind !== "priced") throw new Error(`unpriced: ${cost.problem}`);
        expect(cost.total).toBe(expectedCost(list, bill.counts));
        expect(cost.lines.toSorted(inOrder)).toEqual(expectedLines(list, bill.counts));
        expect(cost.tier).toEqual(expectedTier(list, bill.counts));
      }),
      100,
    );
  });

  it("meet each boundary exactly at their extremes, and cost what the worst case allows", () => {
    const extremes = extremeBills(world);
    expect(extremes.map(({ contextLength }) => contextLength)).toEqual([999, 1000, 1001, 999, 1000, 1001]);
    for (const bill of extremes) {
      const cost = expectedCost(listFor(bill, world.region), bill.counts);
      const dearest = dearestFor(bill, world, world.region);
      expect(dearest).toBeGreaterThanOrEqual(cost);
      // A thought more or less, and what lies beside the completion, is set aside for at the dearest price of both.
      if (world.thinking === "none") expect(dearest).toBe(cost);
    }
  });

  it("are covered by the worst case where they can be foreseen, which is no more than the dearest of all", () => {
    holds(
      fc.property(drawnBills(world), (bill) => {
        const { limit, choices, contextLength, maxCompletionTokens } = bill;
        const bounds = {
          promptTokens: contextLength,
          completionTokens: Math.min(limit ?? maxCompletionTokens, contextLength) * choices,
          extraReasoningTokens: world.thinking === "beside" ? maxCompletionTokens * choices : 0,
        };
        const { asked } = bill;
        const worst = worstCase(
          endpointOf(bill, world.region),
          bounds,
          ({ word, matches }) =>
            asked !== null &&
            (word === "service_tier" || word === "traffic_type") &&
            (asked === "auto" || matches(asked) || matches(`on_demand_${asked}`)),
        );
        const cost = expectedCost(listFor(bill, world.region), bill.counts);
        if (isForeseen(bill)) expect(worst).toBeGreaterThanOrEqual(cost);
        expect(worst).toBe(dearestFor(bill, { ...world, choices: true }, world.region));
      }),
      100,
    );
  });
});
