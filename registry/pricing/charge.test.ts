import { describe, expect, it } from "vitest";
import type { UsageReading } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { createRegistry, registrySource } from "../index.ts";
import { boundedCharge, chargeFor } from "./charge.ts";

const { indexes } = createRegistry(registrySource);

function endpoint(id: string): Endpoint {
  const found = indexes.endpoint(id);
  if (!found) throw new Error(`no endpoint ${id}`);
  return found;
}

const reporting = endpoint("deepseek-v4-flash:deepinfra");
const computing = endpoint("gpt-oss-120b:groq");
const known: UsageReading = { kind: "known", usage: { input: 10, output: 1 }, raw: null };

describe("chargeFor", () => {
  it("charges the reported price where that counts, and keeps ours beside it", () => {
    const charge = chargeFor(reporting, known, 0.5);
    expect(charge).toMatchObject({ amount: 500_000_000_000n, counted: "reported", problem: null });
    expect(charge.computed).toMatchObject({ kind: "priced", total: 10n * 100_000n + 200_000n });
  });

  it("charges a reported 0 as 0", () => {
    expect(chargeFor(reporting, known, 0)).toMatchObject({ amount: 0n, counted: "reported", reported: 0n });
  });

  it.each(["0.5", -0.5, null, undefined, Number.NaN])("computes where the report is %j", (reported) => {
    expect(chargeFor(reporting, known, reported)).toMatchObject({
      amount: 1_200_000n,
      counted: "computed",
      reported: null,
    });
  });

  it.each([
    ["0.5", '"0.5"'],
    [-0.5, "-0.5"],
    [Number.NaN, "NaN"],
    [2 ** 53, "9007199254740992"],
    [{ usd: 1 }, '{"usd":1}'],
  ])("says that a reported %j is unusable", (reported, shown) => {
    expect(chargeFor(reporting, known, reported).problem).toBe(
      `the provider's own price is unusable: ${shown}`,
    );
  });

  it("charges nothing for counts that are none, and names them", () => {
    const reading: UsageReading = { kind: "known", usage: { input: -5, output: 1.5 }, raw: null };
    expect(chargeFor(computing, reading, null)).toMatchObject({
      amount: 0n,
      counted: "nothing",
      problem: "input is -5, output is 1.5, not a count from 0 to 9007199254740991",
    });
  });

  it("never lets a report decide where it is not declared to count", () => {
    expect(chargeFor(computing, known, 0.5)).toMatchObject({
      amount: 10n * 150_000n + 600_000n,
      counted: "computed",
    });
  });

  it.each<UsageReading>([
    { kind: "unknown" },
    { kind: "contradictory", problem: "prompt is -1, not a count", raw: null },
  ])("charges nothing for $kind usage and says why", (reading) => {
    const charge = chargeFor(computing, reading, null);
    expect(charge).toMatchObject({ amount: 0n, counted: "nothing", computed: null });
    expect(charge.problem).toMatch(/usage/);
  });

  it("charges nothing where nothing prices the usage, and names it", () => {
    const charge = chargeFor({ ...computing, tiers: [] }, known, null);
    expect(charge).toMatchObject({ amount: 0n, counted: "nothing", problem: "no price for input, output" });
  });

  it.each([null, undefined])("finds nothing wrong with a report that is %s", (reported) => {
    expect(chargeFor(computing, known, reported).problem).toBeNull();
  });

  it("tells both problems, and an endless report only in part", () => {
    const { problem } = chargeFor(computing, { kind: "unknown" }, "9".repeat(100));
    expect(problem).toBe(
      `the provider reported no usage; the provider's own price is unusable: "${"9".repeat(59)}`,
    );
  });
});

describe("boundedCharge", () => {
  const reportedUsd = (usd: number) => chargeFor(reporting, known, usd);

  it.each([
    ["twice the worst case", 0.6, 300_000_000_000n, 600_000_000_000n],
    ["one dollar where the worst case is smaller", 1, 0n, 1_000_000_000_000n],
    ["twice a worst case above a dollar", 30, 15_000_000_000_000n, 30_000_000_000_000n],
  ])("takes a reported cost up to %s", (_what, usd, worstCase, amount) => {
    expect(boundedCharge(reportedUsd(usd), worstCase)).toEqual(reportedUsd(usd));
    expect(reportedUsd(usd).amount).toBe(amount);
  });

  it("charges 30 USD for 50 tokens up to the bound, and keeps the whole with the reason", () => {
    const charge = boundedCharge(reportedUsd(30), 200_000_000n);
    expect(charge).toMatchObject({ amount: 1_000_000_000_000n, reported: 30_000_000_000_000n });
    expect(charge.problem).toBe(
      "the provider's own price is far above the worst case of 0.0002 USD: charged up to 1 USD",
    );
  });

  it("leaves a computed cost as it is: our own prices are right about themselves", () => {
    const big = { kind: "known" as const, usage: { input: 10_000_000_000, output: 1 }, raw: null };
    const charge = chargeFor(computing, big, null);
    expect(charge.amount > 1_000_000_000_000n && boundedCharge(charge, 1n)).toBe(charge);
  });
});
