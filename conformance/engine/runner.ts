/**
 * Runs one planned case and judges it. Only here does a check become an outcome.
 * @module
 */
import { isChatApi } from "../../registry/apis/codec.ts";
import { endpointOn } from "../../registry/endpoint.ts";
import { openRegistry } from "../../registry/index.ts";
import type { ChatApi, ProviderApi } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import type { ContractSubject } from "../contracts/index.ts";
import { BREACH, type CaseResult, type CheckResult, type Outcome } from "../outcome/result.ts";
import type { Recording } from "../recordings/load.ts";
import { proofKindOf } from "../recordings/proof-kind.ts";
import { recordingAt, recordingsAt } from "../recordings/store.ts";
import { sweep } from "../secrets/sweep.ts";
import type { Target, Unavailable } from "../targets/target.ts";
import { embeddingsWireOf } from "../upstream/embeddings/index.ts";
import type { Judged } from "../upstream/judged.ts";
import { mismatchRepair } from "../upstream/replay.ts";
import { requirementOf } from "../upstream/requirement-of.ts";
import type { Upstream } from "../upstream/server.ts";
import type { Refused } from "../upstream/strict.ts";
import { json, streamed, type Wire, wireOf } from "../upstream/wire.ts";
import type { Area } from "./case.ts";
import { type Checks, createChecks, show } from "./check.ts";
import type { AnyCaseContext, CaseContext, EmbeddingsCaseContext } from "./context.ts";
import { hangs } from "./deadline.ts";
import { ALONE, type Position } from "./deal.ts";
import { ExchangeLog } from "./exchange.ts";
import { onOneApi } from "./one-api.ts";
import { allowedCredential, type OpenSession } from "./open-session.ts";
import { endpointsAt, type PlanItem } from "./plan.ts";
import { Session } from "./session.ts";
import type { SessionOptions } from "./session-options.ts";
import { shareOf, shareSize } from "./share.ts";
import { lacksCapability } from "./unsupported-capability.ts";
import { Witness } from "./witness.ts";

export interface RunOptions {
  target: Target;
  upstream: Upstream;
  seed: number;
  /** How long a case may wait, with nothing else to do, before its gateway counts as hung, in milliseconds. */
  deadlineMs: number;
  /** Of many combinations only every n-th; all unless told. */
  every?: number;
  /** With whom a run shares the combinations of its case; with nobody unless told. */
  positions?: (item: PlanItem) => Position;
  /** Told of the requests that contracts judge. */
  judged?: Judged;
}

const registry = openRegistry();

/** Requirements that the runner itself checks in every case, whatever the case declares. */
const ALWAYS = [
  "SEC-01",
  "AUT-01",
  "MAP-01",
  "MAP-02",
  "MAP-03",
  "MAP-04",
  "MAP-05",
  "MAP-06",
  "MAP-07",
  "MAP-08",
  "MAP-09",
  "MAP-10",
  "MAP-15",
  "STR-06",
  ...(["RES-01", "RES-02", "RES-03", "STR-04", "ERR-01", "OBS-01", "API-01", "API-02", "API-04"] as const),
];

const breachText = (
  { api, host, model }: ContractSubject,
  { rule, evidence, mark, pointer, seen, repair, refusal }: Refused,
) => ({
  expected: `what ${host} takes at ${api} for ${model}: ${rule} (${mark}: ${evidence.join(", ")})`,
  seen: `${seen} at ${pointer === "" ? "the body" : pointer}, which gets ${refusal.status}`,
  repair,
});

class Recorder {
  readonly sessions: OpenSession[] = [];
  readonly used = new Set<Recording>();
  readonly checks: CheckResult[] = [];
  combinations = 0;
  readonly endings: (() => Promise<void>)[] = [];
  /** What the target could not show, does not have or cannot be given. */
  readonly missing: Unavailable[] = [];
  private sound = Number.POSITIVE_INFINITY;
  hung = false;
  readonly exchanges = new ExchangeLog();
  readonly witness = new Witness();
  readonly check: Checks = createChecks(this.checks, () => this.exchanges.keep());

  /** The target lacks something that the case wanted: what the case concludes from here on says nothing. */
  lack(unavailable: Unavailable): void {
    this.missing.push(unavailable);
    this.sound = Math.min(this.sound, this.checks.length);
  }

  /** The case itself is over. */
  close(): void {
    if (this.checks.length > this.sound) this.checks.length = this.sound;
  }

  /** Mismatches first: what the provider would have refused explains every later check. */
  finish(item: PlanItem): CheckResult[] {
    const first: CheckResult[] = [];
    const early = createChecks(first);
    for (const { session } of this.sessions) {
      for (const { subject, refused } of session.breaches) {
        early.that("MAP-15", BREACH, false, breachText(subject, refused));
      }
      const [fault] = session.httpFaults;
      if (fault !== undefined)
        early.that("MAP-15", "upstream.http", false, {
          expected:
            "a request that is sound HTTP: true lengths and encodings, one host, no header of another connection",
          seen: fault,
          repair: "see what builds the request's headers, and what copies those of the caller",
        });
      for (const { nearest, api, difference, ...how } of session.mismatches)
        early.that(requirementOf(difference, api), "upstream.request-as-recorded", false, {
          expected: difference
            ? `${show(difference.expected)} at ${difference.pointer} (${nearest})`
            : "a recorded request",
          seen: difference?.seen,
          repair: mismatchRepair({ nearest, ...how }, item.provider),
        });
    }
    for (const { requirement, field, way, expected, seen } of this.witness.losses)
      early.that(requirement, `exchange.${field}`, false, {
        expected: `${show(expected)} (${way})`,
        seen,
        repair:
          requirement === "OBS-01"
            ? "see what writes the record: it must say what the caller asked and was told"
            : "see the codecs of the two APIs: what one side says must be what the other reads",
      });
    return [...first, ...this.checks];
  }
}

/** Areas whose cases are about arithmetic and choice, not about the wire: they leave the network out, which is faster. */
const OFF_THE_WIRE: readonly Area[] = ["registry", "routing", "usage", "cost", "billing"];

/** Areas whose cases are about what a gateway keeps: another case's leavings would change what they see. */
const WITH_MEMORY: readonly Area[] = [
  "cache",
  "limits",
  "passthrough",
  "observability",
  "feedback",
  "vault",
  "wallet",
];

const wayOf = (area: Area, { socket, origin }: SessionOptions): Pick<SessionOptions, "direct" | "fresh"> => ({
  ...(OFF_THE_WIRE.includes(area) && !socket && origin === undefined ? { direct: true as const } : {}),
  ...(WITH_MEMORY.includes(area) ? { fresh: true as const } : {}),
});

const simulators = (wire: Wire): CaseContext["simulate"] => ({
  completion: (text, usage) => json(200, wire.completion(text, usage)),
  stream: (texts, usage) => streamed(wire.streamType, wire.stream(texts, usage)),
  pieces: (pieces) => streamed(wire.streamType, pieces),
  error: (status, message, { headers, ...more } = {}) => json(status, wire.error(message, more), headers),
});

/** What every case works with. */
function commonContext(
  item: PlanItem,
  provider: BaseProvider,
  api: ProviderApi,
  options: RunOptions,
  recorder: Recorder,
): AnyCaseContext {
  const tested = isChatApi(api.id) ? onOneApi(provider.slug, api.id) : registry;
  const { seed, every = 1, positions } = options;
  const thinning = { seed, every, position: positions?.(item) ?? ALONE };
  return {
    provider,
    mode: item.mode,
    seed: options.seed,
    registry: tested,
    check: recorder.check,
    count: (combinations) => {
      recorder.combinations += combinations;
    },
    sample: (combinations, how) => shareOf(combinations, thinning, how),
    draws: (runs) => ({ seed: seed + thinning.position.among.index, numRuns: shareSize(runs, thinning) }),
    onEnd: (work) => recorder.endings.push(work),
    endpoint: (where = () => true) => {
      const endpoint = endpointsAt(provider, api).find(where);
      if (!endpoint)
        throw new Error(`no endpoint of ${provider.slug} on ${api.id} is what the case asks for`);
      return endpoint;
    },
    open: async (sessionOptions: SessionOptions = {}) => {
      const missing = (unavailable: Unavailable) => recorder.lack(unavailable);
      const session = await Session.open(
        options.target,
        options.upstream,
        { provider, mode: item.mode, missing },
        {
          ...wayOf(item.case.area, sessionOptions),
          exchanges: recorder.exchanges,
          witness: recorder.witness,
          ...(options.judged ? { judged: options.judged } : {}),
          ...(tested === registry ? {} : { registry: tested }),
          ...(isChatApi(api.id) ? { api: api.id } : {}),
          ...sessionOptions,
        },
      );
      recorder.sessions.push({ session, mode: sessionOptions.mode ?? item.mode, options: sessionOptions });
      return session;
    },
  };
}

function embeddingsContext(common: AnyCaseContext, id: PlanItem["api"]): EmbeddingsCaseContext {
  const api = common.provider.embeddingsApi(id);
  return {
    ...common,
    api,
    wire: embeddingsWireOf(api.id),
    wireAt: (endpoint) => embeddingsWireOf(endpoint.api),
    endpoints: () => endpointsAt(common.provider, api),
  };
}

function chatContext(common: AnyCaseContext, api: ChatApi, recorder: Recorder): CaseContext {
  const { provider } = common;
  const use = (recording: Recording): Recording => {
    recorder.used.add(recording);
    return recording;
  };
  const wire = wireOf(api.id);
  const answering = simulators(wire);
  return {
    ...common,
    api,
    wire,
    simulate: answering,
    wireAt: (endpoint) => wireOf(endpoint.api),
    simulateAt: (endpoint) => simulators(wireOf(endpoint.api)),
    recording: (id) => {
      const found = recordingAt(provider, api, id);
      if (!found) throw new Error(`the case uses recording ${id} without declaring it in needs.scenarios`);
      return use(found);
    },
    recordings: (ids) =>
      ids
        .map((id) => recordingAt(provider, api, id))
        .filter((r) => r !== undefined)
        .map(use),
    allRecordings: () => recordingsAt(provider, api).map(use),
    endpointOf: (recording) => {
      const [endpoint] = registry.indexes
        .endpointsByProviderModelId(provider.slug, recording.meta.model)
        .flatMap((found) => endpointOn(found, api.id) ?? []);
      if (!endpoint)
        throw new Error(
          `${recording.meta.id}: no endpoint of ${provider.slug} has the model ${recording.meta.model}`,
        );
      return endpoint;
    },
  };
}

function judge(item: PlanItem, checks: readonly CheckResult[]): { outcome: Outcome; reason: string | null } {
  if (checks.every((check) => check.name === "secrets.stay-in-their-place")) {
    return { outcome: "harness-error", reason: "the case checked nothing" };
  }
  const declared = [...item.case.requirements, ...ALWAYS] as string[];
  const stray =
    item.verdict.kind === "run" ? checks.find((check) => !declared.includes(check.requirement)) : undefined;
  if (stray)
    return {
      outcome: "harness-error",
      reason: `the check ${stray.name} names ${stray.requirement}, which the case does not declare`,
    };
  return { outcome: checks.every((check) => check.ok) ? "passed" : "failed", reason: null };
}

/** The command that runs exactly this again. */
export const reproduce = (item: PlanItem, seed: number): string =>
  `npm test -- --provider ${item.provider} --api ${item.api} --mode ${item.mode} --case ${item.case.id} --seed ${seed}`;

function resultOf(
  item: PlanItem,
  options: RunOptions,
  found: Pick<
    CaseResult,
    "outcome" | "reason" | "checks" | "proof" | "combinations" | "durationMs" | "exchange"
  >,
): CaseResult {
  return {
    case: item.case.id,
    title: item.case.title,
    requirements: item.case.requirements,
    area: item.case.area,
    provider: item.provider,
    api: item.api,
    mode: item.mode,
    target: options.target.describe.name,
    reproduce: reproduce(item, options.seed),
    ...found,
  };
}

/** Runs the case, or the check of the refusal that stands in for it. */
async function runPlanned(item: PlanItem, common: AnyCaseContext, recorder: Recorder): Promise<void> {
  const { verdict, case: planned, api } = item;
  if (planned.operation === "embeddings") return planned.run(embeddingsContext(common, api));
  const context = chatContext(common, common.provider.chatApi(api), recorder);
  return verdict.kind === "unsupported" ? lacksCapability(context, verdict.capability) : planned.run(context);
}

async function perform(
  item: PlanItem,
  common: AnyCaseContext,
  recorder: Recorder,
  deadlineMs: number,
): Promise<void> {
  const [first] = item.case.requirements;
  if (!(await hangs(runPlanned(item, common, recorder), deadlineMs)) || first === undefined) return;
  recorder.hung = true;
  common.check.that(first, "answers-in-time", false, {
    expected: "an answer; time is stepped, so nothing has to be waited for",
    seen: `none within ${deadlineMs} ms in which there was nothing else to do`,
    repair:
      "look for a promise that nobody settles: a stream that is not pulled, a timer that fires without effect",
  });
}

async function observe(item: PlanItem, options: RunOptions, recorder: Recorder): Promise<string | null> {
  const provider = registry.provider(item.provider);
  if (!provider) return `no provider "${item.provider}"`;
  const common = commonContext(item, provider, provider.offered(item.api), options, recorder);
  try {
    await perform(item, common, recorder, options.deadlineMs);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    recorder.close();
    for (const open of recorder.sessions) {
      sweep(
        await open.session.traces((request) => allowedCredential(request, open, item.provider)),
        recorder.check,
      );
      await open.session.stop();
    }
    for (const end of recorder.endings) await end();
  }
}

/**
 * Runs a planned case. Never throws: a fault of the case or the harness is the outcome `harness-error`, unless the
 * target had already failed a check, which then is what matters.
 */
export async function runCase(item: PlanItem, options: RunOptions): Promise<CaseResult> {
  const { verdict } = item;
  const nothing = { checks: [], proof: [], durationMs: 0 };
  if (verdict.kind === "not-applicable")
    return resultOf(item, options, { outcome: "not-applicable", reason: verdict.reason, ...nothing });
  if (verdict.kind === "untested") {
    const reason = `${verdict.reason}; ${verdict.repair}`;
    return resultOf(item, options, { outcome: "untested", reason, ...nothing });
  }
  const recorder = new Recorder();
  const startedAt = performance.now();
  const fault = await observe(item, options, recorder);
  const checks = recorder.finish(item);
  const failed = checks.some((check) => !check.ok);
  const [missing] = recorder.missing;
  // What was checked until then may have failed; what was not, nobody knows.
  if (missing && !failed)
    return resultOf(item, options, {
      outcome: missing.outcome,
      reason: missing.message,
      checks: [],
      proof: [],
      durationMs: Math.round(performance.now() - startedAt),
    });
  const judged =
    fault === null || failed ? judge(item, checks) : { outcome: "harness-error" as const, reason: fault };
  return resultOf(item, options, {
    ...judged,
    ...(recorder.hung && recorder.missing.length === 0 ? { outcome: "hang" as const } : {}),
    checks,
    ...(judged.outcome === "passed" ? {} : { exchange: recorder.exchanges.messages() }),
    proof: [...recorder.used].map((used) => ({ recording: used.meta.id, kind: proofKindOf(used) })),
    ...(recorder.combinations > 0 ? { combinations: recorder.combinations } : {}),
    durationMs: Math.round(performance.now() - startedAt),
  });
}
