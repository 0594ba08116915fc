import { describe, expect, it } from "vitest";
import { caseResult, check } from "./fixtures.ts";
import { annotations, renderSummary } from "./github.ts";
import { buildReport } from "./report.ts";
import { sourcesAt } from "./sources.ts";

const meta = { command: "npm test", seed: 7, strict: false, sources: sourcesAt() };
const hostile =
  "<img src=x onerror=alert(1)> | `code` **bold** [a](http://b) @team %0A::error::\n::warning::,:";

const red = buildReport(
  [
    caseResult(),
    caseResult({ case: "errors.a", outcome: "failed", checks: [check()] }),
    caseResult({ case: "errors.b", outcome: "failed", checks: [check()] }),
    caseResult({
      case: "errors.c",
      outcome: "failed",
      checks: [check({ seen: hostile, requirement: "RTE-08" })],
    }),
  ],
  meta,
);

describe("summary.md", () => {
  it("tells the counts, the claims and each cause once with the file to look at", () => {
    const text = renderSummary(red);
    expect(text).toContain("## Conformance: red\n\n4 results: 1 passed, 2 failed, 1 warned");
    expect(text).toContain("| deepinfra/openai-chat | 2027-01 partly run, no claim");
    expect(text).toContain("### deepinfra/openai-chat ptb errors.a and 1 more\n");
    expect(text).toContain("- look at: registry/providers/deepinfra/index.ts:");
    expect(text.match(/^### /gm)).toHaveLength(2);
  });

  it("shows what was seen as text", () => {
    const text = renderSummary(red);
    for (const raw of ["<img", "`code`", "**bold**", "[a]", "@team"]) expect(text).not.toContain(raw);
    expect(text).toContain("&#60;img src=x onerror=alert(1)&#62;");
  });
});

describe("annotations", () => {
  it("are one command in one line per cause, at its file and line", () => {
    const lines = annotations(red);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^::error file=registry\/providers\/deepinfra\/index\.ts,line=\d+,title=ERR-02 errors\.a::deepinfra\/openai-chat ptb errors\.a: expected 429, seen 500 \(2 results\)$/,
    );
    expect(lines[1]).toMatch(/^::warning /);
    expect(lines.join("")).not.toContain("\n");
    expect(lines[1]).toContain("%250A");
  });

  it("are none after a green run", () => {
    expect(annotations(buildReport([caseResult()], meta))).toEqual([]);
  });
});
