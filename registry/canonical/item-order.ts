/**
 * The order of a turn beside its flat view: what decoders note while they read, and the field of a message that carries it
 * (MAP-16, MAP-17). `items.ts` reads it again.
 * @module
 */
import { z } from "zod";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { list } from "../limits/lists.ts";

/** The field of a message with the places of its pieces, each of which it names by its position in the flat view. */
export const ORDER_FIELD = "item_order";

/** Kinds of items by their rank in the flat view; `other` is what the canonical message has no words for. */
const RANKS = { reasoning: 0, other: 1, text: 2, refusal: 3, image: 4, tool_call: 5 } as const;

/**
 * Readers of the flat view differ about a signature of a text: whoever signs texts puts it behind them, all others with the
 * thinking before them. So no number has a place for it, and the order is told.
 */
const NOWHERE = Number.NaN;

const Position = z.int().nonnegative();

/**
 * Where a piece stands in the flat view. `index` counts in `reasoning_details`, `tool_calls`, `images`, the parts of the
 * content, or the provider's own parts; `start` and `end` (the latter not included) are offsets in `content`, or in
 * `reasoning_content` for thinking that is in no detail.
 */
const Place = z.object({
  type: z.enum(["reasoning", "other", "text", "refusal", "image", "tool_call"]),
  index: Position.optional(),
  start: Position.optional(),
  end: Position.optional(),
});
export type Place = z.infer<typeof Place>;

/** The order as callers give it back; bounded like every list of a request. */
export const ItemOrder = list("items", Place);

/** Notes the order of a turn while it is read, whole or piece by piece. */
export class TurnOrder {
  private readonly places: { place: Place; rank: number }[] = [];
  private readonly counts = { reasoning: 0, part: 0, text: 0, refusal: 0, image: 0, tool_call: 0 };
  private thought = 0;
  private isOpen = false;

  private add(place: Place, rank: number = RANKS[place.type]): void {
    this.places.push({ place, rank });
    this.isOpen = false;
  }

  private next(kind: "reasoning" | "part" | "refusal" | "image" | "tool_call"): number {
    const index = this.counts[kind];
    this.counts[kind] += 1;
    return index;
  }

  /** A piece of the content, which is one text; pieces that follow each other are one item. */
  text(piece: string): void {
    if (piece === "") return;
    const start = this.counts.text;
    const end = start + piece.length;
    this.counts.text = end;
    const last = this.places.at(-1)?.place;
    if (last?.type === "text") last.end = end;
    else this.add({ type: "text", start, end });
  }

  /** A part of the content, which is a list of parts. */
  part(): void {
    this.add({ type: "text", index: this.next("part") });
  }

  /** A piece of visible thinking; what it belongs to is open until {@link signed} or {@link close}. */
  thinking(piece: string): void {
    if (piece === "") return;
    const start = this.thought;
    this.thought += piece.length;
    const last = this.places.at(-1)?.place;
    if (this.isOpen && last?.type === "reasoning") last.end = this.thought;
    else this.add({ type: "reasoning", start, end: this.thought });
    this.isOpen = true;
  }

  /** What stands between two thoughts in `reasoning_content`, and belongs to neither. */
  between(separator: string): void {
    if (this.thought > 0) this.thought += separator.length;
  }

  /** The next of `reasoning_details`; the thinking that is open is what it signs. */
  signed(): void {
    const index = this.next("reasoning");
    const open = this.isOpen ? this.places.pop() : undefined;
    this.add({ type: "reasoning", index }, open?.rank);
  }

  /** The next of `reasoning_details`: a signature of what was said right before it. */
  signature(): void {
    this.add({ type: "reasoning", index: this.next("reasoning") }, NOWHERE);
  }

  /** The end of what was open. */
  close(): void {
    this.isOpen = false;
  }

  refusal(): void {
    if (this.next("refusal") === 0) this.add({ type: "refusal" });
  }

  /** The next picture or call. */
  piece(kind: "image" | "tool_call"): void {
    this.add({ type: kind, index: this.next(kind) });
  }

  /** @param index in the list of what is the provider's own */
  other(index: number): void {
    this.add({ type: "other", index });
  }

  /** Of thinking some of which is signed, the flat view does not say which of its words are. */
  private get isMixed(): boolean {
    const thoughts = this.places.filter(({ place }) => place.type === "reasoning");
    const signed = thoughts.filter(({ place }) => place.index !== undefined).length;
    return signed > 0 && signed < thoughts.length;
  }

  /** Where one thought in words follows another, the flat view does not say where the first one ends. */
  private get isDivided(): boolean {
    const isInWords = this.places.map(({ place }) => place.type === "reasoning" && place.index === undefined);
    return isInWords.some((inWords, i) => inWords && isInWords[i + 1] === true);
  }

  /** The field of the message; nothing where its flat view says it all. */
  field(): JsonObject {
    const inOrder =
      this.places.every(({ place }) => place.type === "reasoning") ||
      this.places.every(({ rank }, i) => rank >= (this.places[i - 1]?.rank ?? 0));
    return inOrder && !this.isMixed && !this.isDivided
      ? {}
      : { [ORDER_FIELD]: this.places.map(({ place }): JsonObject => ({ ...place })) };
  }
}

/**
 * The order of a message some of whose reasoning was taken away.
 * @param kept the details that are left, by their former position
 */
export function orderWithout(message: JsonObject, kept: readonly number[]): JsonObject {
  const order = message[ORDER_FIELD];
  if (!Array.isArray(order)) return {};
  const positions = new Map(kept.map((former, index) => [former, index]));
  const left = order.flatMap((place): Json[] => {
    if (!isObject(place) || place.type !== "reasoning" || typeof place.index !== "number") return [place];
    const index = positions.get(place.index);
    return index === undefined ? [] : [{ ...place, index }];
  });
  return { [ORDER_FIELD]: left };
}
