import { describe, expect, it } from "vitest";
import type { UsageReading } from "../canonical/usage.ts";
import type { Endpoint } from "../endpoint.ts";
import { createRegistry, registrySource } from "../index.ts";
import { chargeFor } from "./charge.ts";

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
