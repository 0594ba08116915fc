/**
 * The items of a stream, put together by their index: ids change from event to event at some hosts (STR-04).
 * @module
 */
import type { Delta } from "../../../canonical/chat.ts";
import { movedCitation } from "../../../canonical/item.ts";
import { TurnOrder } from "../../../canonical/item-order.ts";
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import { Unusable } from "../../_shared/refusals.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { keptOutput } from "../kept-output.ts";
import { BETWEEN, chatAnnotation, isCall, readCall, textOf, thoughtOf } from "./read-items.ts";

interface Slot {
  type: string;
  /** What was told of its text, thinking or arguments. */
  told: string;
  /** The place among the calls. */
  call: number;
  /** The summary that was told last, by its place. */
  summary: unknown;
  done: boolean;
}

/** What an event says to the caller; `null` where it says nothing. */
export type Piece = Delta | null;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export class ItemStream {
  private readonly slots = new Map<number, Slot>();
  private readonly items: JsonObject[] = [];
  private readonly order = new TurnOrder();
  /** Where each part starts in the whole text, which citations count in. */
  private readonly starts = new Map<string, number>();
  private length = 0;
  private calls = 0;
  private readonly names: ToolNames;
  private readonly id: string;

  constructor(names: ToolNames, id: string) {
    this.names = names;
    this.id = id;
  }

  get isEmpty(): boolean {
    return this.slots.size === 0;
  }

  get hasCalls(): boolean {
    return this.calls > 0;
  }

  /** Every item as it was closed, for the field of the message that keeps them, and the order of what was told. */
  kept(provider: string): JsonObject {
    return { ...keptOutput(this.items.filter(isObject), provider), ...this.order.field() };
  }

  /** @throws Unusable */
  added(index: number, item: JsonObject): Piece {
    if (this.slots.has(index)) throw new Unusable(`two items of the stream have the index ${index}`);
    const slot: Slot = { type: text(item.type), told: "", call: this.calls, summary: null, done: false };
    this.slots.set(index, slot);
    if (!isCall(item)) return null;
    const call = readCall(item, `call_${this.id}_${slot.call}`, this.names);
    if (call === null) throw new Unusable("a tool call never got a name");
    this.calls++;
    this.order.piece("tool_call");
    return { tool_calls: [{ ...call, index: slot.call, function: { ...call.function, arguments: "" } }] };
  }

  /** More of a text; `null` where its item is not open. */
  private more(index: number, piece: string): Slot | null {
    const slot = this.slots.get(index);
    if (!slot || slot.done || piece === "") return null;
    slot.told += piece;
    return slot;
  }

  /** Where a part of an item starts in the whole text; one that was not heard of yet starts here. */
  private startOf(index: number, part: unknown): number {
    const place = `${index}.${Number(part ?? 0)}`;
    const start = this.starts.get(place) ?? this.length;
    this.starts.set(place, start);
    return start;
  }

  /** @param part the position of the part in its item */
  text(index: number, piece: string, part: unknown = 0): Piece {
    if (this.more(index, piece) === null) return null;
    this.startOf(index, part);
    this.length += piece.length;
    this.order.text(piece);
    return { content: piece };
  }

  thinking(index: number, piece: string): Piece {
    if (this.more(index, piece) === null) return null;
    this.order.thinking(piece);
    return { reasoning_content: piece };
  }

  /** More of a summary: another one than the last stands apart, as it does in a whole answer. */
  summary(index: number, piece: string, place: unknown): Piece {
    const slot = this.slots.get(index);
    if (!slot || piece === "") return null;
    const isNext = slot.told !== "" && slot.summary !== place;
    slot.summary = place;
    return this.thinking(index, isNext ? `${BETWEEN}${piece}` : piece);
  }

  refusal(piece: string): Piece {
    if (piece === "") return null;
    this.order.refusal();
    return { refusal: piece };
  }

  arguments(index: number, piece: string): Piece {
    const slot = this.more(index, piece);
    return slot && { tool_calls: [{ index: slot.call, function: { arguments: piece } }] };
  }

  annotation({ annotation, output_index: index, content_index: part }: JsonObject): Piece {
    if (!isObject(annotation)) return null;
    const start = this.startOf(Number(index), part);
    return { annotations: [movedCitation(chatAnnotation(annotation), start)] };
  }

  /** The end of an item: what its deltas did not tell is told now. @throws Unusable */
  done(index: number, item: JsonObject): Piece[] {
    const opened = this.slots.has(index) ? null : this.added(index, item);
    const slot = this.slots.get(index);
    if (!slot) return [opened];
    const whole = isCall(item)
      ? this.argumentsOf(item)
      : item.type === "reasoning"
        ? thoughtOf(item)
        : textOf(item);
    const rest = whole.startsWith(slot.told) ? whole.slice(slot.told.length) : "";
    const last = isCall(item)
      ? this.arguments(index, rest)
      : item.type === "reasoning"
        ? this.thinking(index, slot.told === "" ? whole : "")
        : this.text(index, rest);
    slot.done = true;
    this.order.close();
    this.items[index] = item;
    return [opened, last];
  }

  private argumentsOf(item: JsonObject): string {
    return readCall(item, "", this.names)?.function.arguments ?? "{}";
  }

  /** Arguments that came whole, without deltas. */
  wholeArguments(index: number, args: unknown): Piece {
    const slot = this.slots.get(index);
    const whole = textOrNull(args);
    if (!slot || whole === null || slot.told !== "") return null;
    return this.arguments(index, whole);
  }
}
