import { describe, expect, it } from "vitest";
import { badge, badgeSvg } from "./badge.ts";
import { caseResult, check } from "./fixtures.ts";
import { buildReport } from "./report.ts";

const meta = { command: "npm test", seed: 7, strict: false };
const whole = { apis: { deepinfra: ["openai-chat"] }, runs: { ptb: 1, byok: 0 } };
const green = buildReport([caseResult({ checks: [check({ ok: true })] })], { ...meta, whole });
const red = buildReport([caseResult({ outcome: "failed", checks: [check()] })], meta);

describe("the badge", () => {
  it("says the verdict with its colour, and nothing more than the run showed", () => {
    const badges = ({ conformance }: typeof green) => conformance.providers.map((own) => badge(green, own));
    expect(badges(green)).toEqual([
      {
        schemaVersion: 1,
        label: "2027-01 deepinfra",
        message: "conforms (MUST 1/1)",
        color: "brightgreen",
      },
    ]);
    expect(badges(red)).toMatchObject([{ message: "partly run", color: "lightgrey" }]);
  });

  it("is a picture that names itself, fits its texts, and escapes what a name may hold", () => {
    const [own] = green.conformance.providers;
    if (own === undefined) throw new Error("no provider");
    const svg = badgeSvg(green, { ...own, provider: "<a&b>" });
    expect(svg).toContain('aria-label="2027-01 &lt;a&amp;b&gt;: conforms (MUST 1/1)"');
    const rects = [...svg.matchAll(/<rect x="(\d+)" width="(\d+)"/g)].map(([, x, width]) => [
      Number(x),
      Number(width),
    ]);
    const [[, first = 0] = [], [second, last = 0] = []] = rects;
    expect(second).toBe(first);
    expect(svg).toContain(`<svg xmlns="http://www.w3.org/2000/svg" width="${first + last}"`);
  });
});
