import { describe, expect, test } from "vitest";
import { problemsOfSource } from "../load/open.ts";
import { madeUpEndpoint, madeUpModel, madeUpProvider, madeUpSource } from "../testing.ts";
import { type LintDecision, lintDecisions } from "./decisions.ts";
import { beyondLint } from "./decisions-beyond.ts";
import { lint } from "./lint.ts";

const sourceOf = ({ written, beside, openWeights }: LintDecision) =>
  madeUpSource(
    {
      "m:p": madeUpEndpoint(written),
      ...(beside ? { "m:q": madeUpEndpoint(beside) } : {}),
    },
    {
      models: { m: madeUpModel({ openWeights }) },
      providers: [madeUpProvider("p"), madeUpProvider("q")],
    },
  );

describe("the known errors of the sources", () => {
  test.each(lintDecisions.map((decision) => [decision.row, decision] as const))("%s", (_row, decision) => {
    const source = sourceOf(decision);
    const rules = lint(source).map(({ rule }) => rule);
    const endpointProblems = problemsOfSource(source).filter((line) => line.includes("pricing"));
    const found = [...new Set([...rules, ...(endpointProblems.length > 0 ? ["schema"] : [])])];
    expect(found.sort()).toEqual([...decision.foundBy].sort());
  });

  test("each is decided, with a reason, once", () => {
    const rows = [...lintDecisions, ...beyondLint];
    expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
    expect(rows.filter(({ why }) => why.length < 20)).toEqual([]);
  });
});
