/**
 * Errors in the Responses API: OpenAI's envelope before an answer begins, a failed response afterwards.
 * @module
 */
import type { ApiError } from "../../errors/api-error.ts";
import { isErrorOnly } from "../../errors/body.ts";
import type { Meaning } from "../../errors/meaning.ts";
import type { JsonObject } from "../../json.ts";
import { isFailed } from "./finish.ts";

export { decodeError, encodeError } from "../openai-chat/errors.ts";

/** Is this parsed 2xx body nothing but an error, or a response that failed (ERR-04)? */
export const isError = (body: unknown): boolean => isFailed(body) || isErrorOnly(body);

/** The codes of `response.error` that say more than that a server failed. */
const CODE_OF_MEANING: Readonly<Partial<Record<Meaning, string>>> = {
  rate_limit: "rate_limit_exceeded",
  quota: "insufficient_quota",
  overloaded: "server_is_overloaded",
  invalid_request: "invalid_prompt",
};

/** `response.error`: the two fields that it has. */
export const failureOf = (error: ApiError): JsonObject => ({
  code: error.code ?? CODE_OF_MEANING[error.meaning] ?? "server_error",
  message: error.message,
});

/**
 * The `error` event. The documentation has its fields flat, recorded streams have them nested, and clients read the one or
 * the other: both are there.
 */
export function errorEvent(error: ApiError): JsonObject {
  const { code, message } = failureOf(error);
  const { param, type } = error;
  return { type: "error", code, message, param, error: { type, code, message, param } };
}
