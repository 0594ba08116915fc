/**
 * A small red run, as the report shows it: some cases of one provider against a gateway with one planted defect.
 * @module
 */
import { allDefects } from "../../conformance/defects/index.ts";
import { MODES } from "../../conformance/engine/case.ts";
import { buildPlan } from "../../conformance/engine/plan.ts";
import { runCase } from "../../conformance/engine/runner.ts";
import { renderHtml } from "../../conformance/outcome/html/render.tsx";
import { buildReport } from "../../conformance/outcome/report.ts";
import type { CaseResult } from "../../conformance/outcome/result.ts";
import { sourcesAt } from "../../conformance/outcome/sources.ts";
import { referenceTarget } from "../../conformance/targets/reference.ts";
import { Upstream } from "../../conformance/upstream/server.ts";
import { reportFacts } from "../lib/report-facts.ts";

const DEFECT = "usage.cached-beside-prompt";
const CASES = [
  "auth.provider.credential",
  "auth.caller.refused",
  "auth.url.no-credential",
  "usage.classes.chat.basic",
  "usage.classes.chat.tools",
  "usage.classes.chat.cached",
  "usage.classes.stream.basic",
  "usage.stream.equals-whole",
];

/** The page of the run. @throws Error where a case or the defect is gone */
export async function redReport(): Promise<string> {
  const defect = allDefects.find(({ id }) => id === DEFECT);
  const plan = buildPlan({ providers: ["deepinfra"], modes: [...MODES], cases: CASES }).filter(
    ({ api }) => api === "openai-chat",
  );
  if (defect === undefined || plan.length < CASES.length * MODES.length)
    throw new Error(`${DEFECT} or one of the cases of the pictures is gone: choose another`);
  const upstream = new Upstream();
  upstream.listen();
  const results: CaseResult[] = [];
  for (const item of plan) {
    const target = referenceTarget(defect.plant);
    const result = await runCase(item, { target, upstream, seed: 7, deadlineMs: 60_000 });
    results.push({ ...result, durationMs: 0 });
  }
  upstream.close();
  const report = buildReport(results, {
    command: "npm test -- --provider deepinfra --area auth --area usage",
    seed: 7,
    strict: false,
    sources: sourcesAt(),
  });
  return renderHtml({ report, facts: reportFacts(report), comparison: null });
}
