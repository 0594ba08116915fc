/**
 * Results for the tests of this folder.
 * @module
 */
import type { CaseResult, CheckResult } from "./result.ts";

/** A passed case, with what matters to a test put over it. */
export function caseResult(over: Partial<CaseResult> = {}): CaseResult {
  return {
    case: "errors.status",
    title: "Statuses follow the table",
    requirements: ["ERR-02"],
    area: "errors",
    provider: "deepinfra",
    api: "openai-chat",
    mode: "ptb",
    target: "reference",
    outcome: "passed",
    reason: null,
    checks: [],
    proof: [{ recording: "deepinfra/chat.basic", kind: "authored" }],
    combinations: 0,
    durationMs: 4,
    reproduce: "npm test -- --provider deepinfra --mode ptb --case errors.status --seed 7",
    ...over,
  };
}

/** A failed check of ERR-02, with what matters to a test put over it. */
export function check(over: Partial<CheckResult> = {}): CheckResult {
  return {
    requirement: "ERR-02",
    name: "status of an upstream 429",
    ok: false,
    expected: "429",
    seen: "500",
    repair: "map the status by meaning",
    ...over,
  };
}
