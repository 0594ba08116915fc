/**
 * Failures that are known and accepted for a while. An entry that no longer fails, names nothing, or is past its date
 * turns the run red: the list cannot rot.
 * @module
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { PROVIDER_APIS } from "../../registry/apis/index.ts";
import { problemsOf } from "../../registry/load/problem.ts";
import { MODES, type Mode } from "../engine/case.ts";
import { type CaseResult, placeOf } from "./result.ts";

/** Where the list lives, as messages name it. */
export const EXPECTED_FAILURES = "conformance/expected-failures.json";

const FIELDS = "only the fields case, provider, api, mode, reason, until";
const name = (what: string) => z.string({ error: what }).min(1, { error: what });

const ExpectationSchema = z.strictObject(
  {
    case: name("the id of a case"),
    provider: name("the slug of a provider"),
    api: z.enum(PROVIDER_APIS, { error: PROVIDER_APIS.join(" or ") }),
    mode: z.enum(MODES, { error: MODES.join(" or ") }),
    reason: name("why the failure is accepted, as a sentence"),
    until: z.iso.date({ error: "a date like 2026-12-31, after which the failure counts again" }),
  },
  { error: (issue) => (issue.code === "unrecognized_keys" ? FIELDS : `an object with ${FIELDS}`) },
);
export type Expectation = z.infer<typeof ExpectationSchema>;

/** The list cannot be read. The message names file, field, given value and what is allowed. */
export class ExpectationError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "ExpectationError";
  }
}

/** What an entry or a plan item is compared by. @example "errors.status ptb deepinfra/openai-chat" */
export const planKey = (item: { case: string; provider: string; api: string; mode: Mode }): string =>
  `${item.case} ${item.mode} ${placeOf(item)}`;

function duplicates(list: readonly Expectation[], file: string): string[] {
  const keys = list.map(planKey);
  return keys.flatMap((key, index) =>
    keys.indexOf(key) < index ? [`${file}: ${index}: given ${key} again, allowed: one entry each`] : [],
  );
}

/** Reads the list from JSON text; throws an {@link ExpectationError}. `file` is only for messages. */
export function parseExpectations(text: string, file = EXPECTED_FAILURES): Expectation[] {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw new ExpectationError([`${file}: (whole file): not JSON: ${String(cause)}, allowed: a JSON list`]);
  }
  const parsed = z.array(ExpectationSchema, { error: "a list of entries" }).safeParse(input);
  const problems = parsed.success ? duplicates(parsed.data, file) : problemsOf(file, input, parsed.error);
  if (!parsed.success || problems.length > 0) throw new ExpectationError(problems);
  return parsed.data;
}

/** The list of this repository. */
export function loadExpectations(): Expectation[] {
  return parseExpectations(readFileSync(new URL("../expected-failures.json", import.meta.url), "utf8"));
}

/**
 * The result in the light of the list: a listed failure is expected; one that passes, or does not apply, is stale.
 * Untested cases and harness errors stay what they are: nobody may expect those.
 */
export function judgeExpectation(result: CaseResult, expectations: readonly Expectation[]): CaseResult {
  const entry = expectations.find((expectation) => planKey(expectation) === planKey(result));
  if (entry === undefined) return result;
  if (result.outcome === "failed" || result.outcome === "hang") {
    return { ...result, outcome: "expected-failure", reason: `${entry.reason} (until ${entry.until})` };
  }
  if (result.outcome === "passed" || result.outcome === "not-applicable") {
    const state = result.outcome === "passed" ? "passes" : "does not apply";
    const reason = `${state} but is listed as an expected failure: remove its entry from ${EXPECTED_FAILURES}`;
    return { ...result, outcome: "unexpected-pass", reason };
  }
  return result;
}

/** Entries that name no case, provider, API and mode of the whole plan: each fails the run. Keys by {@link planKey}. */
export function unknownEntries(
  expectations: readonly Expectation[],
  planIds: Iterable<string>,
): Expectation[] {
  const known = new Set(planIds);
  return expectations.filter((expectation) => !known.has(planKey(expectation)));
}

/** Entries whose last day is before `today` (ISO date): each fails the run. */
export function expiredEntries(expectations: readonly Expectation[], today: string): Expectation[] {
  return expectations.filter(({ until }) => until < today);
}
