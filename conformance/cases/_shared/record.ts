/**
 * The record of a generated exchange: whose it is, on which way it went, and what became of it.
 * @module
 */

import type { CaseContext } from "../../engine/context.ts";
import type { Reply } from "../../engine/reply.ts";
import { CLIENTS } from "../../oracle/meaning/expected.ts";
import type { RecordSeen } from "../../targets/views.ts";
import { addressOf } from "./bill.ts";
import { type Exchange, upstreamIdOf } from "./exchange.ts";
import type { Ledger } from "./ledger.ts";

/** Compares every field but those of usage and money, and the time, which only the gateway knows. */
export function compareRecord(
  context: CaseContext,
  ledger: Ledger,
  label: string,
  { client, endpoint, said, stream }: Exchange,
  { reply, record }: { reply: Reply; record: RecordSeen | null },
): void {
  if (record === null) {
    ledger.compare("OBS-01", "record", label, null, "a record");
    return;
  }
  const { served, attempts, firstTokenMs } = record;
  const expected = {
    id: reply.headers.get("helicone-id"),
    tenantId: "a",
    route: CLIENTS[client].path,
    api: client,
    targetHost: null,
    model: addressOf(endpoint),
    stream,
    dropped: [],
    cached: false,
    labels: { userId: null, session: null, properties: {} },
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
  ledger.compare("OBS-01", "record.begun", label, typeof firstTokenMs === "number", stream);
}
