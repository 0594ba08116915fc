/**
 * What `npm test` tells the vitest processes, in environment variables; all of it may be set by hand.
 * @module
 */
import { z } from "zod";
import { MODES, type Mode } from "../engine/case.ts";
import type { Shard } from "../engine/shard.ts";
import type { ProofKind } from "../recordings/proof-kind.ts";
import { type ProgressPlan, ProgressPlanSchema } from "./progress.ts";
import { PROOF_KINDS } from "./report-schema.ts";

/** The seed of a run that names none: runs are repeatable unless somebody asks for another. */
export const DEFAULT_SEED = 20261;
export const MAX_SEED = 2 ** 32 - 1;

const SEED_RULE = `an integer from 0 to ${MAX_SEED}`;
const filled = z.string().min(1);

/** A seed as text. */
export const SeedSchema = z
  .string()
  .regex(/^\d{1,10}$/, { error: SEED_RULE })
  .transform(Number)
  .refine((seed) => seed <= MAX_SEED, { error: SEED_RULE });

const EVERY_RULE = "a number from 1 to 9999";

/** Only every n-th combination of generated cases, as text. */
export const EverySchema = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, { error: EVERY_RULE })
  .transform(Number);

const SHARD_RULE = "i/n, from 1/1 to 999/999, where i is at most n";

/** A share of the plan, as text. @example "2/4" */
export const ShardSchema = z
  .string()
  .regex(/^[1-9]\d{0,2}\/[1-9]\d{0,2}$/, { error: SHARD_RULE })
  .transform((text): Shard => {
    const [index = 1, of = 1] = text.split("/").map(Number);
    return { index, of };
  })
  .refine(({ index, of }) => index <= of, { error: SHARD_RULE });

const EnvironmentSchema = z.object({
  /** Case ids, separated by commas; absent: all. */
  CONFORMANCE_CASES: filled.transform((text) => text.split(",")).optional(),
  /** Providers, separated by commas; absent: all. */
  CONFORMANCE_PROVIDERS: filled.transform((text) => text.split(",")).optional(),
  /** APIs, separated by commas; absent: all. */
  CONFORMANCE_APIS: filled.transform((text) => text.split(",")).optional(),
  /** Modes that the run has, separated by commas; absent: both. */
  CONFORMANCE_MODES: filled
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(MODES)))
    .optional(),
  /** The gateway under test: a name, a file or an address; absent: the reference gateway. */
  CONFORMANCE_TARGET: filled.optional(),
  CONFORMANCE_SEED: SeedSchema.optional(),
  /** Only every n-th combination of generated cases. */
  CONFORMANCE_EVERY: EverySchema.optional(),
  /** Only this share of the plan. */
  CONFORMANCE_SHARD: ShardSchema.optional(),
  CONFORMANCE_STRICT: z.enum(["0", "1"], { error: "0 or 1" }).optional(),
  /** Directory of result.json and junit.xml. */
  CONFORMANCE_REPORT: filled.optional(),
  /** What the user typed, for the report. */
  CONFORMANCE_COMMAND: filled.optional(),
  /** A proof level below this one fails the run. */
  CONFORMANCE_MIN_PROOF: z.enum(PROOF_KINDS, { error: PROOF_KINDS.join(", ") }).optional(),
  /** What is to come, as JSON: with it the run says how far it is. */
  CONFORMANCE_PROGRESS: filled
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "JSON" });
        return z.NEVER;
      }
    })
    .pipe(ProgressPlanSchema)
    .optional(),
  /** File of the results as JSON Lines while they come. */
  CONFORMANCE_STREAM: filled.optional(),
  /** How many results the plan promises: a run that brings others is red. */
  CONFORMANCE_PLANNED: z
    .string()
    .regex(/^\d{1,9}$/, { error: "a number of results" })
    .transform(Number)
    .optional(),
});

export interface RunEnvironment {
  cases: readonly string[] | null;
  providers: readonly string[] | null;
  apis: readonly string[] | null;
  modes: readonly Mode[];
  target: string | null;
  seed: number;
  /** 1: every run tries all combinations of its case; else they are dealt out, of many only every n-th. */
  every: number;
  /** Only this share of the plan; `null` is all of it. */
  shard: Shard | null;
  strict: boolean;
  reportDirectory: string;
  command: string;
  planned: number | null;
  minProof: ProofKind | null;
  progress: ProgressPlan | null;
  stream: string | null;
}

/** Reads the variables. Throws an `Error` that names the variable, what was given and what is allowed. */
export function runEnvironment(env: Readonly<Record<string, string | undefined>>): RunEnvironment {
  // An empty variable is an unset one, as shells have it.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = EnvironmentSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const variable = String(path[0]);
      return `${variable}: given ${JSON.stringify(env[variable])}, allowed: ${message}`;
    });
    throw new Error(lines.join("\n"));
  }
  const { data } = parsed;
  return {
    cases: data.CONFORMANCE_CASES ?? null,
    providers: data.CONFORMANCE_PROVIDERS ?? null,
    apis: data.CONFORMANCE_APIS ?? null,
    modes: data.CONFORMANCE_MODES ?? MODES,
    target: data.CONFORMANCE_TARGET ?? null,
    seed: data.CONFORMANCE_SEED ?? DEFAULT_SEED,
    every: data.CONFORMANCE_EVERY ?? 1,
    shard: data.CONFORMANCE_SHARD ?? null,
    strict: data.CONFORMANCE_STRICT === "1",
    reportDirectory: data.CONFORMANCE_REPORT ?? "report",
    command: data.CONFORMANCE_COMMAND ?? "npx vitest",
    planned: data.CONFORMANCE_PLANNED ?? null,
    minProof: data.CONFORMANCE_MIN_PROOF ?? null,
    progress: data.CONFORMANCE_PROGRESS ?? null,
    stream: data.CONFORMANCE_STREAM ?? null,
  };
}
