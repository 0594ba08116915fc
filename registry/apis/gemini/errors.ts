/**
 * Errors as Google's APIs write them: an envelope with a gRPC status and typed details, alone or in a list. Vertex also
 * passes on Anthropic's shape, and the token endpoint has a string for an error; both are read too.
 * @module
 */
import type { ApiError, AttemptSummary } from "../../errors/api-error.ts";
import { type ErrorBody, isErrorOnly, readErrorJson, readErrorText } from "../../errors/body.ts";
import { at, isObject, type Json, type JsonObject, own, parseJson, textOrNull } from "../../json.ts";

const TYPE = "type.googleapis.com/google.rpc.";

/** The details of one type: `ErrorInfo`, `BadRequest`, `RetryInfo`. */
function detailOf(error: JsonObject, name: string): JsonObject | null {
  // Stryker disable next-line ArrayDeclaration: a text has no type, so no detail is found in it
  const details = Array.isArray(error.details) ? error.details.filter(isObject) : [];
  return details.find((detail) => detail["@type"] === TYPE + name) ?? null;
}

function fieldOf(error: JsonObject): string | null {
  const violations = detailOf(error, "BadRequest")?.fieldViolations;
  const first = Array.isArray(violations) ? violations.find(isObject) : undefined;
  return textOrNull(first?.field);
}

/** gRPC's words with the HTTP status that Google gives them. */
const STATUSES: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ABORTED: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNKNOWN: 500,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

/** The token endpoint: a word for an error, and a sentence beside it. */
function fromWord(word: string, description: string | null, read: ErrorBody): ErrorBody {
  const isWord = /^[a-z_]+$/.test(word);
  return { ...read, message: description ?? read.message, code: isWord ? word : null };
}

/** Reads a parsed error body: the gRPC status is its type, the reason in the details its code. */
export function readError(body: Json): ErrorBody {
  if (Array.isArray(body)) return readError(body[0] ?? null);
  const read = readErrorJson(body);
  const error = isObject(body) ? body.error : null;
  if (typeof error === "string") return fromWord(error, textOrNull(at(body, ["error_description"])), read);
  if (!isObject(error)) return read;
  const info = detailOf(error, "ErrorInfo");
  const grpc = textOrNull(error.status);
  return {
    ...read,
    // The number beside the message only repeats the status.
    code: textOrNull(info?.reason) ?? (typeof error.code === "string" ? read.code : null),
    type: read.type ?? grpc,
    param: read.param ?? textOrNull(at(info, ["metadata", "param"])) ?? fieldOf(error),
    // Stryker disable next-line ConditionalExpression: null is no key of the table either
    status: read.status ?? (grpc === null ? null : (own(STATUSES, grpc) ?? null)),
  };
}

/** Reads an error answer, whatever its shape (ERR-01). */
export function decodeError(text: string): ErrorBody {
  try {
    return readError(parseJson(text));
  } catch {
    return readErrorText(text);
  }
}

/** Is this parsed 2xx body nothing but an error, alone or in a list (ERR-04)? */
export const isError = (body: unknown): boolean =>
  isErrorOnly(body) && !(isObject(body) && Array.isArray(body.candidates) && body.candidates.length > 0);

/** gRPC's names for HTTP statuses. */
const GRPC: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  402: "FAILED_PRECONDITION",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  408: "DEADLINE_EXCEEDED",
  409: "ABORTED",
  413: "INVALID_ARGUMENT",
  422: "INVALID_ARGUMENT",
  429: "RESOURCE_EXHAUSTED",
  499: "CANCELLED",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** The error as a caller of this dialect reads it. */
export function encodeError(
  error: ApiError,
  requestId: string,
  attempts: readonly AttemptSummary[],
): JsonObject {
  const { status, type, code, param, provider, retryAfter } = error;
  const metadata = {
    type,
    request_id: requestId,
    ...(param === null ? {} : { param }),
    ...(provider === null ? {} : { provider }),
  };
  const info = { "@type": `${TYPE}ErrorInfo`, reason: code ?? type, domain: "gateway", metadata };
  const retry = { "@type": `${TYPE}RetryInfo`, retryDelay: `${retryAfter}s` };
  return {
    error: {
      code: status,
      message: error.message,
      status: GRPC[status] ?? "INTERNAL",
      details: retryAfter === null ? [info] : [info, retry],
      ...(attempts.length === 0 ? {} : { attempts: attempts.map((attempt) => ({ ...attempt })) }),
    },
  };
}
