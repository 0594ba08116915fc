/**
 * A turn of the model as an ordered list of items: what it thought, said, drew and called, in the order in which it did.
 * OpenAI's message is the flat view of that list: one text, one list of calls, one of reasoning. Where the model kept to the
 * order that the flat view implies (it thought, spoke, then called), the view says everything; where it did not, a field of
 * the message says where each piece stands (MAP-16, MAP-17). Decoders note the order with {@link TurnOrder}, encoders read
 * the items with {@link itemsOf}.
 * @module
 */
import { z } from "zod";
import { isObject, type Json, type JsonObject, textOrNull } from "../json.ts";
import { list } from "../limits/lists.ts";

/** The field of a message with the places of its pieces, each of which it names by its position in the flat view. */
export const ORDER_FIELD = "item_order";

/** Kinds of items by their rank in the flat view; `other` is what the canonical message has no words for. */
const RANKS = { reasoning: 0, other: 1, text: 2, refusal: 3, image: 4, tool_call: 5 } as const;

/** A signature that stands for the text before it goes back with the last of the texts. */
const BEHIND_TEXT = 2.5;

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
type Place = z.infer<typeof Place>;

/** The order as callers give it back; bounded like every list of a request. */
export const ItemOrder = list("items", Place);

/** One item. Calls and what is a provider's own are named by their position: each codec has them in its own form. */
export type Item =
  /** Thinking. Not `listed` is what stands in `reasoning_content` alone: nobody signed it. */
  | { type: "reasoning"; detail: JsonObject; listed: boolean }
  /** A part of the content, such as a text: the part at `index`, which starts at this offset of a content that is one text. */
  | { type: "part"; part: JsonObject; index: number; start: number }
  | { type: "refusal"; refusal: string }
  | { type: "image"; image: JsonObject }
  | { type: "other" | "tool_call"; index: number };

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
    this.add({ type: "reasoning", index: this.next("reasoning") }, BEHIND_TEXT);
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

  /** The field of the message; nothing where its flat view says it all. */
  field(): JsonObject {
    const isFlat = this.places.every(({ rank }, i) => rank >= (this.places[i - 1]?.rank ?? 0));
    return isFlat ? {} : { [ORDER_FIELD]: this.places.map(({ place }): JsonObject => ({ ...place })) };
  }
}

/** What of a message its order is about, whoever wrote it. */
interface Turn {
  content?: unknown;
  refusal?: unknown;
  reasoning_content?: unknown;
  reasoning_details?: unknown;
  images?: unknown;
  tool_calls?: unknown;
  [field: string]: unknown;
}

const objectsIn = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Puts the pieces of a message in their places, and knows which of them had one. */
class Placing {
  readonly items: Item[] = [];
  private readonly turn: Turn;
  private readonly parts: JsonObject[];
  private readonly details: JsonObject[];
  private readonly images: JsonObject[];
  /** How far the text is placed: the offset in a content that is one text, else the number of parts. */
  private reached = 0;
  private readonly placed: Record<"reasoning" | "tool_call", number> = { reasoning: 0, tool_call: 0 };
  private isBroken = false;

  constructor(turn: Turn) {
    this.turn = turn;
    this.parts = objectsIn(turn.content);
    this.details = objectsIn(turn.reasoning_details);
    this.images = objectsIn(turn.images);
  }

  /** Pieces that are counted stand in their own order, each once; what is not there any more is passed over. */
  private counted(kind: "reasoning" | "tool_call", index: number, there: number): boolean {
    if (index >= there) return false;
    if (index !== this.placed[kind]) this.isBroken = true;
    this.placed[kind] = index + 1;
    return true;
  }

  private text({ index = 0, start, end }: Place): void {
    const { content } = this.turn;
    if (typeof content === "string") {
      const [from, to] = [start ?? 0, end ?? content.length];
      if (from !== this.reached || to < from || to > content.length || index > 0) this.isBroken = true;
      this.reached = to;
      const part = { type: "text", text: content.slice(from, to) };
      this.items.push({ type: "part", part, index: 0, start: from });
      return;
    }
    const part = this.parts[index];
    if (part === undefined || index !== this.reached || start !== undefined) this.isBroken = true;
    else this.items.push({ type: "part", part, index, start: 0 });
    this.reached = index + 1;
  }

  private thought({ index, start = 0, end = 0 }: Place): void {
    if (index !== undefined) {
      const detail = this.details[index];
      if (this.counted("reasoning", index, this.details.length) && detail)
        this.items.push({ type: "reasoning", detail, listed: true });
      return;
    }
    const text = (textOrNull(this.turn.reasoning_content) ?? "").slice(start, end);
    if (text !== "")
      this.items.push({ type: "reasoning", detail: { type: "reasoning.text", text }, listed: false });
  }

  add(place: Place): void {
    const { type, index = 0 } = place;
    if (type === "text") this.text(place);
    else if (type === "reasoning") this.thought(place);
    else if (type === "tool_call") {
      if (this.counted(type, index, lengthOf(this.turn.tool_calls))) this.items.push({ type, index });
    } else if (type === "refusal") {
      const refusal = textOrNull(this.turn.refusal);
      if (refusal !== null) this.items.push({ type, refusal });
    } else if (type === "image") {
      const image = this.images[index];
      if (image) this.items.push({ type, image });
    } else this.items.push({ type, index });
  }

  /** Has all that was said, thought and called its place? Who changed a message need not have changed its order. */
  get isWhole(): boolean {
    const { content, tool_calls: calls } = this.turn;
    const said = typeof content === "string" ? content.length : this.parts.length;
    const { reasoning, tool_call } = this.placed;
    const all = this.reached === said && tool_call === lengthOf(calls) && reasoning === this.details.length;
    return all && !this.isBroken;
  }
}

/** The items of a message in their order; `null` where the flat view says it, or the order does not fit the message. */
export function itemsOf(turn: Turn): Item[] | null {
  const order = ItemOrder.safeParse(turn[ORDER_FIELD]);
  if (!order.success) return null;
  const placing = new Placing(turn);
  for (const place of order.data) placing.add(place);
  return placing.isWhole ? placing.items : null;
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

/** Citations of a slice of the text, with offsets in the slice. */
export const citationsWithin = (annotations: unknown, start: number, end: number): JsonObject[] =>
  objectsIn(annotations).flatMap((annotation): JsonObject[] => {
    const { url_citation: cited } = annotation;
    if (!isObject(cited)) return [];
    const { start_index: from, end_index: to } = cited;
    if (typeof from !== "number" || typeof to !== "number" || from < start || to > end) return [];
    return [{ ...annotation, url_citation: { ...cited, start_index: from - start, end_index: to - start } }];
  });
