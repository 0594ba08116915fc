import { describe, expect, it } from "vitest";
import { WIDTH } from "./causes-text.ts";
import { renderConsole } from "./console.ts";
import { caseResult, check } from "./fixtures.ts";
import { wantsColor } from "./paint.ts";
import { buildReport } from "./report.ts";
import type { CaseResult } from "./result.ts";

const render = (results: CaseResult[], strict = false): string =>
  renderConsole(buildReport(results, { command: "npm test", seed: 7, strict }));

const ESCAPE = "\u001b";

describe("the console report", () => {
  it("shows areas by modes, totals, proof and levels", () => {
    const text = render([
      caseResult({ checks: [check({ ok: true })] }),
      caseResult({ mode: "byok" }),
      caseResult({
        case: "routing.pin",
        area: "routing",
        mode: "byok",
        outcome: "not-applicable",
        reason: "one",
      }),
    ]);
    expect(text).toBe(`deepinfra/openai-chat against reference
                  PTB                                  BYOK
  area            passed failed expected n/a untested  passed failed expected n/a untested
  routing              -      -        -   -        -       -      -        -   1        -
  errors               1      -        -   -        -       1      -        -   -        -

total: 3 runs of 2 cases: 2 passed, 0 failed, 0 expected failures, 1 not applicable, 0 untested
proof: recordings used: authored 1
requirements: MUST 1/1; not covered yet: ${buildReport([], { command: "", seed: 0, strict: false }).notCovered.length}; seed 7
deepinfra/openai-chat  2027-01 partly run, no claim; so far MUST 1/1
all providers          2027-01 partly run, no claim; so far MUST 1/1
`);
  });

  it("shows what contracts were asked, and what came of generated conversations", () => {
    const breach = check({ name: "upstream.contract", requirement: "MAP-15" });
    const judged = { requests: 40, exercised: 12, rules: 264, conversations: 0 };
    const text = (conversations: number) =>
      renderConsole(
        buildReport([caseResult({ outcome: "failed", checks: [breach] })], {
          command: "npm test",
          seed: 7,
          strict: false,
          judged: { ...judged, conversations, sentWrongly: 1, refusedWrongly: 2 },
        }),
      );
    expect(text(0)).toContain("contracts: 40 requests judged, 12 of 264 rules put to use, 1 violations\n");
    expect(text(900)).toContain("conversations: 900 generated, 1 sent and 2 refused wrongly");
  });

  it("shows for a failure the requirement, expected, seen, the repair and the command", () => {
    expect(
      render([caseResult({ outcome: "failed", checks: [check(), check({ ok: true, name: "held" })] })]),
    ).toContain(
      `FAILED deepinfra/openai-chat ptb errors.status: Statuses follow the table
  ERR-02 MUST: Status and type follow the table, by meaning
    check     status of an upstream 429
    expected  429
    seen      500
    repair    map the status by meaning
    reproduce npm test -- --provider deepinfra --mode ptb --case errors.status --seed 7
`,
    );
  });

  it("tells untested, harness errors, unexpected passes and warnings apart", () => {
    const text = render([
      caseResult({ case: "a.a", outcome: "untested", reason: "no recording of chat.basic" }),
      caseResult({ case: "a.b", outcome: "harness-error", reason: "boom" }),
      caseResult({ case: "a.c", outcome: "unexpected-pass", reason: "remove its entry" }),
      caseResult({ case: "a.d", outcome: "failed", checks: [check({ requirement: "RTE-08" })] }),
    ]);
    expect(text).toMatch(
      /^UNTESTED deepinfra\/openai-chat ptb a\.a.*\n {2}ERR-02 MUST.*\n {4}reason {4}no recording of chat\.basic$/m,
    );
    expect(text).toMatch(/^HARNESS ERROR deepinfra\/openai-chat ptb a\.b/m);
    expect(text).toMatch(/^UNEXPECTED PASS deepinfra\/openai-chat ptb a\.c/m);
    expect(text).toMatch(/^WARNING deepinfra\/openai-chat ptb a\.d/m);
    expect(text).toContain("0 passed, 2 failed, 1 warned");
  });

  it("stays within its width, whatever was seen", () => {
    const long = `${"word ".repeat(100)}${"x".repeat(500)}`;
    const text = render([
      caseResult({
        outcome: "failed",
        title: long,
        reason: long,
        checks: [check({ seen: long, expected: long })],
      }),
      caseResult({
        case: "routing.pin",
        area: "routing",
        outcome: "failed",
        checks: [check({ requirement: "RTE-08" })],
      }),
      caseResult({ mode: "byok" }),
    ]);
    const wide = text.split("\n").filter((line) => line.length > WIDTH);
    expect(wide).toEqual([]);
    expect(text).toContain("more characters)");
  });

  it("does not let what was seen act on the terminal", () => {
    const text = render([
      caseResult({ outcome: "failed", checks: [check({ seen: `${ESCAPE}[2Jgone\rx\u202e` })] }),
    ]);
    expect(text).not.toContain(ESCAPE);
    expect(text).toContain("seen      \\u{1b}[2Jgone\\u{d}x\\u{202e}");
  });

  it("tells one cause once, with how many follow it", () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      caseResult({ case: `errors.n${index}`, outcome: "failed", checks: [check()] }),
    );
    const text = render(many);
    expect(text.split("\n").filter((line) => line.startsWith("FAILED"))).toHaveLength(1);
    expect(text).toContain("followed  by 49 more results with the same first difference (50 cases: errors)");
    expect(text).toContain("\n1 cause of 50 failures\n");
  });

  it("tells a few of very many causes whole, some as a line, and how many there are besides", () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      caseResult({ case: `errors.n${index}`, outcome: "failed", checks: [check({ seen: `${index}` })] }),
    );
    const text = render(many);
    expect(text.match(/^FAILED/gm)).toHaveLength(6);
    expect(text).toContain("and 44 more causes, whole in the report:");
    expect(text.match(/^ {2}1 × ERR-02 MUST deepinfra\/openai-chat ptb errors\.n\d+$/gm)).toHaveLength(12);
    expect(text).toContain("  … 32 more\n");
  });

  it("has a line per API of a provider where there are many", () => {
    const text = render(
      ["deepinfra", "groq", "xai", "openai"].flatMap((provider) => [
        caseResult({ provider }),
        caseResult({
          provider,
          area: "routing",
          case: "routing.pin",
          outcome: "not-applicable",
          reason: "one",
        }),
      ]),
    );
    expect(text).toContain("4 APIs of providers against reference\n");
    expect(text).toMatch(/^ {2}groq\/openai-chat {7} +1 +- +- +1 +-$/m);
  });

  it("colours only a terminal, and never against NO_COLOR", () => {
    expect(wantsColor({ isTTY: true }, {})).toBe(true);
    expect(wantsColor({ isTTY: true }, { NO_COLOR: "1" })).toBe(false);
    expect(wantsColor({}, {})).toBe(false);
    const report = buildReport([caseResult({ outcome: "failed" })], { command: "", seed: 1, strict: false });
    expect(renderConsole(report, { color: true })).toContain(`${ESCAPE}[31mFAILED`);
    expect(renderConsole(report)).not.toContain(ESCAPE);
  });
});
