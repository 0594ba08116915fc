/**
 * Answers as providers send them and what each costs, worked by hand from published prices: served tiers, places, sizes at
 * a boundary, classes, times, other models and tools inside (CST-09 … CST-13). The sums stand in the list as a person
 * writes them, in millionths of a dollar; neither the registry nor its arithmetic is trusted for them.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { type Fraction, fraction, picoOf, plus, times, ZERO } from "../../conformance/oracle/fraction.ts";
import { openRegistry } from "../../registry/index.ts";
import { usdToPico } from "../../registry/pricing/money.ts";
import { CannotPrice, costReport } from "./cost.ts";

const About = z.strictObject({
  endpoint: z.string(),
  region: z.string().optional(),
  at: z.string().default("2026-11-20"),
  raw: z.unknown(),
});
const Priced = About.extend({ millionths: z.string(), usd: z.string() });
const Unpriced = About.extend({ unpriced: z.literal(true) });

const lines = readFileSync(new URL("./testing/answers.jsonl", import.meta.url), "utf8")
  .trimEnd()
  .split("\n");
const answers = lines.map((line) => z.union([Priced, Unpriced]).parse(JSON.parse(line)));
const registry = openRegistry();

type Asked = Pick<z.infer<typeof About>, "endpoint" | "region" | "at" | "raw">;

const where = ({ endpoint, region, at }: Asked) => [endpoint, region, at].filter(Boolean).join(" ");
const chargedFor = ({ endpoint, region, at, raw }: Asked) => {
  const { total, reported } = costReport(registry, { endpoint, at, raw, ...(region && { region }) });
  return reported?.charged ?? total;
};

/** The value of `6000 × 12.5 + 100 × 75` millionths, in pico-USD. */
function worked(millionths: string): bigint {
  const product = (text: string) =>
    text.split(" × ").reduce((so, part) => times(so, fraction(part)), fraction("1"));
  const sum = millionths.split(" + ").reduce<Fraction>((so, part) => plus(so, product(part)), ZERO);
  return picoOf(times(sum, { over: 1n, under: 1_000_000n }));
}

describe("answers worked by hand", () => {
  const priced = answers.flatMap((answer, i) =>
    "usd" in answer ? [[`${i + 1}: ${answer.millionths}`, where(answer), answer] as const] : [],
  );
  const unpriced = answers.flatMap((answer, i) =>
    "unpriced" in answer ? [[i + 1, where(answer), answer] as const] : [],
  );

  test("holds more than a hundred, of every provider that says something about its price", () => {
    const providers = new Set(answers.map(({ endpoint }) => endpoint.split(":")[1]));
    expect(priced.length).toBeGreaterThan(150);
    expect(unpriced.length).toBeGreaterThan(15);
    expect(providers.size).toBeGreaterThan(14);
  });

  test.each(priced)("prices %s at %s", (_sum, _where, answer) => {
    expect(worked(answer.millionths)).toBe(usdToPico(answer.usd));
    expect(chargedFor(answer)).toBe(answer.usd);
  });

  test.each(unpriced)("has no price for %d at %s", (_nth, _where, answer) => {
    expect(() => chargedFor(answer)).toThrow(CannotPrice);
  });
});
