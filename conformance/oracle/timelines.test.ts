import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveEndpoint } from "../../registry/endpoint.ts";
import { price } from "../../registry/pricing/cost.ts";
import { asOf, priceMinuteOf } from "../../registry/pricing/periods.ts";
import { placed } from "../../registry/pricing/place.ts";
import { providers } from "../../registry/providers/index.ts";
import { PricingSchema } from "../../registry/schema.ts";
import { madeUpEndpoint, madeUpModel } from "../../registry/testing.ts";
import { holds } from "./generated.ts";
import { expectedCost } from "./price.ts";
import { listThere, momentsOf, timelines } from "./timelines.ts";

const START = Date.parse("2026-12-01");
const END = Date.parse("2026-12-09");
const USED = { input: 700, cacheRead: 300, output: 100 };
const drawn = timelines(START, "eu");

describe("generated timelines", () => {
  it("are ones that the schema takes", () => {
    holds(fc.property(drawn, ({ pricing }) => PricingSchema.safeParse(pricing).success));
  });

  it.each([
    ["pinned to the region", "eu", undefined],
    ["called there by a key", undefined, "eu"],
    ["called nowhere", undefined, undefined],
  ])("cost at every moment what the oracle says, %s", (_how, pinned, called) => {
    holds(
      fc.property(drawn, (timeline) => {
        const { pricing, modifiers } = timeline;
        const config = madeUpEndpoint({ pricing: [...pricing], modifiers: [...modifiers] });
        const source = { modelId: "m", model: madeUpModel(), provider: providers.vertex, config };
        const endpoint = resolveEndpoint(source, "here", pinned === undefined ? {} : { region: pinned });
        for (const ms of momentsOf(timeline, START, END)) {
          const there = placed(asOf(endpoint, priceMinuteOf(ms)), pinned ?? called);
          const cost = price(there, USED);
          const list = listThere(timeline, pinned ?? called, ms);
          const expected = list && expectedCost(list, USED);
          const when = new Date(ms).toISOString();
          expect([when, cost.kind === "priced" ? cost.total : null]).toEqual([when, expected]);
        }
      }),
    );
  });
});
