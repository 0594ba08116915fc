/**
 * The machine-readable result, `report/result.json`, as a zod schema. Its JSON Schema lies beside it.
 * @module
 */
import { z } from "zod";
import { PROVIDER_APIS } from "../../registry/apis/index.ts";
import { AREAS, MODES } from "../engine/case.ts";
import { LEGS } from "../engine/exchange.ts";
import type { ProofKind } from "../recordings/proof-kind.ts";
import { LEVELS, requirementIds } from "../requirements/index.ts";
import { OUTCOMES } from "./result.ts";

/** Goes up when a reader of the older form would misread the newer one. */
export const SCHEMA_VERSION = 4;

/** Strongest proof first. */
export const PROOF_KINDS = [
  "live",
  "imported",
  "authored",
  "derived",
  "copied",
] as const satisfies ProofKind[];

/** Do the planted defects prove the suite itself, as seen in the same run? See `proof-level.ts`. */
export const SUITE_PROOFS = ["stands", "broken", "not run"] as const;
export type SuiteProof = (typeof SUITE_PROOFS)[number];

/**
 * `partly run`: less than the whole plan ran, so nothing is claimed; `conforms where observable`: nothing is broken, but the
 * target cannot show what some MUSTs ask.
 */
export const VERDICTS = ["conforms", "conforms where observable", "does not conform", "partly run"] as const;

const count = z.int().min(0);
const RequirementId = z.enum(requirementIds).meta({ id: "RequirementId" });

export const CheckSchema = z.strictObject({
  requirement: RequirementId,
  name: z.string(),
  ok: z.boolean(),
  expected: z.string(),
  seen: z.string(),
  repair: z.string().nullable(),
});

const proofOfCase = z.array(z.strictObject({ recording: z.string(), kind: z.enum(PROOF_KINDS) }));

/** What is the same in all results of a case. */
const CaseFactsSchema = z
  .strictObject({
    title: z.string(),
    requirements: z.array(RequirementId).readonly(),
    area: z.enum(AREAS),
  })
  .meta({ id: "CaseFacts" });

/** A result without what can be told otherwise: passed checks are a number, and only a failure has details. */
const ReportedResultSchema = z
  .strictObject({
    case: z.string(),
    area: z.enum(AREAS),
    provider: z.string(),
    api: z.enum(PROVIDER_APIS),
    mode: z.enum(MODES),
    outcome: z.enum(OUTCOMES),
    held: count.meta({ description: "checks that held" }),
    durationMs: z.number().min(0).meta({ description: "milliseconds" }),
    combinations: count.optional().meta({ description: "how many a generated case tried" }),
    reason: z.string().optional(),
    failed: z.array(CheckSchema).optional().meta({ description: "failed checks, the first ones" }),
    moreFailed: count.optional().meta({ description: "failed checks beyond those" }),
    cause: count.optional().meta({ description: "index into causes" }),
    proof: proofOfCase.optional().meta({ description: "recordings that a failure used" }),
    reproduce: z.string().optional().meta({ description: "the command that runs a failure again" }),
  })
  .meta({ id: "Result" });
export type ReportedResult = z.infer<typeof ReportedResultSchema>;

const LookSchema = z
  .strictObject({ file: z.string(), line: z.int().positive().nullable() })
  .meta({ id: "Look" });
/** A place to look at, by its path from the root of the checkout; `line` counts from 1. */
export type Look = z.infer<typeof LookSchema>;

export const MessageSchema = z
  .strictObject({
    leg: z.enum(LEGS),
    head: z.string().meta({ description: "request line or status" }),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string().meta({ description: "cut; without secrets" }),
  })
  .meta({ id: "WireMessage" });

/** What many failures have in common, told once; see `cause.ts`. */
const CauseSchema = z
  .strictObject({
    warning: z.boolean().meta({ description: "true if it does not fail this run" }),
    requirements: z.array(RequirementId).meta({ description: "what the cause itself breaks" }),
    outcome: z.enum(OUTCOMES),
    check: CheckSchema.nullable().meta({ description: "the first difference; null where no check failed" }),
    reason: z.string().nullable(),
    look: z.array(LookSchema).meta({ description: "where to look, best first" }),
    case: z.string(),
    title: z.string(),
    provider: z.string(),
    api: z.enum(PROVIDER_APIS),
    mode: z.enum(MODES),
    reproduce: z.string(),
    exchange: z
      .array(MessageSchema)
      .optional()
      .meta({ description: "the last messages before the first failed check" }),
    results: count.meta({ description: "how many results have this cause, the first included" }),
    cases: count.meta({ description: "how many cases these are" }),
    places: z.array(z.string()).meta({ description: "provider/api of all of them" }),
    areas: z.array(z.enum(AREAS)),
  })
  .meta({ id: "Cause" });
export type ReportedCause = z.infer<typeof CauseSchema>;

/** `failed` includes harness errors and unexpected passes; `warned` failed in nothing that fails this run. */
const CountsSchema = z
  .strictObject({
    cases: count,
    passed: count,
    failed: count,
    warned: count,
    expectedFailures: count,
    notApplicable: count,
    notObservable: count,
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
    api: z.enum(PROVIDER_APIS).nullable(),
    verdict: z.enum(VERDICTS),
    levels: z.array(z.strictObject({ level: z.enum(LEVELS), held: count, applicable: count })),
    broken: z.array(RequirementId),
    causes: z.array(RequirementId).meta({ description: "of the broken ones, those that a cause is about" }),
    notApplicable: z.array(RequirementId).meta({ description: "of the set, but nothing checked them" }),
    notObservable: z.array(RequirementId).meta({ description: "of those, what the target cannot show" }),
    runs: count,
    ofRuns: count.meta({ description: "runs of cases that a whole run has; 0 where nobody knows" }),
    proof: ProofCountsSchema,
  })
  .meta({ id: "Conformity" });
export type Conformity = z.infer<typeof ConformitySchema>;

/** What contracts and generated conversations came to. */
const ContractFiguresSchema = z
  .strictObject({
    requests: count.meta({ description: "requests to providers that a contract judged" }),
    exercised: count.meta({ description: "rules of contracts that judged at least one of them" }),
    rules: count.meta({ description: "rules that there are" }),
    violations: count.meta({
      description: "checks that failed since a provider would have refused a request",
    }),
    conversations: count.meta({
      description: "generated, and asked of every chat endpoint; 0 where they were not run",
    }),
    sentWrongly: count.meta({ description: "of these, sent although the contract refuses it" }),
    refusedWrongly: count.meta({ description: "of these, refused although the contract takes it" }),
  })
  .meta({ id: "ContractFigures" });
export type ContractFigures = z.infer<typeof ContractFiguresSchema>;

/** What the last run of generated defects came to. */
export const GeneratedProofSchema = z
  .strictObject({
    day: z.iso.date().meta({ description: "when they were planted" }),
    seed: z.int().min(0),
    generated: count,
    visible: count.meta({ description: "whose field came by and was changed" }),
    excused: count.meta({ description: "of those, that no case has to see" }),
    killed: count,
    byGenerated: count.meta({ description: "of those killed, by the cases that compare generated messages" }),
    rate: z.number().min(0).max(1).meta({ description: "killed, of those visible and not excused" }),
    holes: z.array(z.string()).meta({ description: "survivors that nobody excuses, by name" }),
  })
  .meta({ id: "GeneratedProof" });
export type GeneratedProof = z.infer<typeof GeneratedProofSchema>;

const LevelSchema = z.strictObject({ level: z.enum(LEVELS), passed: count, checked: count });

export const ReportSchema = z
  .strictObject({
    schemaVersion: z.literal(SCHEMA_VERSION),
    command: z.string(),
    target: z.string(),
    targets: z.array(
      z.strictObject({
        name: z.string(),
        identity: z.record(z.string(), z.string()).readonly(),
        policies: z.record(z.string(), z.string()).readonly(),
      }),
    ),
    seed: z.int().min(0),
    every: z.int().positive().meta({
      description:
        "1: every run tried all combinations of its case; else they were dealt out, of many only every n-th",
    }),
    strict: z.boolean(),
    minProof: z
      .enum(PROOF_KINDS)
      .optional()
      .meta({ description: "a proof level below this one fails the run" }),
    belowMinProof: z
      .array(z.string())
      .optional()
      .meta({ description: "providers whose proof level is below" }),
    ok: z.boolean(),
    totals: CountsSchema,
    groups: z.array(
      z.strictObject({
        provider: z.string(),
        api: z.enum(PROVIDER_APIS),
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
    contracts: ContractFiguresSchema.optional(),
    proof: ProofCountsSchema,
    suiteProof: z
      .enum(SUITE_PROOFS)
      .meta({ description: "do the planted defects of the same run prove the suite?" }),
    generatedProof: GeneratedProofSchema.optional().meta({
      description: "of the last run of generated defects that left its score beside the report",
    }),
    conformance: z.strictObject({
      set: z.string().meta({ description: "the frozen set that the claims are about" }),
      apis: z.array(ConformitySchema).meta({ description: "each API of each provider" }),
      providers: z.array(ConformitySchema).meta({ description: "what holds on all of a provider's APIs" }),
      total: ConformitySchema,
      ofProviders: count
        .nullable()
        .meta({ description: "how many there are to run; null where nobody knows" }),
    }),
    causes: z.array(CauseSchema).meta({ description: "failures first, the most frequent first" }),
    cases: z.record(z.string(), CaseFactsSchema).meta({ description: "by the id of the case" }),
    results: z.array(ReportedResultSchema),
  })
  .meta({ title: "Result of a conformance run" });
export type Report = z.infer<typeof ReportSchema>;

/** The JSON Schema of `report/result.json`. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(ReportSchema);
}
