/**
 * The record of a generated exchange: whose it is, on which way it went, and what became of it.
 * @module
 */

import type { CaseContext } from "../../engine/context.ts";
import type { Session } from "../../engine/session.ts";
import { amounts } from "../../oracle/log/view.ts";
import { COMPLETION, lastUsage, PROMPT, sumOf } from "../../oracle/meaning/answer.ts";
import { CLIENTS } from "../../oracle/meaning/expected.ts";
import { objectOf } from "../../oracle/meaning/heard.ts";
import { addressOf, linesAt } from "./bill.ts";
import { type Exchange, labelsOf, type Outcome, owed, upstreamIdOf } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";
import { manage } from "./manage.ts";

/** Compares every field but those of usage and money. */
export function compareRecord(
  context: CaseContext,
  ledger: Ledger,
  label: string,
  { client, endpoint, said, stream }: Exchange,
  { reply, bill: { record }, begun, took }: Outcome,
): void {
  if (record === null) {
    ledger.compare("OBS-01", "record", label, null, "a record");
    return;
  }
  const { served, attempts } = record;
  const expected = {
    id: reply.headers.get("helicone-id"),
    tenantId: "a",
    route: CLIENTS[client].path,
    api: client,
    startedAt: begun,
    latencyMs: took,
    // Nothing but the first byte takes time here.
    firstTokenMs: stream ? took : null,
    targetHost: null,
    model: addressOf(endpoint),
    stream,
    dropped: [],
    cached: false,
    labels: labelsOf(said),
    outcome: "success",
    status: 200,
    error: null,
  };
  for (const [field, value] of Object.entries(expected))
    ledger.compare("OBS-01", `record.${field}`, label, record[field as keyof typeof expected], value);
  const { provider, model, id, deployment } = endpoint;
  ledger.compare("OBS-01", "record.served", label, served, {
    provider,
    model,
    endpoint: id,
    deployment,
    api: context.api.id,
    mode: context.mode,
    upstreamRequestId: upstreamIdOf(said),
  });
  // Those that failed: none did.
  ledger.compare("OBS-01", "record.attempts", label, attempts, []);
  ledger.compare("OBS-01", "record.problem", label, record.cost?.problem, null);
}

interface Line {
  class: string;
  count: number;
}

const byClass = (a: Line, b: Line): number =>
  a.class === b.class ? a.count - b.count : a.class < b.class ? -1 : 1;

/** What the tenant is shown of the exchange, column by column, worked out of what was said; money in pico-USD. */
export async function compareShown(
  context: CaseContext,
  session: Session,
  ledger: Ledger,
  label: string,
  { client, endpoint, said, stream }: Exchange,
  { reply, begun, took }: Outcome,
): Promise<void> {
  const { counts, ticks } = lastUsage(said);
  const { reportedCost } = endpoint.usage;
  const labels = labelsOf(said);
  const [prompt, completion] = [sumOf(counts, PROMPT), sumOf(counts, COMPLETION)];
  const expected = {
    request_id: reply.headers.get("helicone-id"),
    request_created_at: new Date(begun).toISOString(),
    route: CLIENTS[client].path,
    api: client,
    target_host: null,
    model: addressOf(endpoint),
    model_served: endpoint.model,
    provider: endpoint.provider,
    endpoint: endpoint.id,
    deployment: endpoint.deployment,
    api_upstream: context.api.id,
    mode: context.mode,
    streamed: stream,
    outcome: "success",
    status: 200,
    error: null,
    latency: took,
    time_to_first_token: stream ? took : null,
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    tokens: counts,
    cost: owed(context, endpoint, lastUsage(said)),
    cost_reported: reportedCost ? BigInt(ticks) * 100n : null,
    cost_lines: linesAt(context, endpoint, counts)
      .map(({ class: name, count, amount }) => ({ class: name, count, cost: amount }))
      .toSorted(byClass),
    unpriced: false,
    cached: false,
    attempt_count: 1,
    attempts: [],
    dropped: [],
    user_id: labels.userId,
    session_id: labels.session?.id ?? null,
    session_path: labels.session?.path ?? null,
    session_name: labels.session?.name ?? null,
    properties: labels.properties,
    feedback: null,
    scores: {},
  };
  const { json } = await manage(session, "GET", `/v1/requests/${reply.headers.get("helicone-id")}`);
  const shown = amounts(objectOf(json?.data));
  const { cost_lines: lines } = shown;
  const seen = { ...shown, cost_lines: Array.isArray(lines) ? lines.toSorted(byClass) : lines };
  ledger.compare(
    "OBS-01",
    "shown.columns",
    label,
    Object.keys(seen).toSorted(),
    Object.keys(expected).toSorted(),
  );
  for (const [name, value] of Object.entries(expected))
    ledger.compare("OBS-01", `shown.${name}`, label, seen[name as keyof typeof seen], value);
}
