/**
 * The conversation in Anthropic's form: instructions beside it, tool results inside user turns (MAP-05, MAP-06, MAP-11).
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../../canonical/chat.ts";
import type { Item, ToolCallItem } from "../../../canonical/item.ts";
import { contentItems, itemsOf } from "../../../canonical/items.ts";
import { readOnlyOn } from "../../../canonical/only-on.ts";
import { readSignedId } from "../../../canonical/origin.ts";
import { isObject, type Json, type JsonObject, objectsIn, parseJson } from "../../../json.ts";
import { type ToolNames, toolNames } from "../../_shared/tool-names.ts";
import { type EncodeContext, UnsupportedInput } from "../../codec.ts";
import { BLOCKS_FIELD, detailOf, isSigned, thinkingBlock } from "../blocks.ts";
import { callIds } from "../call-ids.ts";
import { blockOf, blocksOf, markOf, simplest } from "../parts.ts";

/** Stands where the caller's turn is empty: the provider refuses a turn without text, and leaving it out changes whose turn it is. */
const NOTHING_SAID = ".";

const NO_MARK: JsonObject = {};

interface Turn {
  role: "user" | "assistant";
  blocks: JsonObject[];
}

export interface WrittenConversation {
  system: Json | undefined;
  messages: JsonObject[];
}

class ConversationWriter {
  readonly system: JsonObject[] = [];
  readonly turns: Turn[] = [];
  private readonly names: ToolNames;
  private readonly wireId: (id: string) => string;
  private readonly keepsMarks: boolean;

  constructor(request: ChatRequest, keepsMarks: boolean) {
    this.names = toolNames(request);
    this.wireId = callIds(request);
    this.keepsMarks = keepsMarks;
  }

  private input(args: string, param: string): Json {
    try {
      const value: Json = parseJson(args || "{}");
      if (isObject(value)) return value;
    } catch {
      // Said below: to the provider a call's input is an object, whatever a model once wrote.
    }
    throw new UnsupportedInput(param, "the arguments of a past tool call must be a JSON object");
  }

  /** A turn from its own blocks, in their order: Claude's thinking only, and the marks of the canonical message. */
  private replayed(blocks: readonly JsonObject[], message: JsonObject): JsonObject[] {
    const texts = objectsIn(message.content).filter(({ type }) => type === "text");
    const lastCall = blocks.findLastIndex(({ type }) => type === "tool_use");
    return blocks.flatMap((block, i): JsonObject[] => {
      const detail = detailOf(block);
      if (detail !== null) return detail.origin === undefined && isSigned(detail) ? [block] : [];
      if (block.type === "text") return [{ ...block, ...markOf(texts.shift() ?? {}, this.keepsMarks) }];
      if (block.type !== "tool_use") return [block];
      const call = {
        ...block,
        id: this.wireId(readSignedId(String(block.id)).id),
        name: this.names.toWire(String(block.name)),
      };
      return [{ ...call, ...(i === lastCall ? markOf(message, this.keepsMarks) : {}) }];
    });
  }

  private call(item: ToolCallItem, param: string): JsonObject {
    return {
      type: "tool_use",
      id: this.wireId(item.id),
      name: this.names.toWire(item.name),
      input: this.input(item.arguments, `${param}.tool_calls[${item.index}].function.arguments`),
    };
  }

  /** One item of a turn; blank text and thinking that nobody signed are refused, and so are none. */
  private block(item: Item, param: string): JsonObject | null {
    switch (item.type) {
      case "reasoning":
        return thinkingBlock(item);
      case "text":
      case "refusal":
        return blockOf(item, param, this.keepsMarks);
      case "media":
        return item.isMade ? null : blockOf(item, param, this.keepsMarks);
      case "tool_call":
        return this.call(item, param);
      default:
        return null;
    }
  }

  /** A turn in its order; one that came with blocks of its own is replayed from them. */
  private assistant(message: JsonObject, param: string): JsonObject[] {
    const kept = objectsIn(message[BLOCKS_FIELD]);
    if (kept.length > 0) return this.replayed(kept, message);
    const blocks: JsonObject[] = [];
    for (const item of itemsOf(message)) {
      const block = this.block(item, param);
      if (block !== null) blocks.push(block);
    }
    // A mark on the turn stands on its last block; thinking bears none.
    const last = blocks.findLast(({ type }) => type !== "thinking" && type !== "redacted_thinking");
    if (last) Object.assign(last, markOf(message, this.keepsMarks));
    return blocks;
  }

  /** What a content says and shows; a mark of `marked` stands on its last block. */
  private said({ content }: JsonObject, marked: JsonObject, param: string): JsonObject[] {
    return blocksOf(contentItems(content), marked, param, this.keepsMarks);
  }

  private result(message: JsonObject, param: string): JsonObject {
    const blocks = readOnlyOn(message)?.blocks ?? this.said(message, NO_MARK, param);
    const result: JsonObject = {
      type: "tool_result",
      tool_use_id: this.wireId(String(message.tool_call_id)),
    };
    if (blocks.length > 0) result.content = simplest(blocks);
    if (message.is_error === true) result.is_error = true;
    return Object.assign(result, markOf(message, this.keepsMarks));
  }

  /** Results of one turn's calls, and what the user says right after them, are one user turn. */
  private user(blocks: JsonObject[]): void {
    const last = this.turns.at(-1);
    if (last?.role === "user" && last.blocks.at(-1)?.type === "tool_result")
      for (const block of blocks) last.blocks.push(block);
    else this.turns.push({ role: "user", blocks });
  }

  add(message: ChatMessage, param: string): void {
    const source = message as unknown as JsonObject;
    switch (message.role) {
      case "system":
      case "developer":
        this.system.push(...this.said(source, source, param));
        break;
      case "tool":
        this.user([this.result(source, param)]);
        break;
      case "user":
        this.user(readOnlyOn(source)?.blocks ?? this.said(source, source, param));
        break;
      case "assistant": {
        const blocks = this.assistant(source, param);
        if (blocks.length > 0) this.turns.push({ role: "assistant", blocks });
      }
    }
  }
}

/** Writes the conversation. @throws UnsupportedInput for a part that has no place, or where nobody says anything */
export function writeConversation(request: ChatRequest, { traits }: EncodeContext): WrittenConversation {
  const writer = new ConversationWriter(request, traits.cacheControl);
  request.messages.forEach((message, i) => {
    writer.add(message, `messages[${i}]`);
  });
  if (writer.turns.length === 0)
    throw new UnsupportedInput("messages", "instructions alone are no conversation: add a user message");
  const messages = writer.turns.map(({ role, blocks }) => ({
    role,
    content: blocks.length === 0 ? NOTHING_SAID : simplest(blocks),
  }));
  return { system: writer.system.length === 0 ? undefined : simplest(writer.system), messages };
}
