/**
 * A message as an ordered list of items: what the model thought, said, drew and called, what a user says and shows, what a
 * tool answers. OpenAI's message is the flat view of that list: one text, one list of calls, one of reasoning. Where a turn
 * kept to the order that the view implies (it thought, spoke, then called), the view says everything; where it did not, a
 * field of the message says where each piece stands (`item-order.ts`). Every codec but that of chat completions writes its
 * requests and answers from these items (MAP-16, MAP-17), and every decoder but that one makes a message of items (`message.ts`).
 * @module
 */
import { isObject, type JsonObject, textOrNull } from "../json.ts";
import {
  type ContentItem,
  callItem,
  citedFrom,
  type Item,
  imageItem,
  movedCitation,
  partItem,
  type ReasoningItem,
  reasoningItem,
  refusalItem,
  textItem,
  thoughtItem,
} from "./item.ts";
import { ItemOrder, ORDER_FIELD, type Place } from "./item-order.ts";

/** What of a message its items are about, whoever wrote it. */
interface Turn {
  role?: unknown;
  content?: unknown;
  refusal?: unknown;
  reasoning_content?: unknown;
  reasoning_details?: unknown;
  images?: unknown;
  tool_calls?: unknown;
  annotations?: unknown;
  [field: string]: unknown;
}

/** What an API knows about the pieces that the flat view leaves open. */
export interface Reading {
  /** The provider's own pieces of this message, in the form of the API that asks. */
  others?: readonly JsonObject[];
  /** Does unreadable reasoning sign what was said before it? Otherwise it stands with the thinking. */
  signsTexts?: boolean;
}

const NONE: readonly JsonObject[] = [];

/** The objects of a list: the list itself where it holds nothing else, as nearly every one does. */
function objectsIn(value: unknown): readonly JsonObject[] {
  if (!Array.isArray(value)) return NONE;
  return value.every(isObject) ? value : value.filter(isObject);
}

/** What a content holds: one text, or parts in their order. */
export function contentItems(content: unknown): ContentItem[] {
  if (typeof content === "string") return [textItem(content)];
  return objectsIn(content).map(partItem);
}

/** The pieces of a message of the model's. */
interface Pieces {
  turn: Turn;
  details: readonly JsonObject[];
  images: readonly JsonObject[];
  calls: readonly JsonObject[];
  others: readonly JsonObject[];
}

/** Puts the pieces of a message in their places, and knows which of them had one. */
class Placing {
  readonly items: Item[] = [];
  private readonly pieces: Pieces;
  private readonly parts: readonly JsonObject[];
  /** How far the text is placed: the offset in a content that is one text, else the number of parts. */
  private reached = 0;
  private readonly placed = { reasoning: 0, tool_call: 0, image: 0 };
  private hasRefused = false;
  private isBroken = false;

  constructor(pieces: Pieces) {
    this.pieces = pieces;
    this.parts = objectsIn(pieces.turn.content);
  }

  /** Pieces that are counted stand in their own order, each once; what is not there any more is passed over. */
  private counted(kind: "reasoning" | "tool_call", index: number, there: readonly JsonObject[]): void {
    const piece = there[index];
    if (piece === undefined) return;
    if (index !== this.placed[kind]) this.isBroken = true;
    this.placed[kind] = index + 1;
    this.items.push(kind === "reasoning" ? reasoningItem(piece) : callItem(piece, index));
  }

  private text({ index = 0, start, end }: Place): void {
    const { content } = this.pieces.turn;
    if (typeof content === "string") {
      const [from, to] = [start ?? 0, end ?? content.length];
      if (from !== this.reached || to < from || to > content.length || index > 0) this.isBroken = true;
      this.reached = to;
      this.items.push(textItem(content.slice(from, to)));
      return;
    }
    const part = this.parts[index];
    if (part === undefined || index !== this.reached || start !== undefined) this.isBroken = true;
    else this.items.push(partItem(part, index));
    this.reached = index + 1;
  }

  private thought({ index, start = 0, end = 0 }: Place): void {
    const { turn, details } = this.pieces;
    if (index !== undefined) {
      this.counted("reasoning", index, details);
      return;
    }
    const text = (textOrNull(turn.reasoning_content) ?? "").slice(start, end);
    if (text !== "") this.items.push(thoughtItem(text));
  }

  private picture(index: number): void {
    const image = this.pieces.images[index];
    if (image === undefined) return;
    this.placed.image = Math.max(this.placed.image, index + 1);
    this.items.push(imageItem(image, index));
  }

  private refusal(): void {
    const refusal = textOrNull(this.pieces.turn.refusal);
    if (refusal === null || this.hasRefused) return;
    this.hasRefused = true;
    this.items.push(refusalItem(refusal));
  }

  add(place: Place): void {
    const { type, index = 0 } = place;
    if (type === "text") this.text(place);
    else if (type === "reasoning") this.thought(place);
    else if (type === "tool_call") this.counted(type, index, this.pieces.calls);
    else if (type === "refusal") this.refusal();
    else if (type === "image") this.picture(index);
    else {
      const part = this.pieces.others[index];
      if (part !== undefined) this.items.push({ type: "other", part, index });
    }
  }

  /** What the order does not name, since it came later: a refusal, pictures. */
  addRest(): void {
    this.refusal();
    for (let index = this.placed.image; index < this.pieces.images.length; index++) this.picture(index);
  }

  /** Has all that was said, thought and called its place? Who changed a message need not have changed its order. */
  get isWhole(): boolean {
    const { turn, details, calls } = this.pieces;
    const said = typeof turn.content === "string" ? turn.content.length : this.parts.length;
    const { reasoning, tool_call } = this.placed;
    const all = this.reached === said && tool_call === calls.length && reasoning === details.length;
    return all && !this.isBroken;
  }
}

/** The items in the order that the message tells; `null` where it tells none, or one that does not fit it any more. */
function toldItems(pieces: Pieces): Item[] | null {
  const told = pieces.turn[ORDER_FIELD] ?? null;
  if (told === null) return null;
  const order = ItemOrder.safeParse(told);
  if (!order.success) return null;
  const placing = new Placing(pieces);
  for (const place of order.data) placing.add(place);
  if (!placing.isWhole) return null;
  placing.addRest();
  return placing.items;
}

const NO_THOUGHTS: ReasoningItem[] = [];

/** Thinking without an order: signed pieces, and the words of it where these have none. */
function thinkingItems({ turn, details }: Pieces): ReasoningItem[] {
  const words = textOrNull(turn.reasoning_content);
  if (words === null && details.length === 0) return NO_THOUGHTS;
  const items = details.map(reasoningItem);
  const isTold = items.some(({ text }) => text !== "");
  return words === null || isTold ? items : [thoughtItem(words), ...items];
}

/** The items in the order that the flat view implies. */
function flatItems(pieces: Pieces, signsTexts: boolean): Item[] {
  const { turn, others, images, calls } = pieces;
  const items: Item[] = [];
  const behind: Item[] = [];
  for (const item of thinkingItems(pieces))
    (signsTexts && item.encrypted !== null ? behind : items).push(item);
  others.forEach((part, index) => void items.push({ type: "other", part, index }));
  for (const item of contentItems(turn.content)) items.push(item);
  for (const item of behind) items.push(item);
  const refusal = textOrNull(turn.refusal);
  if (refusal !== null) items.push(refusalItem(refusal));
  images.forEach((image, index) => void items.push(imageItem(image, index)));
  calls.forEach((call, index) => void items.push(callItem(call, index)));
  return items;
}

/** Every citation on the text that it begins in: the last one that starts before it. */
function addCitations(items: Item[], annotations: readonly JsonObject[]): void {
  let end = 0;
  const texts = items.flatMap((item) => {
    if (item.type !== "text") return [];
    const start = end;
    end += item.text.length;
    return [{ item, start }];
  });
  for (const annotation of annotations) {
    const from = citedFrom(annotation);
    const found = texts.findLast(({ start }) => start <= from) ?? texts[0];
    if (found === undefined) items.push({ type: "citation", annotation });
    else found.item.citations = [...found.item.citations, movedCitation(annotation, -found.start)];
  }
}

function modelItems(turn: Turn, { others = NONE, signsTexts = false }: Reading): Item[] {
  const pieces: Pieces = {
    turn,
    details: objectsIn(turn.reasoning_details),
    images: objectsIn(turn.images),
    calls: objectsIn(turn.tool_calls),
    others,
  };
  const items = toldItems(pieces) ?? flatItems(pieces, signsTexts);
  const annotations = objectsIn(turn.annotations);
  if (annotations.length > 0) addCitations(items, annotations);
  return items;
}

/**
 * The items of a message in their order, whoever speaks: every piece once. Where the message tells no order, or one that
 * does not fit it any more, it is that of the flat view: thinking, what is the provider's own, texts, a refusal, pictures,
 * calls.
 */
export function itemsOf(turn: Turn, reading: Reading = {}): Item[] {
  switch (turn.role) {
    case "system":
    case "developer":
    case "user":
      return contentItems(turn.content);
    case "tool":
      return [
        {
          type: "tool_result",
          call: String(turn.tool_call_id),
          content: contentItems(turn.content),
          hasFailed: turn.is_error === true,
        },
      ];
    default:
      return modelItems(turn, reading);
  }
}
