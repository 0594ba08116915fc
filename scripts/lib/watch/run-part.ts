/**
 * Runs the cases of one mode, those first that say most, and tells each result.
 * @module
 */
import { dealt } from "../../../conformance/engine/deal.ts";
import { buildPlan, isRun, type PlanItem, scenariosOf } from "../../../conformance/engine/plan.ts";
import { smoke } from "../../../conformance/engine/preflight.ts";
import { runCase } from "../../../conformance/engine/runner.ts";
import { judgeExpectation, loadExpectations } from "../../../conformance/outcome/expected-failures.ts";
import { knownKills } from "../../../conformance/proof/known-kills.ts";
import { RecordingError } from "../../../conformance/recordings/problem.ts";
import { readRecordings } from "../../../conformance/recordings/store.ts";
import { referenceTarget } from "../../../conformance/targets/reference.ts";
import { Upstream } from "../../../conformance/upstream/server.ts";
import { ordered } from "./order.ts";
import type { Report, Task } from "./protocol.ts";

/** As in a run of everything. */
const DEADLINE_MS = 5_000;

/** How many planted defects each case is remembered to have caught. */
function catches(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const runs of Object.values(knownKills()))
    for (const id of new Set(runs.map((run) => run.split(" ")[0] ?? "")))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** The lines about recordings that cannot be read. */
function recordingProblems(plan: readonly PlanItem[]): string[] {
  try {
    for (const { provider, api } of plan) readRecordings(provider, api);
    return [];
  } catch (error) {
    if (error instanceof RecordingError) return error.message.split("\n");
    throw error;
  }
}

const isConcerned =
  ({ mode, providers, areas }: Task) =>
  (item: PlanItem): boolean =>
    item.mode === mode &&
    (providers?.includes(item.provider) ?? true) &&
    (areas?.includes(item.case.area) ?? true);

/** A recording is missing: red without running. */
const isOwed = ({ verdict }: PlanItem): boolean => verdict.kind === "untested";

/** Runs what a task asks for. */
export async function runTask(task: Task, say: (said: Report) => void): Promise<void> {
  const plan = buildPlan(task.filter);
  const own = plan.filter(isConcerned(task));
  const problems = recordingProblems(own);
  if (problems.length > 0) return say({ problems });
  const known = {
    red: new Set(task.red),
    catches: catches(),
    playing: new Set(own.filter((item) => scenariosOf(item.case).length > 0).map((item) => item.case.id)),
    tookMs: new Map(Object.entries(task.tookMs)),
  };
  const { red, sample, rest } = ordered(own.filter(isRun), known, task.share);
  const [owed, skipped] = [own.filter(isOwed), own.filter((item) => !isRun(item) && !isOwed(item))];
  say({ planned: { red: red.length, sample: sample.length, all: own.length } });
  const upstream = new Upstream();
  upstream.listen();
  await smoke(upstream, [...new Set(own.map(({ provider }) => provider))]);
  const expectations = loadExpectations();
  const options = {
    target: referenceTarget(),
    upstream,
    seed: task.seed,
    deadlineMs: DEADLINE_MS,
    every: task.every,
    positions: dealt(plan),
  };
  const tell = async (items: readonly PlanItem[]): Promise<void> => {
    for (const item of items) say({ result: judgeExpectation(await runCase(item, options), expectations) });
  };
  await tell([...red, ...owed, ...sample]);
  say({ first: true });
  await tell([...skipped, ...rest]);
  upstream.close();
}
