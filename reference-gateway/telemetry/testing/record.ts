/**
 * A record for tests: a chat of tenant `a` that was answered, and of it what a test says.
 * @module
 */
import { NO_LABELS, type RequestRecord } from "../record.ts";

export const recordOf = (change: Partial<RequestRecord> = {}): RequestRecord => ({
  id: "q",
  tenantId: "a",
  startedAt: 1,
  route: "/v1/chat/completions",
  api: "openai-chat",
  targetHost: null,
  model: "m",
  stream: false,
  labels: NO_LABELS,
  outcome: "success",
  status: 200,
  error: null,
  served: null,
  attempts: [],
  dropped: [],
  usage: { kind: "unknown" },
  cost: null,
  latencyMs: 5,
  firstTokenMs: null,
  cached: false,
  ...change,
});
