/**
 * Errors of Bedrock: a message in the body, the type in the `x-amzn-errortype` header or in `__type` (ERR-01).
 * @module
 */
import { type ApiError, type AttemptSummary, envelope } from "../../errors/api-error.ts";
import { type ErrorBody, isErrorOnly, readErrorJson, readErrorText } from "../../errors/body.ts";
import type { Meaning } from "../../errors/meaning.ts";
import { isObject, type Json, type JsonObject, own, parseJson, textOrNull } from "../../json.ts";

/** `ValidationException:http://…` and `com.amazon.coral#ValidationException` are the same type. */
export function exceptionName(text: unknown): string | null {
  // Stryker disable next-line StringLiteral: a text that is split has at least one piece
  const [plain = ""] = (textOrNull(text) ?? "").split(":");
  const name = plain.slice(plain.lastIndexOf("#") + 1).trim();
  if (name === "") return null;
  // Streams write the first letter small.
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function parsed(text: string): JsonObject | null {
  try {
    const value: Json = parseJson(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // Edge errors are pages or plain text; the common reader knows what to do with them.
  }
}

/** Some authorisation failures spell the message with a capital. */
const message = (body: JsonObject): Json => body.message ?? body.Message ?? null;

/** The statuses of the exceptions, for those that come in a stream or in a 200. */
const STATUSES: Readonly<Record<string, number>> = {
  ValidationException: 400,
  ServiceQuotaExceededException: 400,
  UnrecognizedClientException: 403,
  InvalidSignatureException: 403,
  ExpiredTokenException: 403,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ModelTimeoutException: 408,
  ModelStreamErrorException: 424,
  ModelErrorException: 424,
  ThrottlingException: 429,
  ModelNotReadyException: 429,
  InternalServerException: 500,
  ServiceUnavailableException: 503,
};

/** Reads an error answer: the header's type first, then the body's. */
export function decodeError(text: string, headers: Headers): ErrorBody {
  const body = parsed(text);
  const read = body === null ? readErrorText(text) : readErrorJson({ ...body, message: message(body) });
  const type = exceptionName(headers.get("x-amzn-errortype")) ?? exceptionName(body?.__type) ?? read.type;
  // Stryker disable next-line StringLiteral: neither is the name of an exception with a status
  return { ...read, type, status: own(STATUSES, type ?? "") ?? read.status };
}

/** Is this parsed 2xx body nothing but an error (ERR-04)? */
export function isError(body: unknown): boolean {
  if (!isObject(body) || isObject(body.output)) return false;
  return isErrorOnly(body) || textOrNull(body.__type) !== null || textOrNull(message(body)) !== null;
}

/** The error of an exception or error frame. */
export function decodeFrameError(headers: ReadonlyMap<string, string>, payload: string): ErrorBody {
  const code = textOrNull(headers.get(":error-code"));
  const read = decodeError(payload, new Headers());
  const type = exceptionName(headers.get(":exception-type")) ?? exceptionName(code) ?? read.type;
  return {
    ...read,
    message: read.message ?? textOrNull(headers.get(":error-message")),
    code: read.code ?? code,
    type,
    // Stryker disable next-line StringLiteral: neither is the name of an exception with a status
    status: own(STATUSES, type ?? "") ?? read.status ?? 500,
  };
}

const NAMES: Readonly<Record<Meaning, string>> = {
  invalid_request: "ValidationException",
  unsupported: "ValidationException",
  misconfigured: "ValidationException",
  unprocessable: "ValidationException",
  context_length: "ValidationException",
  too_large: "ValidationException",
  authentication: "UnrecognizedClientException",
  quota: "ServiceQuotaExceededException",
  permission: "AccessDeniedException",
  not_found: "ResourceNotFoundException",
  conflict: "ConflictException",
  rate_limit: "ThrottlingException",
  timeout: "ModelTimeoutException",
  api: "InternalServerException",
  overloaded: "ServiceUnavailableException",
};

/** The exception that a caller's AWS client knows for an error. */
export const exceptionOf = ({ meaning }: Pick<ApiError, "meaning">): string => NAMES[meaning];

/** A body that AWS clients read: `__type` is where they look when the header is not there. */
export function encodeError(
  error: ApiError,
  requestId: string,
  attempts: readonly AttemptSummary[],
): JsonObject {
  const inner = envelope(error, requestId, attempts).error;
  const { type: _type, message: text, ...rest } = isObject(inner) ? inner : {};
  return { __type: exceptionOf(error), message: text, ...rest };
}
