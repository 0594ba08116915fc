/**
 * What every answer of the gateway has in common: the envelope, the id, and no shared caching.
 * @module
 */
import type { ClientCodec } from "../../registry/apis/codec.ts";
import type { ApiError, AttemptSummary } from "../../registry/errors/api-error.ts";

/** Thrown by routes; `app.ts` turns it into the envelope. */
export class Refused extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.message);
    this.name = "Refused";
    this.error = error;
  }
}

/** A header value that cannot break out of its line, whatever a provider sent. */
const clean = (value: string): string => value.replace(/[^\x20-\x7e]/g, "").slice(0, 256);

export function commonHeaders(requestId: string): Record<string, string> {
  return { "helicone-id": requestId, "cache-control": "no-store" };
}

export function errorResponse(
  error: ApiError,
  requestId: string,
  attempts: readonly AttemptSummary[],
  caller: Pick<ClientCodec, "encodeError">,
): Response {
  const headers: Record<string, string> = { ...commonHeaders(requestId), "content-type": "application/json" };
  if (error.retryAfter !== null) headers["retry-after"] = String(error.retryAfter);
  if (error.upstreamRequestId !== null)
    headers["helicone-upstream-request-id"] = clean(error.upstreamRequestId);
  if (attempts.length > 0) headers["helicone-attempts"] = String(attempts.length);
  return new Response(JSON.stringify(caller.encodeError(error, requestId, attempts)), {
    status: error.status,
    headers,
  });
}

export { clean };
