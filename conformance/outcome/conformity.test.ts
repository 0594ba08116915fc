/**
 * A run claims what it showed, and nothing when it was not the whole.
 * @module
 */
import { describe, expect, it } from "vitest";
import type { RequirementId } from "../requirements/index.ts";
import type { FrozenSet } from "../requirements/sets/set.ts";
import { conformityOf, type Whole } from "./conformity.ts";
import { claimText } from "./conformity-text.ts";
import { renderConsole } from "./console.ts";
import { caseResult, check } from "./fixtures.ts";
import { renderJunit } from "./junit.ts";
import { kindText, proofLevelText, suiteProofOf, weakestKind } from "./proof-level.ts";
import { buildReport } from "./report.ts";
import type { CaseResult } from "./result.ts";

const SET: FrozenSet = {
  name: "2020-02",
  date: "2020-02-01",
  says: "two MUSTs and a SHOULD",
  requirements: { "AUT-01": "MUST", "ERR-02": "MUST", "RTE-08": "SHOULD" },
  heldByTests: {},
  notCovered: {},
};

/** One provider with a case in both modes. */
const WHOLE: Whole = { apis: { deepinfra: ["openai-chat"] }, runs: { ptb: 1, byok: 1 } };

const held = (...ids: RequirementId[]) => ids.map((requirement) => check({ requirement, ok: true }));
const ptb = caseResult({ mode: "ptb", checks: held("AUT-01", "ERR-02") });
const byok = caseResult({ mode: "byok", checks: held("AUT-01", "RTE-08") });

const judge = (results: readonly CaseResult[], whole: Whole | null = WHOLE) =>
  conformityOf(results, SET, whole);

describe("the verdict", () => {
  it("is that a provider conforms when everything ran and every MUST held", () => {
    const { providers, total } = judge([ptb, byok]);
    expect(providers).toMatchObject([
      {
        provider: "deepinfra",
        verdict: "conforms",
        levels: [
          { level: "MUST", held: 2, applicable: 2 },
          { level: "SHOULD", held: 1, applicable: 1 },
        ],
        broken: [],
        notApplicable: [],
        runs: 2,
        ofRuns: 2,
      },
    ]);
    expect(total).toMatchObject({ provider: null, verdict: "conforms" });
  });

  it("is no claim when a run is missing, when a result came twice instead, or when nobody knows the whole", () => {
    for (const results of [[ptb], [ptb, ptb]]) {
      expect(judge(results).providers[0]).toMatchObject({ verdict: "partly run", runs: 1 });
    }
    expect(judge([ptb, byok], null).providers[0]).toMatchObject({ verdict: "partly run", ofRuns: 0 });
  });

  it("is no claim about all while a provider is missing, whatever the others did", () => {
    const { providers, total } = judge([ptb, byok], {
      ...WHOLE,
      apis: { deepinfra: ["openai-chat"], groq: ["openai-chat"] },
    });
    expect(providers[0]?.verdict).toBe("conforms");
    expect(total).toMatchObject({ verdict: "partly run", runs: 2, ofRuns: 4 });
  });

  it("is that it does not conform when a MUST broke in any case, and names it", () => {
    const broken = { ...byok, outcome: "failed" as const, checks: [...held("AUT-01"), check()] };
    expect(judge([ptb, broken]).providers[0]).toMatchObject({
      verdict: "does not conform",
      broken: ["ERR-02"],
      levels: [{ level: "MUST", held: 1, applicable: 2 }],
    });
  });

  it("stays that it conforms when only a SHOULD broke, and counts it", () => {
    const checks = [...held("AUT-01"), check({ requirement: "RTE-08" })];
    expect(judge([ptb, { ...byok, outcome: "failed", checks }]).providers[0]).toMatchObject({
      verdict: "conforms",
      broken: ["RTE-08"],
      levels: [{ level: "MUST" }, { level: "SHOULD", held: 0, applicable: 1 }],
    });
  });

  it.each(["untested", "harness-error", "unexpected-pass"] as const)(
    "takes everything that a case is about for unproven when it is %s",
    (outcome) => {
      const other = { ...byok, outcome, requirements: ["ERR-02"] as const };
      expect(judge([ptb, other]).providers[0]).toMatchObject({
        verdict: "does not conform",
        broken: ["ERR-02"],
      });
    },
  );

  it("does not let an expected failure conform", () => {
    const excused = { ...byok, outcome: "expected-failure" as const, checks: [check()] };
    expect(judge([ptb, excused]).providers[0]?.verdict).toBe("does not conform");
  });

  it("lets a provider lack what does not apply to it, but claims nothing about all that nobody was asked for", () => {
    const only = [
      { ...ptb, checks: held("AUT-01") },
      { ...byok, checks: held("AUT-01") },
    ];
    const { providers, total } = judge(only);
    expect(providers[0]).toMatchObject({ verdict: "conforms", notApplicable: ["ERR-02", "RTE-08"] });
    expect(total.verdict).toBe("does not conform");
  });

  it("is only where observable while a MUST was nowhere to be seen", () => {
    const hidden = caseResult({
      mode: "byok",
      requirements: ["ERR-02", "AUT-01"],
      checks: [],
      outcome: "not-observable",
    });
    const { providers, total } = judge([{ ...ptb, checks: held("AUT-01") }, hidden]);
    expect(providers[0]).toMatchObject({
      verdict: "conforms where observable",
      notObservable: ["ERR-02"],
      levels: [{ level: "MUST", held: 1, applicable: 1 }],
    });
    expect(total.verdict).toBe("conforms where observable");
  });

  it("is one for each provider; what one of them broke is broken for all", () => {
    const groq = [ptb, { ...byok, outcome: "failed" as const, checks: [check()] }].map((result) => ({
      ...result,
      provider: "groq",
    }));
    const { providers, total } = judge([ptb, byok, ...groq], {
      ...WHOLE,
      apis: { deepinfra: ["openai-chat"], groq: ["openai-chat"] },
    });
    expect(providers.map(({ verdict }) => verdict)).toEqual(["conforms", "does not conform"]);
    expect(total).toMatchObject({ verdict: "does not conform", broken: ["ERR-02"] });
  });
});

describe("the proof level", () => {
  it("is the weakest kind in use, with its share where kinds mix", () => {
    expect(weakestKind({ live: 3 })).toBe("live");
    expect(kindText({ live: 3 })).toBe("live");
    expect(kindText({ live: 3, authored: 1 })).toBe("authored (1 of 4 recordings)");
    expect(kindText({})).toBe("none (no recordings used)");
  });

  it("takes a proof that was filtered, or not run, for none", () => {
    expect(suiteProofOf(["passed", "passed"], 0)).toBe("stands");
    expect(suiteProofOf(["passed", "skipped"], 0)).toBe("not run");
    expect(suiteProofOf([], 0)).toBe("not run");
    expect(suiteProofOf(["passed", "failed", "skipped"], 0)).toBe("broken");
    expect(suiteProofOf([], 1)).toBe("broken");
  });

  it("says whether the suite's own proof stood in the same run", () => {
    expect(proofLevelText({ authored: 2 }, "stands")).toBe("authored, suite proven");
    expect(proofLevelText({ authored: 2 }, "not run")).toBe("authored, suite's proof not run");
    expect(proofLevelText({ authored: 2 }, "broken")).toBe("authored, SUITE'S PROOF BROKEN");
  });
});

describe("every form of the report says it", () => {
  const meta = { command: "npm test", seed: 7, strict: false, whole: WHOLE } as const;
  const green = buildReport([ptb, byok], { ...meta, suiteProof: "stands" });
  const claim = "conforms to 2027-01: MUST 2/2, SHOULD 1/1, proof level authored, suite proven";

  it("in the terminal, for each provider and for all", () => {
    const text = renderConsole(green);
    expect(text).toContain(`deepinfra/openai-chat  ${claim}\n`);
    // Two requirements are not the set: what nobody checked, nobody claims.
    expect(text).toContain("all providers          does not conform to 2027-01: MUST 2/2");
  });

  it("in the JUnit file, as properties of each suite", () => {
    expect(renderJunit(green)).toContain(
      `<property name="2027-01: deepinfra/openai-chat" value="${claim}"/>`,
    );
    expect(renderJunit(green)).toContain('<property name="2027-01: all providers" value="does not conform');
  });

  it("as no claim after a filtered run, and with the share of combinations that was tried", () => {
    const filtered = buildReport([ptb], { ...meta, every: 12 });
    expect(filtered.conformance.providers.map((own) => claimText(filtered, own))).toEqual([
      "2027-01 partly run (1 of 2 runs), no claim; so far MUST 2/2",
    ]);
    const sampled = buildReport([ptb, byok], { ...meta, every: 12 });
    expect(sampled.conformance.providers.map((own) => claimText(sampled, own))).toEqual([
      "conforms to 2027-01: MUST 2/2, SHOULD 1/1, proof level authored, suite's proof not run, combinations dealt out",
    ]);
  });
});
