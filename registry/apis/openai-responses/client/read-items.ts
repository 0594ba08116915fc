/**
 * The items of an input as canonical messages: what the model did between two turns of the user becomes one message, with
 * all its calls, whatever stood between them (MAP-05, MAP-06, MAP-07).
 * @module
 */
import {
  type ContentItem,
  callItem,
  reasoningItem,
  type Item as TurnItem,
  textItem,
  thoughtItem,
} from "../../../canonical/item.ts";
import { messageOf } from "../../../canonical/message.ts";
import type { JsonObject } from "../../../json.ts";
import { customArguments } from "../../_shared/custom-text.ts";
import { reveal } from "../encrypted.ts";
import { readParts } from "./read-parts.ts";
import type { CallOutput, Item, KnownItem, Message, ReasoningItem } from "./request-schema.ts";
import type { Untranslatables } from "./untranslated.ts";

/** Fields of a message that belong to this API and say nothing to another. */
const ITEM_FIELDS = ["type", "id", "status", "role", "content", "phase"];

/** One turn of the model while it is read. */
class Turn {
  private readonly items: TurnItem[] = [];
  private readonly carried = new Map<string, JsonObject>();
  private extras: JsonObject = {};

  say(parts: readonly ContentItem[], extras: JsonObject): void {
    this.items.push(...parts);
    this.extras = { ...this.extras, ...extras };
  }

  call(id: string, name: string, args: string): void {
    this.items.push(callItem({ id, function: { name, arguments: args } }));
  }

  think(item: ReasoningItem): void {
    const texts = [...(item.content ?? []), ...(item.summary ?? [])].flatMap(({ text }) => text ?? []);
    const kept = item.encrypted_content ? reveal(item.encrypted_content) : null;
    if (kept?.kind === "call") this.carried.set(kept.call_id, kept.extra_content);
    // What a provider encrypted for itself is of no use to another; its visible part still is.
    else this.items.push(kept ? reasoningItem(kept.detail) : thoughtItem(texts.join("")));
  }

  message(): JsonObject {
    for (const item of this.items)
      if (item.type === "tool_call") item.extra = this.carried.get(item.id) ?? null;
    return { ...messageOf("assistant", this.items, { signedApart: true }), ...this.extras };
  }
}

/** What an answer of the gateway put beside its text comes back under the same names. */
const extrasOf = (message: Message): JsonObject =>
  Object.fromEntries(Object.entries(message as JsonObject).filter(([key]) => !ITEM_FIELDS.includes(key)));

class ItemReader {
  readonly messages: JsonObject[] = [];
  private turn: Turn | null = null;
  /** Calls without a result yet, and the places where they stand. */
  private readonly open = new Map<string, string>();
  private readonly lost: Untranslatables;

  constructor(lost: Untranslatables) {
    this.lost = lost;
  }

  private get model(): Turn {
    this.turn ??= new Turn();
    return this.turn;
  }

  private endTurn(): void {
    if (this.turn) this.messages.push(this.turn.message());
    this.turn = null;
  }

  private message(item: Message, place: string): void {
    const parts = readParts(item.content, `${place}.content`, this.lost);
    if (item.role === "assistant") {
      this.model.say(parts, extrasOf(item));
      return;
    }
    this.endTurn();
    this.messages.push(messageOf(item.role, parts.length === 0 ? [textItem("")] : parts));
  }

  private call(id: string, name: string, args: string, place: string): void {
    this.model.call(id, name, args);
    this.open.set(id, place);
  }

  private result(item: CallOutput, place: string): void {
    this.endTurn();
    if (!this.open.delete(item.call_id))
      this.lost.add(`${place}.call_id`, "no tool call with this call_id stands before it without a result");
    const content = readParts(item.output, `${place}.output`, this.lost);
    this.messages.push(
      messageOf("tool", [{ type: "tool_result", call: item.call_id, content, hasFailed: false }]),
    );
  }

  accept(item: Item, place: string): void {
    const known = item as KnownItem;
    if (known.type === "function_call") this.call(known.call_id, known.name, known.arguments, place);
    else if (known.type === "custom_tool_call")
      this.call(known.call_id, known.name, customArguments(known.input), place);
    else if (known.type === "function_call_output" || known.type === "custom_tool_call_output")
      this.result(known, place);
    else if (known.type === "reasoning") this.model.think(known);
    else if (known.type === "message") this.message(known, place);
    else if (known.type === "item_reference")
      this.lost.add(place, "the gateway stores no items: send the item itself instead of a reference to it");
    else this.lost.add(`${place}.type`, `items of type ${item.type} have no form in other APIs`);
  }

  end(): void {
    this.endTurn();
    for (const place of this.open.values())
      this.lost.add(`${place}.call_id`, "no result for this tool call stands after it");
  }
}

/** Every item in order. What has no canonical form is told to `lost`, and the rest is read on. */
export function readItems(input: string | readonly Item[], lost: Untranslatables): JsonObject[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  const reader = new ItemReader(lost);
  input.forEach((item, i) => {
    reader.accept(item, `input[${i}]`);
  });
  reader.end();
  return reader.messages;
}
