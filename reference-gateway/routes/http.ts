/**
 * What every answer of the gateway has in common: the envelope, the id, and no shared caching.
 * @module
 */
import type { ClientCodec } from "../../registry/apis/codec.ts";
import { type ApiError, type AttemptSummary, gatewayError } from "../../registry/errors/api-error.ts";
import type { WholeAnswer } from "../stages/stage.ts";

/** Thrown by routes; `app.ts` turns it into the envelope. */
export class Refused extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.message);
    // Stryker disable next-line StringLiteral: the name is for whoever debugs
    this.name = "Refused";
    this.error = error;
  }
}

/** The caller left before there was an answer: nobody reads this, but the record says it. */
export const callerLeft = (): Refused =>
  new Refused(gatewayError("api", "The caller left", { status: 499, code: "client_closed_request" }));

/** A header value that cannot break out of its line, whatever a provider sent. */
const clean = (value: string): string => value.replace(/[^\x20-\x7e]/g, "").slice(0, 256);

export const commonFields = (requestId: string): [string, string][] => [
  ["helicone-id", requestId],
  ["cache-control", "no-store"],
];

export const commonHeaders = (requestId: string): Record<string, string> =>
  Object.fromEntries(commonFields(requestId));

/** Writes an error in the API that the caller reads. */
export type EncodeError = ClientCodec["encodeError"];

/** An error as an answer. */
export function errorAnswer(
  error: ApiError,
  requestId: string,
  attempts: readonly AttemptSummary[],
  encodeError: EncodeError,
): WholeAnswer {
  const headers: [string, string][] = [["content-type", "application/json"]];
  if (error.retryAfter !== null) headers.push(["retry-after", String(error.retryAfter)]);
  if (error.upstreamRequestId !== null)
    headers.push(["helicone-upstream-request-id", clean(error.upstreamRequestId)]);
  if (attempts.length > 0) headers.push(["helicone-attempts", String(attempts.length)]);
  return { status: error.status, headers, body: JSON.stringify(encodeError(error, requestId, attempts)) };
}

/** An error before any tenant is known. */
export function errorResponse(error: ApiError, requestId: string, encodeError: EncodeError): Response {
  const { status, headers, body } = errorAnswer(error, requestId, [], encodeError);
  return new Response(String(body), {
    status,
    headers: { ...commonHeaders(requestId), ...Object.fromEntries(headers) },
  });
}

export { clean };
