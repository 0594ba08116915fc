/**
 * The message that ordered items make: the inverse of `itemsOf`. Decoders read what their API says as items; the flat view
 * of them, the field with their order, whose thinking it is and where citations begin are written here and nowhere else
 * (MAP-16, MAP-17, RES-03).
 * @module
 */
import type { JsonObject } from "../json.ts";
import type { AssistantMessage, ChatMessage, ReasoningDetail, ToolCallOut } from "./chat.ts";
import {
  type ContentItem,
  type Item,
  isContent,
  type MediaItem,
  movedCitation,
  type ReasoningItem,
  type RefusalItem,
  type TextItem,
  type ToolCallItem,
} from "./item.ts";
import { TurnOrder } from "./item-order.ts";

/** What an API knows about the items of a turn that they do not say. */
export interface Writing {
  /** What stands between two thoughts in `reasoning_content`. */
  between?: string;
  /** Does unreadable reasoning sign what was said before it? Otherwise it stands with the thinking. */
  signsTexts?: boolean;
  /** Does signed thinking stand in `reasoning_details` alone? Readers of an answer see all of it in `reasoning_content`. */
  signedApart?: boolean;
}

/** Does it stand in a part of a content? */
const isPart = (item: ContentItem): boolean => item.part.type !== undefined;

function partOf(item: ContentItem): JsonObject {
  if (item.type === "media" || isPart(item)) return item.part;
  return item.type === "text"
    ? { type: "text", text: item.text }
    : { type: "refusal", refusal: item.refusal };
}

/** A text with nothing beside it. */
const isPlain = (item: ContentItem): item is TextItem =>
  item.type === "text" && Object.keys(item.part).every((name) => name === "type" || name === "text");

/** What is said and shown: one plain text is a text, as every host takes it; all else is a list of parts. */
export function contentOf(items: readonly ContentItem[]): string | JsonObject[] {
  const [only] = items;
  return only !== undefined && items.length === 1 && isPlain(only) ? only.text : items.map(partOf);
}

const callOf = ({ id, name, arguments: args, extra }: ToolCallItem): ToolCallOut => ({
  id,
  type: "function",
  function: { name, arguments: args },
  ...(extra === null ? {} : { extra_content: extra }),
});

/** Is a content of these a list of parts? One plain part is a text. */
function isListed(items: readonly Item[]): boolean {
  let parts = 0;
  let hasPart = false;
  let isBare = true;
  for (const item of items) {
    if (!isContent(item)) continue;
    parts += 1;
    hasPart ||= isPart(item);
    isBare &&= isPlain(item);
  }
  return hasPart && (parts > 1 || !isBare);
}

/** Where items without thinking and without what is the provider's own stand in the flat view. */
const RANKS: Readonly<Record<Item["type"], number>> = {
  text: 0,
  media: 0,
  refusal: 1,
  tool_call: 3,
  citation: 0,
  tool_result: 0,
  reasoning: Number.NaN,
  other: Number.NaN,
};

/** Pictures that the model made stand between what it said and its calls. */
const rankOf = (item: Item): number => (item.type === "media" && item.isMade ? 2 : RANKS[item.type]);

/**
 * Is the order of these items plainly that of the flat view? Then nothing has to note it, which for tens of thousands of turns
 * costs more than all that they say.
 */
function isFlat(items: readonly Item[]): boolean {
  let last = 0;
  for (const item of items) {
    const rank = rankOf(item);
    // A number that is none is below nothing and above nothing.
    if (!(rank >= last)) return false;
    last = rank;
  }
  return true;
}

/** A turn of the model's while its items are put into the flat view. */
class Turn {
  /** `null` where the flat view says it all. */
  private readonly order: TurnOrder | null;
  readonly parts: ContentItem[] = [];
  private readonly details: JsonObject[] = [];
  private readonly calls: ToolCallOut[] = [];
  private readonly annotations: JsonObject[] = [];
  private readonly images: JsonObject[] = [];
  text: string | null = null;
  refusal: string | null = null;
  /** How much text there is, in parts or not. */
  private length = 0;
  private thought = "";
  private readonly writing: Writing;
  private readonly isListed: boolean;

  /**
   * @param isListed whether the content is a list of parts
   * @param isOrdered whether the flat view tells the order of its items
   */
  constructor(writing: Writing, isListed: boolean, isOrdered: boolean) {
    this.writing = writing;
    this.isListed = isListed;
    this.order = isOrdered ? null : new TurnOrder();
  }

  private part(item: ContentItem): void {
    this.parts.push(item);
    this.order?.part();
  }

  private say(item: TextItem): void {
    for (const citation of item.citations) this.annotations.push(movedCitation(citation, this.length));
    this.length += item.text.length;
    if (this.isListed) this.part(item);
    else {
      this.text = (this.text ?? "") + item.text;
      this.order?.text(item.text);
    }
  }

  private refuse(item: RefusalItem): void {
    if (this.isListed && isPart(item)) this.part(item);
    else {
      this.refusal = (this.refusal ?? "") + item.refusal;
      this.order?.refusal();
    }
  }

  private show(item: MediaItem): void {
    if (!item.isMade) this.part(item);
    else {
      this.images.push(item.part);
      this.order?.piece("image");
    }
  }

  private think({ text, detail, encrypted }: ReasoningItem): void {
    const { between = "", signsTexts = false, signedApart = false } = this.writing;
    if (text !== "" && !(signedApart && detail !== null)) {
      this.order?.between(between);
      this.order?.thinking(text);
      this.thought += (this.thought === "" ? "" : between) + text;
    }
    if (detail !== null) this.details.push(detail);
    if (detail === null) this.order?.close();
    else if (signsTexts && encrypted !== null) this.order?.signature();
    else this.order?.signed();
  }

  add(item: Item): void {
    switch (item.type) {
      case "text":
        this.say(item);
        break;
      case "refusal":
        this.refuse(item);
        break;
      case "media":
        this.show(item);
        break;
      case "reasoning":
        this.think(item);
        break;
      case "tool_call":
        this.calls.push(callOf(item));
        this.order?.piece("tool_call");
        break;
      case "citation":
        this.annotations.push(item.annotation);
        break;
      case "other":
        this.order?.other(item.index);
        break;
      case "tool_result":
        break;
    }
  }

  /** What stands beside the content. */
  beside() {
    const { thought, details, calls, annotations, images, order } = this;
    return {
      ...(thought === "" ? null : { reasoning_content: thought }),
      ...(details.length === 0 ? null : { reasoning_details: details as ReasoningDetail[] }),
      ...(calls.length === 0 ? null : { tool_calls: calls }),
      ...(annotations.length === 0 ? null : { annotations }),
      ...(images.length === 0 ? null : { images }),
      ...order?.field(),
    };
  }
}

function turnOf(items: readonly Item[], writing: Writing, isListed: boolean): Turn {
  const turn = new Turn(writing, isListed, isFlat(items));
  for (const item of items) turn.add(item);
  return turn;
}

/** The message of an answer: its content is one text, and it says of each if the model refused. */
export function answerOf(items: readonly Item[], writing: Writing = {}): AssistantMessage {
  const turn = turnOf(items, writing, false);
  return { role: "assistant", content: turn.text, refusal: turn.refusal, ...turn.beside() };
}

/** A message of a history. Whoever speaks says what may stand in his messages; other items are left out. */
export function messageOf(
  role: ChatMessage["role"],
  items: readonly Item[],
  writing: Writing = {},
): JsonObject {
  if (role === "assistant") {
    const turn = turnOf(items, writing, isListed(items));
    const { parts, text, refusal } = turn;
    return {
      role,
      content: parts.length === 0 ? text : contentOf(parts),
      ...(refusal === null ? {} : { refusal }),
      ...turn.beside(),
    };
  }
  if (role !== "tool") return { role, content: contentOf(items.filter(isContent)) };
  const result = items.find((item) => item.type === "tool_result");
  const said = result?.content ?? [];
  return {
    role,
    tool_call_id: result?.call ?? "",
    content: said.length === 0 ? "" : contentOf(said),
    ...(result?.hasFailed ? { is_error: true } : {}),
  };
}
