/**
 * Every name that telemetry uses, in one place: those of OpenTelemetry's GenAI and HTTP conventions in one version of them,
 * and the gateway's own beside them (OBS-04). The GenAI conventions are not stable; another version is another table here.
 * @module
 */

/** The version of the conventions that the names below are of. */
export const CONVENTIONS = {
  version: "1.41.0",
  schemaUrl: "https://opentelemetry.io/schemas/1.41.0",
} as const;

/** The instrumentation that spans and metrics are of. */
export const SCOPE = "llm-gateway";

/** Attributes of the GenAI conventions. Input counts include cached tokens there, output counts reasoning. */
export const GEN_AI = {
  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  requestModel: "gen_ai.request.model",
  requestStream: "gen_ai.request.stream",
  responseModel: "gen_ai.response.model",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cacheReadTokens: "gen_ai.usage.cache_read.input_tokens",
  cacheWriteTokens: "gen_ai.usage.cache_creation.input_tokens",
  tokenType: "gen_ai.token.type",
  conversation: "gen_ai.conversation.id",
} as const;

/** Attributes of the general conventions. */
export const HTTP = {
  method: "http.request.method",
  route: "http.route",
  status: "http.response.status_code",
  path: "url.path",
  serverAddress: "server.address",
  errorType: "error.type",
} as const;

/** Attributes that the conventions have no name for. */
export const GATEWAY = {
  requestId: "gateway.request.id",
  tenant: "gateway.tenant.id",
  endpoint: "gateway.endpoint.id",
  deployment: "gateway.deployment",
  mode: "gateway.mode",
  attempt: "gateway.attempt.number",
  attempts: "gateway.attempts",
  cached: "gateway.cached",
  outcome: "gateway.outcome",
} as const;

/** A histogram: its name, its unit, and the upper bounds of its buckets as the conventions give them. */
export interface HistogramName {
  name: string;
  unit: string;
  description: string;
  buckets: readonly number[];
}

/** In seconds: 0.01 doubled up to 81.92. */
const SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
/** In tokens: the powers of 4 up to 4^13. */
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

export const GEN_AI_METRICS = {
  tokens: {
    name: "gen_ai.client.token.usage",
    unit: "{token}",
    description: "Input and output tokens of an answer",
    buckets: TOKENS,
  },
  duration: {
    name: "gen_ai.client.operation.duration",
    unit: "s",
    description: "From the arrival of a request to the end of its answer",
    buckets: SECONDS,
  },
  firstChunk: {
    name: "gen_ai.client.operation.time_to_first_chunk",
    unit: "s",
    description: "From the arrival of a request to the first content of its stream",
    buckets: SECONDS,
  },
} as const satisfies Record<string, HistogramName>;

/** What `GET /metrics` shows, in Prometheus' style. */
export const PROMETHEUS = {
  requests: "gateway_requests_total",
  duration: "gateway_request_duration_seconds",
  firstToken: "gateway_time_to_first_token_seconds",
  tokens: "gateway_tokens_total",
  attempts: "gateway_attempts_total",
  background: "gateway_background_tasks",
  recordsWaiting: "gateway_records_waiting",
  recordsLost: "gateway_records_lost_total",
} as const;
