import { describe, expect, it } from "vitest";
import { caseResult, check } from "./fixtures.ts";
import { renderJunit } from "./junit.ts";
import { buildReport } from "./report.ts";
import type { CaseResult } from "./result.ts";

const render = (results: CaseResult[]): string =>
  renderJunit(buildReport(results, { command: "npm test", seed: 7, strict: false }));

const TAG = /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/y;
const TEXT = /(?:[^<&>]|&(?:amp|lt|gt|quot|#10|#9);)+/y;

/** What is left unread of an XML text, and the elements left open: both empty if it is well-formed. */
function unread(xml: string): { rest: string; open: string[] } {
  const open: string[] = [];
  let at = xml.indexOf("\n") + 1;
  while (at < xml.length) {
    TAG.lastIndex = at;
    TEXT.lastIndex = at;
    const [whole = "", closing, name = "", attributes = "", empty] = TAG.exec(xml) ?? TEXT.exec(xml) ?? [];
    const broken = /&(?!(?:amp|lt|gt|quot|#10|#9);)/.test(attributes);
    if (whole === "" || broken || (closing === "/" && open.pop() !== name)) break;
    if (whole.startsWith("<") && closing === "" && empty === "") open.push(name);
    at += whole.length;
  }
  return { rest: xml.slice(at), open };
}

const wellFormed = { rest: "", open: [] };

describe("JUnit XML", () => {
  const xml = render([
    caseResult({ durationMs: 1500 }),
    caseResult({ mode: "byok", outcome: "failed", checks: [check()] }),
    caseResult({ case: "errors.a", outcome: "harness-error", reason: "boom" }),
    caseResult({ case: "errors.b", outcome: "not-applicable", reason: "one region" }),
    caseResult({ case: "errors.c", outcome: "expected-failure", reason: "known (until 2026-12-31)" }),
    caseResult({ case: "errors.d", outcome: "untested", reason: "no recording" }),
    caseResult({ case: "errors.e", outcome: "failed", checks: [check({ requirement: "RTE-08" })] }),
    caseResult({ case: "errors.f", outcome: "unexpected-pass", provider: "groq", reason: "remove it" }),
  ]);

  it("has a suite per API of a provider, with its counts", () => {
    expect(xml).toMatch(
      /<testsuites name="conformance" tests="8" failures="3" errors="1" skipped="2" time="/,
    );
    expect(xml).toContain(
      '<testsuite name="deepinfra/openai-chat" tests="7" failures="2" errors="1" skipped="2"',
    );
    expect(xml).toContain('<testsuite name="groq/openai-chat" tests="1" failures="1" errors="0" skipped="0"');
  });

  it("shows each outcome as what CI systems know", () => {
    expect(xml).toContain(
      '<testcase name="errors.status [ptb]: Statuses follow the table" classname="deepinfra.openai-chat.errors" time="1.500"/>',
    );
    expect(xml).toContain('<failure type="failed" message="ERR-02 status of an upstream 429">');
    expect(xml).toContain('<error type="harness-error" message="boom">');
    expect(xml).toContain('<skipped message="not-applicable: one region"/>');
    expect(render([caseResult({ outcome: "not-observable", reason: "no clock" })])).toContain(
      '<skipped message="not-observable: no clock"/>',
    );
    expect(xml).toContain('<skipped message="expected-failure: known (until 2026-12-31)"/>');
    expect(xml).toContain('<failure type="untested" message="no recording">');
    expect(xml).toContain('<failure type="unexpected-pass" message="remove it">');
    expect(xml).toContain("<system-out>warning: RTE-08");
  });

  it("tells expected, seen, repair and the command", () => {
    expect(xml).toContain(
      "expected: 429\nseen: 500\nrepair: map the status by meaning\nreproduce: npm test -- --provider deepinfra",
    );
  });

  it("is well-formed", () => {
    expect(unread(xml)).toEqual(wellFormed);
  });

  it("stays so whatever was seen", () => {
    const hostile = `]]></failure><x a="b">&amp;&\u0000\u001b[2J\ud800\uffff "'\n\r\t`;
    const result = caseResult({
      case: hostile,
      reason: hostile,
      outcome: "failed",
      checks: [check({ name: hostile, seen: hostile })],
    });
    const text = render([result, caseResult({ ...result, outcome: "not-applicable" })]);
    expect(unread(text)).toEqual(wellFormed);
    for (const raw of ["\u0000", "\u001b", "\r", "\ud800", "\uffff"]) expect(text).not.toContain(raw);
    expect(text).toContain(
      "]]&gt;&lt;/failure&gt;&lt;x a=&quot;b&quot;&gt;&amp;amp;&amp;\\u{0}\\u{1b}[2J\\u{d800}",
    );
  });
});
