/**
 * Errors in Anthropic's dialect: `{"type":"error","error":{"type","message"},"request_id"}`, and what the clouds around it
 * send instead (ERR-01, ERR-02).
 * @module
 */
import type { ApiError, AttemptSummary } from "../../errors/api-error.ts";
import { type ErrorBody, isErrorOnly, readErrorText } from "../../errors/body.ts";
import type { Meaning, MeaningRule } from "../../errors/meaning.ts";
import { isObject, type JsonObject, own } from "../../json.ts";

/** The status that each error type stands for: inside a 200 and in streams the type alone tells (ERR-04). */
const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

/** Anthropic's words where they are not the gateway's own. */
const TYPE_OF_MEANING: Readonly<Partial<Record<Meaning, string>>> = {
  quota: "billing_error",
  conflict: "conflict_error",
};

/** Meanings that only Anthropic's wording tells; for every host of its models. */
export const ANTHROPIC_MEANINGS: MeaningRule[] = [
  {
    type: "invalid_request_error",
    message: /prompt is too long|exceeds? (?:the )?context (?:limit|window)/i,
    meaning: "context_length",
    evidence: "Anthropic error reference: 400 invalid_request_error with the counts in the message",
  },
  {
    type: "invalid_request_error",
    message: /credit balance is too low|reached your specified API usage limits/i,
    meaning: "quota",
    evidence: "public issue reports: 400 invalid_request_error where no credit is left",
  },
];

/** Reads an error answer of a host of Claude models, whatever its shape. */
export function decodeError(text: string, _headers?: Headers): ErrorBody {
  const body = readErrorText(text);
  // Stryker disable next-line StringLiteral: no error is of a type of that name
  const status = body.status ?? own(STATUS_OF_TYPE, body.type ?? "") ?? null;
  return { ...body, status };
}

/** Is this parsed 2xx body nothing but an error (ERR-04)? */
export function isError(body: unknown): boolean {
  if (!isObject(body)) return isErrorOnly(body);
  return body.type === "error" || (!Array.isArray(body.content) && isErrorOnly(body));
}

/**
 * An error in Anthropic's envelope. What it has no place for stands beside its own fields, so that a gateway behind this one
 * reads the same error (ERR-01, ERR-09).
 */
export function encodeError(
  error: ApiError,
  requestId: string,
  attempts: readonly AttemptSummary[] = [],
): JsonObject {
  return {
    type: "error",
    error: {
      type: TYPE_OF_MEANING[error.meaning] ?? error.type,
      message: error.message,
      param: error.param,
      code: error.code,
      ...(error.provider === null ? {} : { provider: error.provider }),
      ...(attempts.length === 0 ? {} : { attempts: attempts.map((attempt) => ({ ...attempt })) }),
    },
    request_id: requestId,
  };
}
