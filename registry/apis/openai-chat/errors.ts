/**
 * Errors in the OpenAI chat dialect: `{"error": {...}}` and the shapes that compatible hosts send instead.
 * @module
 */
import { type ApiError, type AttemptSummary, envelope } from "../../errors/api-error.ts";
import { type ErrorBody, isErrorOnly, readErrorText } from "../../errors/body.ts";
import type { JsonObject } from "../../json.ts";

/** Reads an error answer of an OpenAI-compatible host, whatever its shape (ERR-01). */
export const decodeError = (text: string): ErrorBody => readErrorText(text);

/** The envelope that callers see (ERR-01). */
export const encodeError = (
  error: ApiError,
  requestId: string,
  attempts: readonly AttemptSummary[],
): JsonObject => envelope(error, requestId, attempts);

export const isError = (body: unknown): boolean => isErrorOnly(body);
