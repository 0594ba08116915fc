/**
 * A whole JSON answer: read, decoded, judged.
 * @module
 */
import type { DecodedResponse, UpstreamCodec } from "../../registry/apis/codec.ts";
import { markedAnswer } from "../../registry/canonical/origin.ts";
import { gatewayError } from "../../registry/errors/api-error.ts";
import { isObject, type Json, type JsonObject, parseJson } from "../../registry/json.ts";
import type { HeaderLookup } from "../header-lookup.ts";
import { readText } from "../upstream/timeout.ts";
import { type Exchange, toAttemptFailed, upstreamError } from "./exchange.ts";
import { type AnyReady, AttemptFailed, decodeContext, type Ready } from "./job.ts";

/** A decoded answer, with its text as it came and the object that it is. */
export type ReadAnswer = DecodedResponse & { ok: true } & { text: string; body: JsonObject };

/** An answer that is none: 502, and the next attempt is tried (RES-05). */
export function unusable(
  ready: AnyReady,
  problem: string,
  { upstreamRequestId }: Pick<Exchange, "upstreamRequestId">,
): AttemptFailed {
  const { slug, displayName } = ready.provider;
  const error = gatewayError("api", `${displayName} sent an unusable answer: ${problem}`, {
    code: "invalid_upstream_response",
    provider: slug,
  });
  return new AttemptFailed({ ...error, upstreamRequestId });
}

/** Does an answer say that it is a stream of this API? */
export const isStream = (
  headers: HeaderLookup,
  { streamType }: Pick<UpstreamCodec, "streamType">,
): boolean => {
  // Stryker disable next-line StringLiteral: no type at all is no stream either way
  const [type = ""] = (headers.get("content-type") ?? "").split(";", 1);
  return type.trim().toLowerCase() === streamType;
};

/** The text of a JSON answer, and what it says. @throws AttemptFailed */
export async function readJson(sent: Exchange, ready: AnyReady): Promise<{ text: string; body: Json }> {
  const text = await readText(sent.chunks, ready.job.parts.limits.maxAnswerBytes);
  if (text === null) throw unusable(ready, "it is larger than the gateway reads", sent);
  if (text.trim() === "") throw unusable(ready, "it is empty", sent);
  try {
    return { text, body: parseJson(text) };
  } catch {
    throw unusable(ready, "it is not JSON", sent);
  }
}

/**
 * Reads a JSON answer. A 200 that carries only an error is that error (ERR-04); anything without usable choices is 502.
 * @throws AttemptFailed, CallerGone
 */
export async function readAnswer(sent: Exchange, ready: Ready): Promise<ReadAnswer> {
  try {
    const { codec } = ready.api;
    if (isStream(sent.headers, codec)) {
      // Stryker disable next-line StringLiteral: the provider's side sees that the call ends, not why
      sent.abort(new Error("the answer is of no use"));
      throw unusable(ready, "a stream where none was asked for", sent);
    }
    const { text, body } = await readJson(sent, ready);
    if (codec.isError(body)) {
      throw new AttemptFailed(upstreamError(ready, { status: sent.status, headers: sent.headers, text }));
    }
    const decoded = codec.decodeResponse(body, decodeContext(ready));
    if (!decoded.ok) throw unusable(ready, decoded.problem, sent);
    const { usage, reportedCost } = decoded;
    const completion = markedAnswer(decoded.completion, ready.attempt.endpoint);
    return { ok: true, completion, usage, reportedCost, text, body: isObject(body) ? body : {} };
  } catch (thrown) {
    throw toAttemptFailed(thrown, ready);
  }
}

/** Reads the error that a provider sent as JSON in answer to a streaming request, or says that it is no stream (STR-10). */
export async function refuseJsonForStream(sent: Exchange, ready: Ready): Promise<never> {
  try {
    const { text, body } = await readJson(sent, ready);
    if (!ready.api.codec.isError(body)) throw unusable(ready, "JSON where a stream was asked for", sent);
    throw new AttemptFailed(upstreamError(ready, { status: sent.status, headers: sent.headers, text }));
  } catch (thrown) {
    throw toAttemptFailed(thrown, ready);
  }
}
