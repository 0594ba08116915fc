/**
 * Bodies that were written while a request was planned: which of an endpoint's APIs loses least of a request is learned by
 * writing it, and what was written for the API that is chosen is not written again for its attempt. A body of ten megabytes
 * takes a fifth of a request's time.
 * @module
 */
import type { EncodedRequest } from "../../apis/codec.ts";
import type { ChatRequest } from "../../canonical/chat.ts";
import type { Endpoint } from "../../endpoint.ts";

interface Written {
  /** Who wrote it: another one, or the same with a change, may write another body. */
  writer: object;
  endpoint: Endpoint;
  encoded: EncodedRequest;
}

/** One of each request, so that a plan with many endpoints keeps no more than one body, until it is taken. */
const kept = new WeakMap<ChatRequest, Written>();

/** The place of the call is settled with the credential; only prices follow it, and those are compared. */
const OF_THE_CALL: readonly string[] = ["place"];

/** Is it the same endpoint, but for the place of the call? */
function isSame(one: Endpoint, other: Endpoint): boolean {
  if (one === other) return true;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as ReadonlySet<keyof Endpoint>;
  return [...names].every((name) => OF_THE_CALL.includes(name) || one[name] === other[name]);
}

/** Keeps what was written. The first endpoint of a request is tried first: of it the last stays, which its plan stopped at. */
export function keepWritten(request: ChatRequest, written: Written): void {
  const before = kept.get(request);
  if (before === undefined || before.endpoint.id === written.endpoint.id) kept.set(request, written);
}

/** What was written of this request by this writer for this endpoint, once. */
export function takeWritten(request: ChatRequest, writer: object, endpoint: Endpoint): EncodedRequest | null {
  const found = kept.get(request);
  if (found?.writer !== writer || !isSame(found.endpoint, endpoint)) return null;
  kept.delete(request);
  return found.encoded;
}
