/**
 * Content blocks of an answer: what of them the canonical message can hold, and what must be kept as it came.
 * @module
 */

import { CLAUDE } from "../../canonical/author.ts";
import type { ReasoningDetail, ToolCallOut } from "../../canonical/chat.ts";
import { type ReasoningItem, reasoningItem, thoughtItem } from "../../canonical/item.ts";
import { readOrigin } from "../../canonical/origin.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../json.ts";
import type { ToolNames } from "../_shared/tool-names.ts";

/**
 * The field of a message that holds all blocks of an answer as they came, in order. It is there only where the answer has
 * blocks that the canonical message has no place for: server tools, compaction, citations of documents. Sent back with the
 * message it replays the turn exactly, as `pause_turn` asks.
 */
export const BLOCKS_FIELD = "anthropic_content";

/** Blocks whose whole meaning fits into the canonical message. */
const CANONICAL: readonly Json[] = ["thinking", "redacted_thinking", "text", "tool_use"];

const urlOf = (citation: Json): string | null => (isObject(citation) ? textOrNull(citation.url) : null);

export const citationsOf = (block: JsonObject): Json[] =>
  Array.isArray(block.citations) ? block.citations : [];

/** A call that the model makes from inside code says where its result belongs; a direct one says nothing by it. */
export const callerOf = (block: JsonObject): JsonObject | null =>
  isObject(block.caller) && block.caller.type !== "direct" ? block.caller : null;

/** Is there more to this block than the canonical message can say? */
export function isForeign(block: JsonObject): boolean {
  if (!CANONICAL.includes(block.type ?? null)) return true;
  if (block.type === "text") return citationsOf(block).some((citation) => urlOf(citation) === null);
  return callerOf(block) !== null;
}

/** OpenAI's annotations for a text block that starts at this offset of the whole text. */
export function annotationsOf(citations: readonly Json[], start: number, end: number): JsonObject[] {
  return citations.filter(isObject).flatMap((citation) => {
    const url = textOrNull(citation.url);
    if (url === null) return [];
    const title = textOrNull(citation.title) ?? url;
    return [{ type: "url_citation", url_citation: { url, title, start_index: start, end_index: end } }];
  });
}

const markOf = (origin: string): { origin?: string } => (origin === CLAUDE ? {} : { origin });

/** The signed form of a thinking block, or `null` for a block of another type. */
export function detailOf(block: JsonObject): ReasoningDetail | null {
  if (block.type === "redacted_thinking") {
    if (typeof block.data !== "string") return null;
    const { origin, signature: data } = readOrigin(block.data);
    return { type: "reasoning.encrypted", data, ...markOf(origin) };
  }
  if (block.type !== "thinking") return null;
  const text = typeof block.thinking === "string" ? block.thinking : "";
  const signed = textOrNull(block.signature);
  if (signed === null) return { type: "reasoning.text", text };
  const { origin, signature } = readOrigin(signed);
  return { type: "reasoning.text", text, signature, ...markOf(origin) };
}

/** Thinking that its provider takes back. */
export const isSigned = ({ type, signature }: { type?: unknown; signature?: unknown }): boolean =>
  type === "reasoning.encrypted" || typeof signature === "string";

/** The thinking of a block; none in a block of another type. What nobody signed is words. */
export function thoughtIn(block: JsonObject): ReasoningItem[] {
  const detail = detailOf(block);
  if (detail === null) return [];
  const thought = reasoningItem(detail);
  return [isSigned(detail) ? thought : thoughtItem(thought.text)];
}

/** A thinking block for its author; one that nobody signed is refused by the provider and so is none (`null`). */
export function thinkingBlock({ text, signature, encrypted }: ReasoningItem): JsonObject | null {
  if (encrypted !== null) return { type: "redacted_thinking", data: encrypted };
  return signature === null ? null : { type: "thinking", thinking: text, signature };
}

/** The arguments of a call as JSON text, `{}` for none. */
export const argumentsOf = (input: Json | undefined): string =>
  typeof input === "string" ? input || "{}" : JSON.stringify(input ?? {});

/** A call of one of the caller's tools, or `null` for a block that names none. */
export function readCall(block: JsonObject, fallbackId: string, names: ToolNames): ToolCallOut | null {
  const name = textOrNull(block.name);
  if (name === null) return null;
  const caller = callerOf(block);
  return {
    id: textOrNull(block.id) ?? fallbackId,
    type: "function",
    function: { name: names.fromWire(name), arguments: argumentsOf(block.input) },
    ...(caller === null ? {} : { extra_content: { anthropic: { caller } } }),
  };
}

/** The input object of a call. Text that is no JSON object, as a cut answer leaves it, is kept under a name of its own. */
export function inputOf(args: string): JsonObject {
  try {
    const value: Json = parseJson(args || "{}");
    return isObject(value) ? value : { unparsed_arguments: args };
  } catch {
    return { unparsed_arguments: args };
  }
}

/** Blocks with their tool names spelled anew; everything else as it came. */
export function renamed(blocks: readonly JsonObject[], spell: (name: string) => string): JsonObject[] {
  return blocks.map((block) =>
    // Stryker disable next-line ConditionalExpression: a name that is no text has no other spelling and comes back as it is
    block.type === "tool_use" && typeof block.name === "string"
      ? { ...block, name: spell(block.name) }
      : block,
  );
}
