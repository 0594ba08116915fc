/**
 * Prices that are wrong where several things change them, or where a list has no price for a class (CST-03, CST-09).
 * @module
 */
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { Endpoint } from "../../registry/endpoint.ts";
import type { CompiledModifier } from "../../registry/pricing/modifiers/compile.ts";
import type { Defect } from "./defect.ts";
import { withRegistry } from "./plants.ts";

type Modifiers = readonly CompiledModifier[];

const withModifiers = (change: (modifiers: Modifiers) => Modifiers): Defect["plant"] =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) => {
      const modifiers = [...change(endpoint.modifiers ?? [])];
      return registry.charge({ ...endpoint, modifiers }, reading, reported);
    },
  }));

/** Usage whose cache writes are put under another class before it is priced. */
const withWrites = (
  change: (
    usage: (UsageReading & { kind: "known" })["usage"],
    listed: Endpoint["tiers"][number]["rates"],
  ) => object,
): Defect["plant"] =>
  withRegistry((registry) => ({
    charge: (endpoint, reading, reported) => {
      if (reading.kind !== "known") return registry.charge(endpoint, reading, reported);
      const usage = { ...reading.usage, ...change(reading.usage, endpoint.tiers[0]?.rates ?? {}) };
      return registry.charge(endpoint, { ...reading, usage }, reported);
    },
  }));

const isFactor = ({ factor }: CompiledModifier): boolean => factor !== null;

export const stackedCostDefects: readonly Defect[] = [
  {
    id: "cost.one-surcharge-alone",
    title: "Of several surcharges the first one is billed, and thinking is never on top of another",
    seenIn: "own",
    breaks: ["CST-09"],
    plant: withModifiers((modifiers) =>
      modifiers.length > 1 ? modifiers.filter(({ word }) => word !== "thinking") : modifiers,
    ),
  },
  {
    id: "cost.lists-end-factors",
    title: "Where a word brings a list of its own, the factors that hold as well are left out",
    seenIn: "own",
    breaks: ["CST-09"],
    plant: withModifiers((modifiers) =>
      modifiers.every(isFactor) ? modifiers : modifiers.filter((modifier) => !isFactor(modifier)),
    ),
  },
  {
    id: "cost.an-hour-at-the-prompts-price",
    title: "Writes of an hour without a price of their own cost what fresh tokens do",
    seenIn: "own",
    breaks: ["CST-03"],
    plant: withWrites(({ input = 0, cacheWrite1h = 0 }, { cacheWrite1h: listed }) =>
      listed === undefined ? { input: input + cacheWrite1h, cacheWrite1h: 0 } : {},
    ),
  },
  {
    id: "cost.five-minutes-at-an-hours-price",
    title: "Writes of five minutes without a price of their own cost what an hour does",
    seenIn: "own",
    breaks: ["CST-03"],
    plant: withWrites(({ cacheWrite5m = 0, cacheWrite1h = 0 }, rates) =>
      rates.cacheWrite5m === undefined && rates.cacheWrite1h !== undefined
        ? { cacheWrite5m: 0, cacheWrite1h: cacheWrite1h + cacheWrite5m }
        : {},
    ),
  },
];
