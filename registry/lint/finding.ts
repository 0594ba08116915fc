/**
 * What the lint can find, how a finding is told, and how it is excused for a time.
 * @module
 */
import { z } from "zod";

export const LINT_RULES = {
  "tier-unreachable": "a tier starts where the context length ends",
  "tier-drops-class":
    "a tier leaves out a class that a lower one prices, so that it silently keeps that price",
  "tier-cheaper": "a tier is cheaper than the one below it",
  "tier-changes-nothing": "a tier has the prices of the one below it",
  "tier-elsewhere-flat":
    "the same model is sold without this tier elsewhere, at a context that would reach it",
  "tier-terms-differ": "two tiers of one vendor differ in where they begin or what they count",
  "tier-borrowed-evidence":
    "a tier's evidence does not name its boundary, or is that of another vendor's tiers",
  "modality-unpriced": "a modality that the model takes or gives has neither a price nor a reason for none",
  "no-price": "a class that every request uses has no price",
  "cache-read-above-input": "reading from the cache costs as much as reading afresh, or more",
  "cache-write-odd": "writing to the cache costs less than the input, or more than twice as much",
  "float-noise": "a price with so many digits was computed, not published",
  "unit-slip": "a price is far outside what such a model costs: per token, per thousand or per million?",
  "price-far-apart": "the same open-weight model costs over ten times as much elsewhere",
  "resale-far-apart": "the same vendor's model costs over half as much again as elsewhere",
  "region-far-apart": "a region costs over half as much again as the endpoint itself",
  "zero-price": "a price of 0 without `free: true`",
  "limit-above-context": "an answer can be longer than the context",
  "no-evidence": "no source is given",
  "reverify-too-late": "a fact is to be looked at again later than 90 days after it was read",
  "exception-expired": "an exception has run out",
  "exception-unused": "an exception excuses nothing any more",
} as const;

export type LintRule = keyof typeof LINT_RULES;

const RULE_NAMES = Object.keys(LINT_RULES) as [LintRule, ...LintRule[]];

/** An exception as it stands beside the endpoint that it is about. */
export const ExcusedSchema = z.strictObject({
  rule: z.enum(RULE_NAMES),
  /** Why the finding is right as it stands. */
  reason: z.string().min(20, { error: "a reason that a reviewer can check" }),
  /** After this day the finding counts again. */
  expires: z.iso.date(),
});

export interface Finding {
  rule: LintRule;
  where: { file: string; id: string; field: string };
  given: string;
  /** What would be right, or why it is not. */
  allowed: string;
}

/** A finding that is known and meant, for a time. */
export interface LintException {
  rule: LintRule;
  id: string;
  reason: string;
  /** ISO date; after this day the finding counts again. */
  expires: string;
  /** The file in which it stands. */
  file?: string;
}

/** Findings that no exception excuses, and exceptions that have run out or excuse nothing. */
export function unexcused(
  findings: readonly Finding[],
  exceptions: readonly LintException[],
  today: string,
): Finding[] {
  const covers = (exception: LintException, finding: Finding): boolean =>
    exception.rule === finding.rule && exception.id === finding.where.id;
  const current = exceptions.filter(({ expires }) => expires >= today);
  const where = ({ id, rule, file = "registry/lint/exceptions.ts" }: LintException) => ({
    file,
    id,
    field: rule,
  });
  const expired = exceptions
    .filter(({ expires }) => expires < today)
    .map(
      (exception): Finding => ({
        rule: "exception-expired",
        where: where(exception),
        given: exception.expires,
        allowed: `look again whether "${exception.reason}" still holds, then set a new day or delete it`,
      }),
    );
  const unused = current
    .filter((exception) => !findings.some((finding) => covers(exception, finding)))
    .map(
      (exception): Finding => ({
        rule: "exception-unused",
        where: where(exception),
        given: exception.reason,
        allowed: "delete the exception",
      }),
    );
  return [
    ...findings.filter((f) => !current.some((exception) => covers(exception, f))),
    ...expired,
    ...unused,
  ];
}

/** One line that says what is wrong, where, and what would be right. */
export const findingText = ({ rule, where, given, allowed }: Finding): string =>
  `${where.file}: ${where.id} ${where.field}: ${given} (${rule}: ${LINT_RULES[rule]}; allowed: ${allowed})`;
