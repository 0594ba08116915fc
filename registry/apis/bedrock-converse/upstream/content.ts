/**
 * Messages as Converse has them: system apart, turns that alternate, results of tools inside user turns (MAP-05, MAP-06).
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../../canonical/chat.ts";
import { type Item, itemsOf } from "../../../canonical/items.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { UnsupportedInput } from "../../codec.ts";
import { type CallIds, callIds } from "../call-ids.ts";
import { DocumentNames, documentBlock, imageBlock } from "../media.ts";

/** What an endpoint takes besides text. */
export interface ContentTraits {
  /** Does it know cache points? */
  caching: boolean;
  /** Does it think, and so want its signed thoughts back? */
  thinking: boolean;
}

/** Bedrock refuses blank texts, so they are left out (MAP-11). */
const textBlocks = (text: string): JsonObject[] => (text.trim() === "" ? [] : [{ text }]);

/** `cache_control: {type: "ephemeral", ttl}` as the block that Bedrock has for it; it marks what stands before it (MAP-12). */
export function cachePoint(marked: object, caching: boolean): JsonObject[] {
  const mark = (marked as JsonObject).cache_control;
  if (!caching || !isObject(mark)) return [];
  return [{ cachePoint: { type: "default", ...(typeof mark.ttl === "string" ? { ttl: mark.ttl } : {}) } }];
}

/** A document alone is refused: its name stands beside it, before it and behind results. */
function withTextBeside(blocks: JsonObject[]): JsonObject[] {
  if (blocks.some(({ text }) => text !== undefined)) return blocks;
  const at = blocks.findIndex((block) => isObject(block.document));
  const document = blocks[at]?.document;
  if (!isObject(document)) return blocks;
  return [...blocks.slice(0, at), { text: String(document.name) }, ...blocks.slice(at)];
}

class Encoder {
  private readonly documents = new DocumentNames();
  private readonly ids: CallIds;
  private readonly names: ToolNames;
  private readonly traits: ContentTraits;

  constructor(request: ChatRequest, names: ToolNames, traits: ContentTraits) {
    this.ids = callIds(request);
    this.names = names;
    this.traits = traits;
  }

  private part(part: JsonObject, param: string): JsonObject[] {
    if (typeof part.text === "string") return textBlocks(part.text);
    if (typeof part.refusal === "string") return textBlocks(part.refusal);
    if (isObject(part.image_url)) return [imageBlock(String(part.image_url.url), param)];
    if (isObject(part.file)) return [documentBlock(part.file, this.documents, param)];
    throw new UnsupportedInput(param, `Bedrock takes no ${String(part.type)} parts`);
  }

  /** Blocks with the cache points of their parts: of results these must stand outside. */
  private blocks(
    content: ChatMessage["content"],
    param: string,
  ): { blocks: JsonObject[]; marks: JsonObject[] } {
    if (typeof content === "string") return { blocks: textBlocks(content), marks: [] };
    const blocks: JsonObject[] = [];
    const marks: JsonObject[] = [];
    for (const [i, part] of (content ?? []).entries()) {
      const made = this.part(part as JsonObject, `${param}.content[${i}]`);
      const marked = made.length > 0 ? cachePoint(part, this.traits.caching) : [];
      blocks.push(...made, ...marked);
      marks.push(...marked);
    }
    return { blocks, marks };
  }

  private marked(message: ChatMessage, blocks: JsonObject[]): JsonObject[] {
    return blocks.length > 0 ? [...blocks, ...cachePoint(message, this.traits.caching)] : blocks;
  }

  /** Thinking goes back to models that think, where its author signed it. */
  private thought({ type, text, signature, data }: JsonObject): JsonObject[] {
    if (!this.traits.thinking) return [];
    if (type === "reasoning.encrypted") return [{ reasoningContent: { redactedContent: data } }];
    if (type !== "reasoning.text" || typeof signature !== "string") return [];
    return [{ reasoningContent: { reasoningText: { text, signature } } }];
  }

  private thoughts(message: ChatMessage): JsonObject[] {
    const details: unknown = (message as { reasoning_details?: unknown }).reasoning_details;
    return Array.isArray(details) ? details.filter(isObject).flatMap((detail) => this.thought(detail)) : [];
  }

  /** One item of a turn, with the cache point behind it. */
  private item(item: Item, calls: readonly JsonObject[], param: string): JsonObject[] {
    if (item.type === "reasoning") return this.thought(item.detail);
    if (item.type === "refusal") return textBlocks(item.refusal);
    if (item.type === "tool_call") return calls.slice(item.index, item.index + 1);
    if (item.type !== "part") return [];
    const made = this.part(item.part, `${param}.content[${item.index}]`);
    return made.length > 0 ? [...made, ...cachePoint(item.part, this.traits.caching)] : [];
  }

  private call(
    call: { id: string; function: { name: string; arguments: string } },
    param: string,
  ): JsonObject {
    return {
      toolUse: {
        toolUseId: this.ids.toWire(call.id),
        name: this.names.toWire(call.function.name),
        input: argumentsOf(call.function.arguments, `${param}.function.arguments`),
      },
    };
  }

  message(message: ChatMessage, param: string): JsonObject[] {
    if (message.role === "assistant") {
      const calls = (message.tool_calls ?? []).map((call, i) => this.call(call, `${param}.tool_calls[${i}]`));
      const items = itemsOf(message);
      if (items !== null) {
        const said = items.flatMap((item) => this.item(item, calls, param));
        return this.marked(message, said);
      }
      const { blocks } = this.blocks(message.content, param);
      return this.marked(message, [...this.thoughts(message), ...blocks, ...calls]);
    }
    const { blocks, marks } = this.blocks(message.content, param);
    if (message.role !== "tool") return this.marked(message, blocks);
    const content = blocks.filter((block) => !isObject(block.cachePoint));
    const failed = (message as { is_error?: unknown }).is_error === true ? { status: "error" } : {};
    const toolUseId = this.ids.toWire(message.tool_call_id);
    return this.marked(message, [{ toolResult: { toolUseId, content, ...failed } }, ...marks]);
  }
}

function argumentsOf(text: string, param: string): Json {
  if (text.trim() === "") return {};
  try {
    return parseJson(text);
  } catch {
    throw new UnsupportedInput(param, "Bedrock takes arguments of tool calls as JSON, and these are none");
  }
}

const isInstruction = ({ role }: ChatMessage): boolean => role === "system" || role === "developer";

/**
 * System blocks and turns. Messages of one side that follow each other become one turn, since Bedrock wants the sides to
 * alternate; a message that holds nothing but blanks is left out.
 * @throws UnsupportedInput
 */
export function encodeMessages(
  request: ChatRequest,
  names: ToolNames,
  traits: ContentTraits,
): { system: JsonObject[]; messages: JsonObject[] } {
  const encoder = new Encoder(request, names, traits);
  const system: JsonObject[] = [];
  const turns: { role: string; content: JsonObject[] }[] = [];
  for (const [i, message] of request.messages.entries()) {
    const blocks = encoder.message(message, `messages[${i}]`);
    if (blocks.length === 0) continue;
    const role = message.role === "assistant" ? "assistant" : "user";
    const last = turns.at(-1);
    if (isInstruction(message)) system.push(...blocks);
    else if (last?.role === role) last.content.push(...blocks);
    else turns.push({ role, content: blocks });
  }
  const messages = turns.map(({ role, content }) => ({
    role,
    content: role === "user" ? withTextBeside(content) : content,
  }));
  return { system, messages };
}

/** The names of the tools that a history calls, in order, each once. */
export const calledNames = (request: ChatRequest): string[] => [
  ...new Set(
    request.messages.flatMap((message) =>
      message.role === "assistant" ? (message.tool_calls ?? []).map((call) => call.function.name) : [],
    ),
  ),
];

/** Does the history hold calls or results of tools? */
export const hasToolHistory = (request: ChatRequest): boolean =>
  request.messages.some(
    (message) => message.role === "tool" || (message.role === "assistant" && message.tool_calls?.length),
  );

export const nonBlank = (value: unknown): string | null => {
  const text = textOrNull(value);
  return text?.trim() ? text : null;
};
