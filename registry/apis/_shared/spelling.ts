/**
 * Names and ids in the spelling that a wire accepts, one to one, so that each can be told from the others (MAP-06, MAP-11).
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";

/**
 * A spelling for each of the texts that do not fit; the others stay, and no two become the same.
 * @param spell gives a text that fits; asked again with 2, 3, … where the one before was taken
 * @returns the wire's spelling by the caller's
 */
export function respelled(
  texts: readonly string[],
  fits: (text: string) => boolean,
  spell: (text: string, attempt: number) => string,
): ReadonlyMap<string, string> {
  const wire = new Map<string, string>();
  const odd = new Set(texts.filter((text) => !fits(text)));
  // Mostly all fit, and a history has tens of thousands of them.
  if (odd.size === 0) return wire;
  const taken = new Set(texts.filter((text) => !odd.has(text)));
  /** The last attempt that was needed, by the first: of thousands that become the same, each goes on where the one before ended. */
  const attempts = new Map<string, number>();
  for (const text of odd) {
    const first = spell(text, 1);
    let attempt = attempts.get(first) ?? 1;
    let candidate = attempt === 1 ? first : spell(text, attempt);
    while (taken.has(candidate)) candidate = spell(text, ++attempt);
    attempts.set(first, attempt);
    taken.add(candidate);
    wire.set(text, candidate);
  }
  return wire;
}

/** Spells with underscores for everything else than letters, digits, `_` and `-`, at most so long, numbered where needed. */
export const underscored =
  (length: number, otherwise: string) =>
  (text: string, attempt: number): string => {
    const plain = text.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, length) || otherwise;
    return attempt === 1 ? plain : `${plain}_${attempt}`;
  };

/** Every tool-call id that a request's history mentions, in calls and results. */
export function callIdsIn({ messages }: ChatRequest): string[] {
  const ids: string[] = [];
  for (const message of messages)
    if (message.role === "tool") ids.push(message.tool_call_id);
    else if (message.role === "assistant") for (const { id } of message.tool_calls ?? []) ids.push(id);
  return ids;
}
