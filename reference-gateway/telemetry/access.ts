/**
 * One line about a request that is over: what it was, what became of it, and what it cost; no body, no secret.
 * @module
 */
import { COMPLETION_CLASSES, PROMPT_CLASSES } from "../../registry/canonical/usage.ts";
import { picoToUsd } from "../../registry/pricing/money.ts";
import { MIN_SECRET_CHARS } from "../../registry/safety/spellings.ts";
import { attemptCount, type RequestRecord } from "./record.ts";

/** The caller's model field is of any length. */
const MAX_MODEL = 100;

const sum = (
  { usage }: RequestRecord,
  classes: readonly (typeof PROMPT_CLASSES | typeof COMPLETION_CLASSES)[number][],
): number | null =>
  usage.kind === "known" ? classes.reduce((total, name) => total + (usage.usage[name] ?? 0), 0) : null;

/** The fields of the line, those that are known. */
export function accessFields(record: RequestRecord): Record<string, string | number | boolean> {
  const { served, cost, error, targetHost, cached, model } = record;
  const fields = {
    id: record.id,
    status: record.status,
    outcome: record.outcome,
    ms: Math.round(record.latencyMs),
    tenant: record.tenantId,
    route: record.route,
    model: model.length > MAX_MODEL ? `${model.slice(0, MAX_MODEL)}…` : model,
    provider: served?.provider ?? targetHost,
    endpoint: served?.endpoint ?? null,
    mode: served?.mode ?? null,
    inputTokens: sum(record, PROMPT_CLASSES),
    outputTokens: sum(record, COMPLETION_CLASSES),
    usd: cost === null || cost.counted === "nothing" ? null : picoToUsd(cost.amount ?? 0n),
    attempts: record.attempts.length === 0 ? null : attemptCount(record),
    cached: cached ? true : null,
    error: error === null ? null : (error.code ?? error.type),
  };
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string | number | boolean] => entry[1] !== null),
  );
}

/** More steps than any path of ours has. */
const MAX_STEPS = 8;

/** A path that nobody has checked, with whatever is long enough to be a key left out. @example "/v1/keys/…" */
export function shownPath(path: string): string {
  const steps = path.split("/", MAX_STEPS + 1);
  return steps.map((step) => (step.length < MIN_SECRET_CHARS ? step : "…")).join("/");
}
