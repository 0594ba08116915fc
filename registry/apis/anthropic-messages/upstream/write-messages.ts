/**
 * The conversation in Anthropic's form: instructions beside it, tool results inside user turns (MAP-05, MAP-06, MAP-11).
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../../canonical/chat.ts";
import { type Item, itemsOf } from "../../../canonical/items.ts";
import { readOnlyOn } from "../../../canonical/only-on.ts";
import { readSignedId } from "../../../canonical/origin.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull, without } from "../../../json.ts";
import { type ToolNames, toolNames } from "../../_shared/tool-names.ts";
import { type EncodeContext, UnsupportedInput } from "../../codec.ts";
import { BLOCKS_FIELD, detailOf, isSigned, thinkingBlock } from "../blocks.ts";
import { toolIds } from "../tool-ids.ts";
import { objectsIn } from "../values.ts";
import { blockOf, blocksOf, markOf, simplest } from "../write-parts.ts";

/** Stands where the caller's turn is empty: the provider refuses a turn without text, and leaving it out changes whose turn it is. */
const NOTHING_SAID = ".";

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
    this.wireId = toolIds(request);
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

  private callBlocks(message: JsonObject, param: string): JsonObject[] {
    return objectsIn(message.tool_calls).map((call, i) => {
      const fn = isObject(call.function) ? call.function : {};
      const place = `${param}.tool_calls[${i}].function.arguments`;
      return {
        type: "tool_use",
        id: this.wireId(String(call.id)),
        name: this.names.toWire(String(fn.name)),
        input: this.input(String(fn.arguments ?? ""), place),
      };
    });
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

  /** One item of a turn; blank text and thinking that nobody signed are refused, and so are none. */
  private itemBlocks(item: Item, calls: readonly JsonObject[], param: string): JsonObject[] {
    if (item.type === "reasoning") return [thinkingBlock(item.detail)].filter((block) => block !== null);
    if (item.type === "part") {
      const block = blockOf(item.part, `${param}.content[${item.index}]`, this.keepsMarks);
      return block === null ? [] : [block];
    }
    if (item.type === "refusal") return blocksOf({ content: item.refusal }, param, this.keepsMarks);
    return item.type === "tool_call" ? calls.slice(item.index, item.index + 1) : [];
  }

  /** What is said of a turn in the order of the flat view: signed thinking stands first. */
  private flatBlocks(message: JsonObject, calls: readonly JsonObject[], param: string): JsonObject[] {
    const thought = objectsIn(message.reasoning_details).map(thinkingBlock);
    return [
      ...thought.filter((block) => block !== null),
      ...blocksOf(without(message, ["cache_control"]), param, this.keepsMarks),
      ...blocksOf({ content: textOrNull(message.refusal) }, param, this.keepsMarks),
      ...calls,
    ];
  }

  /** A turn in its order; one that came with blocks of its own is replayed from them. */
  private assistant(message: JsonObject, param: string): JsonObject[] {
    const kept = objectsIn(message[BLOCKS_FIELD]);
    if (kept.length > 0) return this.replayed(kept, message);
    const calls = this.callBlocks(message, param);
    const items = itemsOf(message);
    const blocks =
      items === null
        ? this.flatBlocks(message, calls, param)
        : items.flatMap((item) => this.itemBlocks(item, calls, param));
    // A mark on the turn stands on its last block; thinking bears none.
    const last = blocks.findLast(({ type }) => type !== "thinking" && type !== "redacted_thinking");
    if (last) Object.assign(last, markOf(message, this.keepsMarks));
    return blocks;
  }

  private result(message: JsonObject, param: string): JsonObject {
    const { cache_control: _mark, ...rest } = message;
    const blocks = readOnlyOn(message)?.blocks ?? blocksOf(rest, param, this.keepsMarks);
    return {
      type: "tool_result",
      tool_use_id: this.wireId(String(message.tool_call_id)),
      ...(blocks.length === 0 ? {} : { content: simplest(blocks) }),
      ...(message.is_error === true ? { is_error: true } : {}),
      ...markOf(message, this.keepsMarks),
    };
  }

  /** Results of one turn's calls, and what the user says right after them, are one user turn. */
  private user(blocks: JsonObject[]): void {
    const last = this.turns.at(-1);
    if (last?.role === "user" && last.blocks.at(-1)?.type === "tool_result") last.blocks.push(...blocks);
    else this.turns.push({ role: "user", blocks });
  }

  add(message: ChatMessage, param: string): void {
    const source = message as unknown as JsonObject;
    switch (message.role) {
      case "system":
      case "developer":
        this.system.push(...blocksOf(source, param, this.keepsMarks));
        break;
      case "tool":
        this.user([this.result(source, param)]);
        break;
      case "user":
        this.user(readOnlyOn(source)?.blocks ?? blocksOf(source, param, this.keepsMarks));
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
