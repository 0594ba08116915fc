/**
 * Ids of tool calls in the characters that Anthropic accepts, alike in calls and results (MAP-06).
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";
import { callIdsIn, respelled, underscored } from "../_shared/spelling.ts";

const VALID = /^[a-zA-Z0-9_-]+$/;

/** A one-to-one spelling of the request's call ids: other makers' ids hold dots and colons. */
export function callIds(request: ChatRequest): (id: string) => string {
  const spell = underscored(Number.POSITIVE_INFINITY, "call");
  const wire = respelled(callIdsIn(request), (id) => VALID.test(id), spell);
  return (id) => wire.get(id) ?? id;
}
