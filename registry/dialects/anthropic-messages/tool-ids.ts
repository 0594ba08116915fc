/**
 * Ids of tool calls in the characters that Anthropic accepts, alike in calls and results (MAP-06).
 * @module
 */
import type { ChatRequest } from "../../chat.ts";

const VALID = /^[a-zA-Z0-9_-]+$/;

/** A one-to-one spelling of the request's call ids: other makers' ids hold dots and colons. */
export function toolIds(request: ChatRequest): (id: string) => string {
  const ids = request.messages.flatMap((message) => {
    if (message.role === "tool") return [message.tool_call_id];
    return message.role === "assistant" ? (message.tool_calls ?? []).map(({ id }) => id) : [];
  });
  const taken = new Set(ids.filter((id) => VALID.test(id)));
  const wire = new Map<string, string>();
  for (const id of ids) {
    if (VALID.test(id) || wire.has(id)) continue;
    const plain = id.replace(/[^a-zA-Z0-9_-]/g, "_");
    let candidate = plain;
    for (let i = 2; taken.has(candidate); i++) candidate = `${plain}_${i}`;
    taken.add(candidate);
    wire.set(id, candidate);
  }
  return (id) => wire.get(id) ?? id;
}
