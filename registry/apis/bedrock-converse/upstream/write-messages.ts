/**
 * Messages as Converse has them: system apart, turns that alternate, results of tools inside user turns (MAP-05, MAP-06).
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../../canonical/chat.ts";
import type {
  ContentItem,
  Item,
  ReasoningItem,
  ToolCallItem,
  ToolResultItem,
} from "../../../canonical/item.ts";
import { itemsOf } from "../../../canonical/items.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { UnsupportedInput } from "../../codec.ts";
import { callIds } from "../call-ids.ts";
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

const NO_POINT: readonly JsonObject[] = [];

/** `cache_control: {type: "ephemeral", ttl}` as the block that Bedrock has for it; it marks what stands before it (MAP-12). */
export function cachePoint(marked: object, caching: boolean): readonly JsonObject[] {
  const mark = (marked as JsonObject).cache_control;
  if (!caching || !isObject(mark)) return NO_POINT;
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
  private readonly idOf: (id: string) => string;
  private readonly names: ToolNames;
  private readonly traits: ContentTraits;

  constructor(request: ChatRequest, names: ToolNames, traits: ContentTraits) {
    this.idOf = callIds(request);
    this.names = names;
    this.traits = traits;
  }

  /** What is said or shown; nothing for a blank, and for pictures that a model made. */
  private part(item: ContentItem, param: string): JsonObject[] {
    if (item.type === "text") return textBlocks(item.text);
    if (item.type === "refusal") return textBlocks(item.refusal);
    const { part, kind, isMade } = item;
    if (isMade) return [];
    const place = `${param}.content[${item.index}]`;
    if (kind === "image" && isObject(part.image_url)) return [imageBlock(String(part.image_url.url), place)];
    if (kind === "file" && isObject(part.file)) return [documentBlock(part.file, this.documents, place)];
    throw new UnsupportedInput(place, `Bedrock takes no ${String(part.type)} parts`);
  }

  /** Adds what is said or shown to blocks, and the cache point behind it where that belongs. */
  private say(item: ContentItem, param: string, blocks: JsonObject[], marks: JsonObject[]): void {
    const said = this.part(item, param);
    if (said.length === 0) return;
    for (const block of said) blocks.push(block);
    for (const mark of cachePoint(item.part, this.traits.caching)) marks.push(mark);
  }

  /** Thinking goes back to models that think, where its author signed it. */
  private thought({ text, signature, encrypted }: ReasoningItem): JsonObject[] {
    if (!this.traits.thinking) return [];
    if (encrypted !== null) return [{ reasoningContent: { redactedContent: encrypted } }];
    return signature === null ? [] : [{ reasoningContent: { reasoningText: { text, signature } } }];
  }

  private call(item: ToolCallItem, param: string): JsonObject {
    return {
      toolUse: {
        toolUseId: this.idOf(item.id),
        name: this.names.toWire(item.name),
        input: argumentsOf(item.arguments, `${param}.tool_calls[${item.index}].function.arguments`),
      },
    };
  }

  /** Of results the cache points of their parts must stand outside. */
  private addResult({ call, content, hasFailed }: ToolResultItem, param: string, blocks: JsonObject[]): void {
    const said: JsonObject[] = [];
    const marks: JsonObject[] = [];
    for (const item of content) this.say(item, param, said, marks);
    const toolResult: JsonObject = { toolUseId: this.idOf(call), content: said };
    if (hasFailed) toolResult.status = "error";
    blocks.push({ toolResult });
    for (const mark of marks) blocks.push(mark);
  }

  private add(item: Item, param: string, blocks: JsonObject[]): void {
    switch (item.type) {
      case "reasoning":
        blocks.push(...this.thought(item));
        break;
      case "text":
      case "refusal":
      case "media":
        this.say(item, param, blocks, blocks);
        break;
      case "tool_call":
        blocks.push(this.call(item, param));
        break;
      case "tool_result":
        this.addResult(item, param, blocks);
        break;
      default:
    }
  }

  /** The blocks of a message: put into one list, since there are tens of thousands. */
  message(message: ChatMessage, param: string): JsonObject[] {
    const blocks: JsonObject[] = [];
    for (const item of itemsOf(message)) this.add(item, param, blocks);
    if (blocks.length > 0) blocks.push(...cachePoint(message, this.traits.caching));
    return blocks;
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
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i] as ChatMessage;
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
