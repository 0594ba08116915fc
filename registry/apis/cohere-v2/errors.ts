/**
 * Errors in Cohere's dialect: `{ id, message }`, without type, code or wrapper; the status alone tells the class.
 * @module
 */
import type { ApiError, AttemptSummary } from "../../errors/api-error.ts";
import { type ErrorBody, readErrorText } from "../../errors/body.ts";
import { isObject, type JsonObject, parseJson, textOrNull } from "../../json.ts";
import { isFailure } from "./finish.ts";

/** What a finish that failed says: only a timeout has a status of its own. */
export function failureBody(word: string, said: ErrorBody): ErrorBody {
  return {
    ...said,
    message: said.message ?? `the answer finished with ${word}`,
    status: said.status ?? (word.toUpperCase() === "TIMEOUT" ? 504 : null),
  };
}

/** The word of a body that finished without an answer, or `null`. */
function failedWord(body: unknown): string | null {
  const word = isObject(body) ? textOrNull(body.finish_reason) : null;
  return word !== null && isFailure(word) ? word : null;
}

function failedWordIn(text: string): string | null {
  try {
    return failedWord(parseJson(text));
  } catch {
    return null; // No JSON: it is read as whatever else it may be.
  }
}

/** Reads an error answer: Cohere's own form, or whatever stands in front of it (ERR-01). */
export function decodeError(text: string): ErrorBody {
  const word = failedWordIn(text);
  return word === null ? readErrorText(text) : failureBody(word, readErrorText(""));
}

/** An error as a caller of this dialect reads it; the status of the answer says the rest. */
export const encodeError = (
  error: ApiError,
  requestId: string,
  _attempts: readonly AttemptSummary[],
): JsonObject => ({ id: requestId, message: error.message });

/** A success status around a failure: a word for it, or nothing but a message, which in an answer is an object (ERR-04). */
export function isError(body: unknown): boolean {
  if (Array.isArray(body)) return isError(body[0]);
  if (failedWord(body) !== null) return true;
  if (!isObject(body) || isObject(body.message)) return false;
  return (
    textOrNull(body.message) !== null ||
    (body.error !== undefined && body.error !== null) ||
    body.detail !== undefined
  );
}
