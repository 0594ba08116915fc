/**
 * Tool names that a wire accepts, and the way back to the caller's own (MAP-11).
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";
import { respelled, underscored } from "./spelling.ts";

const VALID = /^[a-zA-Z0-9_-]{1,64}$/;

export interface ToolNames {
  /** Does the wire know every name by the caller's own spelling? */
  isPlain: boolean;
  toWire(name: string): string;
  fromWire(name: string): string;
}

/** Those of the many requests without tools. */
const NONE: ToolNames = { isPlain: true, toWire: (name) => name, fromWire: (name) => name };

/** Every tool name that the request mentions: declared, chosen, or called in its history. */
function mentioned(request: ChatRequest): string[] {
  const names = new Set<string>();
  for (const tool of request.tools ?? []) {
    if (tool.type === "function") names.add((tool as { function: { name: string } }).function.name);
  }
  for (const message of request.messages)
    if (message.role === "assistant")
      for (const call of message.tool_calls ?? []) names.add(call.function.name);
  if (typeof request.tool_choice === "object" && request.tool_choice !== null) {
    names.add(request.tool_choice.function.name);
  }
  return [...names];
}

/**
 * A one-to-one spelling of the request's tool names in the characters that wires accept. Valid names stay; others get
 * underscores, and a number where two would collide.
 * @param valid what the wire accepts, where it is pickier: at least letters, digits and _ after a first _
 * @example toolNames(request).toWire("ns.tool/name") // "ns_tool_name"
 */
export function toolNames(request: ChatRequest, valid: RegExp = VALID): ToolNames {
  const names = mentioned(request);
  if (names.length === 0) return NONE;
  const spell = underscored(60, "tool");
  const wire = respelled(
    names,
    (name) => valid.test(name),
    (name, attempt) => {
      const plain = spell(name, attempt);
      if (valid.test(plain)) return plain;
      const led = spell(`_${name}`, attempt);
      return valid.test(led) ? led : led.replaceAll("-", "_");
    },
  );
  const original = new Map([...wire].map(([name, sent]) => [sent, name]));
  return {
    isPlain: wire.size === 0,
    toWire: (name) => wire.get(name) ?? name,
    fromWire: (name) => original.get(name) ?? name,
  };
}
