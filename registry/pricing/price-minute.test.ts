import { expect, test } from "vitest";
import { createRegistry, registrySource } from "../registry.ts";
import { asOf, momentOf, priceMinuteOf } from "./periods.ts";

const { endpoints } = createRegistry(registrySource).indexes;
const DAY_MS = 86_400_000;

/** Every moment at which a price of the endpoint may change, by what the data says; hours on one day of each kind. */
function edgesOf({ earlier, ends, windows = [], modifiers = [] }: (typeof endpoints)[number]): number[] {
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => Date.parse("2026-11-29") + day * DAY_MS);
  const hours = [...windows, ...earlier.flatMap((period) => period.windows ?? [])];
  return [
    ...earlier.map(({ until }) => Date.parse(until)),
    ...(ends === undefined ? [] : [Date.parse(ends)]),
    ...modifiers.flatMap(({ from, until }) => [from, until]).flatMap((day) => (day ? [Date.parse(day)] : [])),
    ...hours.flatMap(({ from, to }) => days.flatMap((day) => [day + from * 60_000, day + to * 60_000])),
  ];
}

test("gives every moment the prices of its minute, on both sides of each change in the data", () => {
  let compared = 0;
  for (const endpoint of endpoints)
    for (const edge of edgesOf(endpoint))
      for (const ms of [edge - 1, edge, edge + 1, edge + 59_999]) {
        const { pricedAt: _exact, ...exactly } = asOf(endpoint, momentOf(ms));
        const { pricedAt: _minute, ...within } = asOf(endpoint, priceMinuteOf(ms));
        expect(within).toEqual(exactly);
        compared += 1;
      }
  expect(compared).toBeGreaterThan(100);
});

test("works out what an endpoint is at a moment once, and anew at another", () => {
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error("there is no endpoint");
  const noon = "2026-11-30T12:00:00.000Z";
  expect(asOf(endpoint, noon)).toBe(asOf(endpoint, noon));
  const later = asOf(endpoint, "2026-11-30T12:01:00.000Z");
  expect(later.pricedAt).toBe("2026-11-30T12:01:00.000Z");
  expect(asOf(endpoint, noon).pricedAt).toBe(noon);
});
