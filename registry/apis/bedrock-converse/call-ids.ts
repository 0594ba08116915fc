/**
 * Ids of tool calls in the alphabet that Bedrock accepts, alike in calls and their results.
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";
import { callIdsIn, respelled, underscored } from "../_shared/spelling.ts";

const VALID = /^[a-zA-Z0-9_-]{1,64}$/;

/** A one-to-one spelling of the ids of a history; valid ones stay. */
export function callIds(request: ChatRequest): (id: string) => string {
  // Stryker disable next-line StringLiteral: an id has at least one character, and each is spelled by one
  const wire = respelled(callIdsIn(request), (id) => VALID.test(id), underscored(58, "call"));
  return (id) => wire.get(id) ?? id;
}
