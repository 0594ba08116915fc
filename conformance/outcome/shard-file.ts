/**
 * `shard.json`: what one share of a run found out, from which the report of the whole run can be made. Checks that held are
 * told as numbers: nothing of a report shows more of them.
 * @module
 */
import { z } from "zod";
import { PROVIDER_APIS } from "../../registry/apis/index.ts";
import { AREAS, MODES } from "../engine/case.ts";
import { requirementIds } from "../requirements/index.ts";
import type { ReportMeta } from "./report.ts";
import { CheckSchema, MessageSchema, PROOF_KINDS } from "./report-schema.ts";
import { type CaseResult, type CheckResult, OUTCOMES } from "./result.ts";

/** Goes up when a reader of the older form would misread the newer one. */
const SHARD_VERSION = 1;

const count = z.int().min(0);
const RequirementId = z.enum(requirementIds);

const ResultSchema = z.strictObject({
  case: z.string(),
  title: z.string(),
  requirements: z.array(RequirementId),
  area: z.enum(AREAS),
  provider: z.string(),
  api: z.enum(PROVIDER_APIS),
  mode: z.enum(MODES),
  target: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string().nullable(),
  proof: z.array(z.strictObject({ recording: z.string(), kind: z.enum(PROOF_KINDS) })),
  combinations: count.optional(),
  durationMs: z.number().min(0),
  exchange: z.array(MessageSchema).optional(),
  reproduce: z.string(),
  /** How many checks of each requirement held. */
  held: z.partialRecord(RequirementId, count),
  failed: z.array(CheckSchema),
});
type ShardResult = z.infer<typeof ResultSchema>;

/** What contracts were asked, as the share's processes told it. */
const JudgedSchema = z.strictObject({
  requests: count,
  /** The rules that judged a request. */
  exercised: z.array(z.string()),
  rules: count,
  conversations: count,
  sentWrongly: count,
  refusedWrongly: count,
});
export type ShardJudgement = z.infer<typeof JudgedSchema>;

export const ShardFileSchema = z.strictObject({
  shardVersion: z.literal(SHARD_VERSION),
  index: count.min(1),
  of: count.min(1),
  /** What the user typed. */
  command: z.string(),
  seed: count,
  every: count.min(1),
  strict: z.boolean(),
  minProof: z.enum(PROOF_KINDS).nullable(),
  whole: z
    .strictObject({
      apis: z.record(z.string(), z.array(z.string()).readonly()),
      runs: z.record(z.enum(MODES), count),
      runsOn: z.record(z.string(), count).optional(),
      once: z.strictObject({ cases: z.array(z.string()).readonly(), runs: count }).optional(),
    })
    .nullable(),
  targets: z.array(
    z.strictObject({
      name: z.string(),
      identity: z.record(z.string(), z.string()),
      policies: z.record(z.string(), z.string()),
    }),
  ),
  judged: JudgedSchema,
  /** The states of the tests of the suite's own proof, and errors outside of them. */
  suiteProof: z.strictObject({ states: z.array(z.string()), errors: count }),
  results: z.array(ResultSchema),
});
export type ShardFile = z.infer<typeof ShardFileSchema>;

function shortened({ checks, exchange, combinations, ...rest }: CaseResult): ShardResult {
  const held: ShardResult["held"] = {};
  for (const { requirement, ok } of checks) if (ok) held[requirement] = (held[requirement] ?? 0) + 1;
  const short: ShardResult = {
    ...rest,
    requirements: [...rest.requirements],
    held,
    failed: checks.filter(({ ok }) => !ok),
  };
  if (combinations !== undefined) short.combinations = combinations;
  if (exchange !== undefined) short.exchange = exchange;
  return short;
}

function restored({ held, failed, exchange, combinations, ...rest }: ShardResult): CaseResult {
  const good = requirementIds.flatMap((requirement) =>
    Array.from(
      { length: held[requirement] ?? 0 },
      (): CheckResult => ({ requirement, name: "", ok: true, expected: "", seen: "", repair: null }),
    ),
  );
  const result: CaseResult = { ...rest, checks: [...failed, ...good] };
  if (combinations !== undefined) result.combinations = combinations;
  if (exchange !== undefined) result.exchange = exchange;
  return result;
}

/** A share as it is written. */
export const shardFile = (
  share: Omit<ShardFile, "shardVersion" | "results">,
  results: readonly CaseResult[],
): ShardFile => ({ shardVersion: SHARD_VERSION, ...share, results: results.map(shortened) });

/** The same in everything that makes shares those of one run. */
const runOf = ({ of, seed, every, strict, minProof, whole, targets, command }: ShardFile): string =>
  JSON.stringify({ of, seed, every, strict, minProof, whole, targets, command: wholeCommand(command) });

/**
 * The command of the whole run that a share is of: without the share, and without where its files go.
 * @example wholeCommand("npm test -- --area errors --shard 1/4 --report one") // "npm test -- --area errors"
 */
export const wholeCommand = (command: string): string =>
  command.replace(/ --(?:shard|report|stream)[= ](?:'[^']*'|\S+)/g, "").replace(/ --$/, "");

/** Why shares are not those of one run; `null` where they are. */
export function mismatch(shares: readonly ShardFile[]): string | null {
  const [first] = shares;
  if (first === undefined) return "there is none";
  const other = shares.find((share) => runOf(share) !== runOf(first));
  if (other !== undefined)
    return `share ${other.index}/${other.of} is of another run than ${first.index}/${first.of}: command, seed, target or options differ`;
  const indexes = shares.map(({ index }) => index).sort((a, b) => a - b);
  const wanted = Array.from({ length: first.of }, (_, at) => at + 1);
  if (indexes.join() !== wanted.join()) return `of ${first.of} shares these are given: ${indexes.join(", ")}`;
  return null;
}

/** Everything that a report is made from, of all shares together; the suite's proof is told by `suiteProof`. */
export interface Merged {
  results: CaseResult[];
  meta: Pick<
    ReportMeta,
    "command" | "seed" | "strict" | "every" | "whole" | "targets" | "minProof" | "judged"
  >;
  suiteProof: ShardFile["suiteProof"];
}

/** Puts shares of one run together. @throws Error where they are not (see {@link mismatch}) */
export function merged(shares: readonly ShardFile[]): Merged {
  const [first] = shares;
  const problem = mismatch(shares);
  if (first === undefined || problem !== null) throw new Error(problem ?? "there is no share");
  const { seed, strict, every, whole, targets, minProof, command } = first;
  const sum = (of: (judged: ShardJudgement) => number): number =>
    shares.reduce((total, { judged }) => total + of(judged), 0);
  const judged = {
    requests: sum(({ requests }) => requests),
    exercised: new Set(shares.flatMap(({ judged: { exercised } }) => exercised)).size,
    rules: Math.max(...shares.map(({ judged: { rules } }) => rules)),
    conversations: sum(({ conversations }) => conversations),
    sentWrongly: sum(({ sentWrongly }) => sentWrongly),
    refusedWrongly: sum(({ refusedWrongly }) => refusedWrongly),
  };
  return {
    results: shares.flatMap(({ results }) => results.map(restored)),
    meta: { command: wholeCommand(command), seed, strict, every, whole, targets, minProof, judged },
    suiteProof: {
      states: shares.flatMap(({ suiteProof }) => suiteProof.states),
      errors: shares.reduce((total, { suiteProof }) => total + suiteProof.errors, 0),
    },
  };
}
