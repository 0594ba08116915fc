/**
 * What an upstream failure means, and what follows from the meaning: status, type, fallback (ERR-02, FLB-01).
 * @module
 */

export const MEANINGS = {
  invalid_request: { status: 400, type: "invalid_request_error", fallsOn: "never" },
  /** The endpoint has no place for something in the request; another may have. */
  unsupported: { status: 400, type: "invalid_request_error", fallsOn: "always" },
  /** The key lacks a setting; another key may not. */
  misconfigured: { status: 400, type: "invalid_request_error", fallsOn: "always" },
  unprocessable: { status: 422, type: "invalid_request_error", fallsOn: "never" },
  context_length: { status: 400, type: "invalid_request_error", fallsOn: "other-model" },
  authentication: { status: 401, type: "authentication_error", fallsOn: "always" },
  quota: { status: 402, type: "insufficient_quota", fallsOn: "always" },
  permission: { status: 403, type: "permission_error", fallsOn: "always" },
  not_found: { status: 404, type: "not_found_error", fallsOn: "always" },
  conflict: { status: 409, type: "invalid_request_error", fallsOn: "always" },
  too_large: { status: 413, type: "request_too_large", fallsOn: "never" },
  rate_limit: { status: 429, type: "rate_limit_error", fallsOn: "always" },
  timeout: { status: 504, type: "timeout_error", fallsOn: "always" },
  api: { status: 502, type: "api_error", fallsOn: "always" },
  overloaded: { status: 503, type: "overloaded_error", fallsOn: "always" },
} as const satisfies Record<
  string,
  { status: number; type: string; fallsOn: "always" | "never" | "other-model" }
>;

export type Meaning = keyof typeof MEANINGS;

/** Statuses with a meaning of their own. 408 and 504 are both timeouts; 408 keeps its number for the caller. */
const BY_STATUS: Record<number, Meaning> = {
  400: "invalid_request",
  401: "authentication",
  402: "quota",
  403: "permission",
  404: "not_found",
  408: "timeout",
  409: "conflict",
  413: "too_large",
  422: "unprocessable",
  429: "rate_limit",
  503: "overloaded",
  504: "timeout",
  529: "overloaded",
};

/** Meanings that say the credential, not the request, was refused. */
export const CREDENTIAL_MEANINGS: readonly Meaning[] = ["authentication", "quota", "permission"];

/** The meaning of a bare status; a status nobody documents is the provider's fault, so `api`. */
export const meaningOfStatus = (status: number): Meaning => BY_STATUS[status] ?? "api";

/** A row of an error-meaning table: all conditions that are given must hold. */
export interface MeaningRule {
  status?: number;
  code?: string;
  type?: string;
  message?: RegExp | readonly RegExp[];
  meaning: Meaning;
  evidence: string;
}

/** What a rule is matched against. */
export interface ErrorFacts {
  status: number;
  code: string | null;
  type: string | null;
  message: string | null;
}

/** Meaning before status: the first rule that matches, else the status (ERR-02). */
export function meaningOf(facts: ErrorFacts, rules: readonly MeaningRule[]): Meaning {
  const rule = rules.find(
    (row) =>
      (row.status === undefined || row.status === facts.status) &&
      (row.code === undefined || row.code === facts.code) &&
      (row.type === undefined || row.type === facts.type) &&
      [row.message ?? []].flat().every((pattern) => pattern.test(facts.message ?? "")),
  );
  return rule?.meaning ?? meaningOfStatus(facts.status);
}

/** Codes that mean the same wherever OpenAI's envelope is spoken. */
export const OPENAI_CODES: readonly MeaningRule[] = [
  {
    code: "insufficient_quota",
    meaning: "quota",
    evidence: "OpenAI error codes: 429 with this code never recovers",
  },
  { code: "context_length_exceeded", meaning: "context_length", evidence: "OpenAI error codes" },
  {
    code: "server_is_overloaded",
    meaning: "overloaded",
    evidence: "OpenAI error codes: 503; also in the error events and failed responses of streams",
  },
  { code: "invalid_api_key", meaning: "authentication", evidence: "OpenAI error codes" },
  {
    code: "model_not_found",
    meaning: "not_found",
    evidence: "OpenAI error codes: 404 on chat, 400 on responses",
  },
  {
    status: 400,
    message: /maximum context length|context[_ ]length|context window/i,
    meaning: "context_length",
    evidence: "OpenAI and vLLM wording where no code is given",
  },
  {
    status: 400,
    message: [/\bapi key\b/i, /\b(?:invalid|incorrect|expired|missing)\b/i],
    meaning: "authentication",
    evidence: "adapters met 400 for bad keys in varied wording",
  },
  // Inside a 200 only the content can tell (ERR-04).
  { status: 200, code: "rate_limit_exceeded", meaning: "rate_limit", evidence: "OpenAI error codes" },
  { status: 200, type: "rate_limit_error", meaning: "rate_limit", evidence: "OpenAI error types" },
  { status: 200, type: "authentication_error", meaning: "authentication", evidence: "OpenAI error types" },
  { status: 200, type: "invalid_request_error", meaning: "invalid_request", evidence: "OpenAI error types" },
  { status: 200, type: "overloaded_error", meaning: "overloaded", evidence: "OpenAI error types" },
  { status: 200, type: "service_unavailable", meaning: "overloaded", evidence: "OpenAI error types" },
];
