/**
 * Ids of tool calls in the alphabet that Bedrock accepts, alike in calls and their results.
 * @module
 */
import type { ChatRequest } from "../../chat.ts";

const VALID = /^[a-zA-Z0-9_-]{1,64}$/;

export interface CallIds {
  toWire(id: string): string;
}

/** A one-to-one spelling of the ids of a history; valid ones stay. */
export function callIds(request: ChatRequest): CallIds {
  const ids = request.messages.flatMap((message) => {
    if (message.role === "tool") return [message.tool_call_id];
    return message.role === "assistant" ? (message.tool_calls ?? []).map(({ id }) => id) : [];
  });
  const taken = new Set(ids.filter((id) => VALID.test(id)));
  const wire = new Map<string, string>();
  for (const id of ids) {
    if (VALID.test(id) || wire.has(id)) continue;
    const plain = id.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 58) || "call";
    let candidate = plain;
    for (let i = 2; taken.has(candidate); i++) candidate = `${plain}_${i}`;
    taken.add(candidate);
    wire.set(id, candidate);
  }
  return { toWire: (id) => wire.get(id) ?? id };
}
