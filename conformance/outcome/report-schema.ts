/**
 * The machine-readable result, `report/result.json`, as a zod schema. Its JSON Schema lies beside it.
 * @module
 */
import { z } from "zod";
import { UPSTREAM_APIS } from "../../registry/apis/index.ts";
import { AREAS, MODES } from "../engine/case.ts";
import type { ProvenanceKind } from "../recordings/schema.ts";
import { LEVELS, requirementIds } from "../requirements/index.ts";
import { type CaseResult, OUTCOMES } from "./result.ts";

/** Goes up when a reader of the older form would misread the newer one. */
export const SCHEMA_VERSION = 2;

/** Strongest proof first. */
export const PROOF_KINDS = ["live", "imported", "authored", "derived"] as const satisfies ProvenanceKind[];

/** Do the planted defects prove the suite itself, as seen in the same run? See `proof-level.ts`. */
export const SUITE_PROOFS = ["stands", "broken", "not run"] as const;
export type SuiteProof = (typeof SUITE_PROOFS)[number];

/** `partly run`: less than the whole plan ran, so nothing is claimed. */
export const VERDICTS = ["conforms", "does not conform", "partly run"] as const;

const count = z.int().min(0);
const RequirementId = z.enum(requirementIds).meta({ id: "RequirementId" });

const CheckSchema = z.strictObject({
  requirement: RequirementId,
  name: z.string(),
  ok: z.boolean(),
  expected: z.string(),
  seen: z.string(),
  repair: z.string().nullable(),
});

const CaseResultSchema = z
  .strictObject({
    case: z.string(),
    title: z.string(),
    requirements: z.array(RequirementId).readonly(),
    area: z.enum(AREAS),
    provider: z.string(),
    api: z.enum(UPSTREAM_APIS),
    mode: z.enum(MODES),
    target: z.string(),
    outcome: z.enum(OUTCOMES),
    reason: z.string().nullable(),
    checks: z.array(CheckSchema),
    proof: z.array(z.strictObject({ recording: z.string(), kind: z.enum(PROOF_KINDS) })),
    combinations: count.optional().meta({ description: "how many a generated case tried" }),
    durationMs: z.number().min(0).meta({ description: "milliseconds" }),
    reproduce: z.string(),
  })
  .meta({ id: "CaseResult" }) satisfies z.ZodType<CaseResult>;

/** `failed` includes harness errors and unexpected passes; `warned` failed in nothing that fails this run. */
const CountsSchema = z
  .strictObject({
    cases: count,
    passed: count,
    failed: count,
    warned: count,
    expectedFailures: count,
    notApplicable: count,
    untested: count,
  })
  .meta({ id: "Counts" });
export type Counts = z.infer<typeof CountsSchema>;

const ProofCountsSchema = z.partialRecord(z.enum(PROOF_KINDS), count).meta({
  description: "how many recordings of each kind the cases used",
});

/**
 * What may be claimed about an API of a provider; where `api` is null about all of its APIs together, where `provider` is
 * null about all providers.
 */
const ConformitySchema = z
  .strictObject({
    provider: z.string().nullable(),
    api: z.enum(UPSTREAM_APIS).nullable(),
    verdict: z.enum(VERDICTS),
    levels: z.array(z.strictObject({ level: z.enum(LEVELS), held: count, applicable: count })),
    broken: z.array(RequirementId),
    notApplicable: z.array(RequirementId).meta({ description: "of the set, but nothing checked them" }),
    runs: count,
    ofRuns: count.meta({ description: "runs of cases that a whole run has; 0 where nobody knows" }),
    proof: ProofCountsSchema,
  })
  .meta({ id: "Conformity" });
export type Conformity = z.infer<typeof ConformitySchema>;

const LevelSchema = z.strictObject({ level: z.enum(LEVELS), passed: count, checked: count });

export const ReportSchema = z
  .strictObject({
    schemaVersion: z.literal(SCHEMA_VERSION),
    command: z.string(),
    target: z.string(),
    seed: z.int().min(0),
    every: z.int().positive().meta({ description: "only every n-th generated combination was tried" }),
    strict: z.boolean(),
    ok: z.boolean(),
    totals: CountsSchema,
    groups: z.array(
      z.strictObject({
        provider: z.string(),
        api: z.enum(UPSTREAM_APIS),
        area: z.enum(AREAS),
        mode: z.enum(MODES),
        counts: CountsSchema,
      }),
    ),
    unexpectedPasses: z.array(z.string()),
    harnessErrors: z.array(z.string()),
    requirements: z.array(
      z.strictObject({
        id: RequirementId,
        level: z.enum(LEVELS),
        title: z.string(),
        passed: count.meta({ description: "checks that held" }),
        failed: count.meta({ description: "checks that did not" }),
      }),
    ),
    levels: z.array(LevelSchema),
    notCovered: z.array(z.strictObject({ id: RequirementId, reason: z.string() })),
    combinations: count.meta({ description: "tried by the generated cases, all together" }),
    proof: ProofCountsSchema,
    suiteProof: z
      .enum(SUITE_PROOFS)
      .meta({ description: "do the planted defects of the same run prove the suite?" }),
    conformance: z.strictObject({
      set: z.string().meta({ description: "the frozen set that the claims are about" }),
      apis: z.array(ConformitySchema).meta({ description: "each API of each provider" }),
      providers: z.array(ConformitySchema).meta({ description: "what holds on all of a provider's APIs" }),
      total: ConformitySchema,
      ofProviders: count
        .nullable()
        .meta({ description: "how many there are to run; null where nobody knows" }),
    }),
    results: z.array(CaseResultSchema),
  })
  .meta({ title: "Result of a conformance run" });
export type Report = z.infer<typeof ReportSchema>;

/** The JSON Schema of `report/result.json`. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(ReportSchema);
}
