/**
 * A conversation in Anthropic's form as canonical messages (MAP-05, MAP-06, MAP-07).
 * @module
 */
import { type ContentItem, type Item, partItem, textItem } from "../../../canonical/item.ts";
import { revealedTurn } from "../../../canonical/kept-turn.ts";
import { messageOf } from "../../../canonical/message.ts";
import { onlyOn } from "../../../canonical/only-on.ts";
import { isGiven, type JsonObject, without } from "../../../json.ts";
import { UnsupportedInput } from "../../codec.ts";
import { BLOCKS_FIELD, isForeign, thoughtIn } from "../blocks.ts";
import { DOCUMENT_FIELDS } from "../parts.ts";
import { type Block, isKnown, type Message } from "./request-schema.ts";

/** Something that endpoints of this API understand, and that has no canonical form. */
class OnlyHere extends UnsupportedInput {}

type BlockOf<T extends Block["type"]> = Extract<Block, { type: T }>;

const mark = (source: { [field: string]: unknown }): JsonObject =>
  source.cache_control ? { cache_control: source.cache_control as JsonObject } : {};

/** UTF-8 text as base64, since files travel as data URLs in the canonical form. */
const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");

function imagePart({ source, ...rest }: JsonObject, place: string): JsonObject {
  const from = source as JsonObject;
  if (from.type === "file")
    throw new OnlyHere(`${place}.source`, "an image by file id is taken only as a native body");
  const url =
    from.type === "url" ? String(from.url) : `data:${String(from.media_type)};base64,${String(from.data)}`;
  if (!/^(?:https:\/\/|data:image\/)/.test(url))
    throw new UnsupportedInput(
      `${place}.source`,
      "an image is an https URL or base64 data of a type image/…",
    );
  return { type: "image_url", image_url: { url }, ...mark(rest) };
}

function documentPart(block: JsonObject, place: string): JsonObject {
  const source = block.source as JsonObject;
  const file: JsonObject = {};
  if (source.type === "file") file.file_id = source.file_id;
  else if (source.type === "url") file.file_url = source.url;
  else if (source.type === "text") file.file_data = `data:text/plain;base64,${base64(String(source.data))}`;
  else if (source.type === "base64")
    file.file_data = `data:${String(source.media_type)};base64,${String(source.data)}`;
  else
    throw new OnlyHere(`${place}.source`, "a document made of content blocks is taken only as a native body");
  if (block.title) file.filename = block.title;
  const beside = DOCUMENT_FIELDS.filter((name) => isGiven(block[name]));
  return {
    type: "file",
    file,
    ...Object.fromEntries(beside.map((name) => [name, block[name]])),
    ...mark(block),
  };
}

function partOf(block: JsonObject, place: string): JsonObject {
  if (block.type === "text") return { type: "text", text: block.text, ...mark(block) };
  if (block.type === "image") return imagePart(block, place);
  if (block.type === "document") return documentPart(block, place);
  const why = `blocks of type ${String(block.type)} are taken only as a native body`;
  throw isKnown(block as Block) ? new UnsupportedInput(place, why) : new OnlyHere(place, why);
}

interface Content {
  items: ContentItem[];
  /** Set where a block has no canonical form: all of them, for endpoints of this API. */
  only: JsonObject | null;
}

/** Blocks as parts, and as they came where a part cannot hold one of them. */
function contentIn(blocks: readonly JsonObject[], placeOf: (i: number) => string): Content {
  const items: ContentItem[] = [];
  let only: JsonObject | null = null;
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i] as JsonObject;
    try {
      // A text has no place that anybody would be told.
      items.push(partItem(partOf(block, block.type === "text" ? "" : placeOf(i))));
    } catch (thrown) {
      if (!(thrown instanceof OnlyHere)) throw thrown;
      only ??= onlyOn({
        api: "anthropic-messages",
        place: thrown.param,
        type: String(block.type),
        blocks: [...blocks],
      });
    }
  }
  return { items, only };
}

function resultMessage(block: BlockOf<"tool_result">, placeOf: () => string): JsonObject {
  const { content, tool_use_id: call, is_error } = block;
  const { items, only } = Array.isArray(content)
    ? contentIn(content as JsonObject[], (i) => `${placeOf()}.content[${i}]`)
    : { items: [textItem(content ?? "")], only: null };
  const message = messageOf("tool", [
    { type: "tool_result", call, content: items, hasFailed: is_error === true },
  ]);
  // Assigned, and not put together of three: there are tens of thousands.
  if (only !== null) Object.assign(message, only);
  return block.cache_control ? Object.assign(message, mark(block)) : message;
}

const isResult = (block: Block): block is BlockOf<"tool_result"> =>
  isKnown(block) && block.type === "tool_result";

/** What a user says, as one message. */
function spokenMessage(blocks: readonly JsonObject[], placeOf: (i: number) => string): JsonObject {
  const { items, only } = contentIn(blocks, placeOf);
  const isSilent = items.length === 0 && blocks.length > 0;
  const message = messageOf("user", isSilent ? [textItem("")] : items);
  return only === null ? message : { ...message, ...only };
}

/** Results become messages of their own, before what the user says beside them. */
function userMessages(blocks: Block[], place: string): JsonObject[] {
  if (!blocks.some(isResult)) return [spokenMessage(blocks as JsonObject[], (i) => `${place}.content[${i}]`)];
  const results: JsonObject[] = [];
  const others: JsonObject[] = [];
  const places: number[] = [];
  blocks.forEach((block, i) => {
    if (isResult(block)) results.push(resultMessage(block, () => `${place}.content[${i}]`));
    else {
      others.push(block as JsonObject);
      places.push(i);
    }
  });
  if (others.length === 0) return results;
  return [...results, spokenMessage(others, (i) => `${place}.content[${places[i]}]`)];
}

/** Marks stand on the parts and on the message, where their number is looked at. */
const unmarked = (block: JsonObject): JsonObject =>
  block.type === "text" || block.type === "tool_use" ? without(block, ["cache_control"]) : block;

const callOf = ({ id, name, input }: BlockOf<"tool_use">): Item => ({
  type: "tool_call",
  id,
  name,
  arguments: JSON.stringify(input),
  extra: null,
  index: 0,
});

/** A block of the model's; none for one that only endpoints of this API know. */
function addItems(items: Item[], block: Block, placeOf: () => string): void {
  const { type } = block;
  if (type === "text") items.push(partItem(partOf(block as JsonObject, "")));
  else if (isKnown(block) && block.type === "tool_use") items.push(callOf(block));
  else {
    const thought = thoughtIn(block as JsonObject);
    if (thought.length > 0 || !isKnown(block)) items.push(...thought);
    else items.push(partItem(partOf(block as JsonObject, placeOf())));
  }
}

function assistantMessage(blocks: Block[], place: string): JsonObject {
  const items: Item[] = [];
  blocks.forEach((block, i) => {
    addItems(items, block, () => `${place}.content[${i}]`);
  });
  const message = messageOf("assistant", items, { signedApart: true });
  const all = blocks as JsonObject[];
  if (all.some(isForeign)) message[BLOCKS_FIELD] = all.map(unmarked);
  for (const { type, data } of blocks)
    if (type === "redacted_thinking") Object.assign(message, revealedTurn(String(data)));
  const call = blocks.findLast(({ type }) => type === "tool_use");
  return call === undefined ? message : Object.assign(message, mark(call));
}

function messagesOf({ role, content }: Message, place: string): JsonObject[] {
  if (typeof content === "string") return [{ role, content }];
  if (role === "user") return userMessages(content, place);
  if (role === "assistant") return [assistantMessage(content, place)];
  return [
    { role, content: content.map((block, i) => partOf(block as JsonObject, `${place}.content[${i}]`)) },
  ];
}

/** Every turn in order. @throws UnsupportedInput for a block that only a native body can hold */
export function readMessages(messages: readonly Message[]): JsonObject[] {
  const read: JsonObject[] = [];
  messages.forEach((message, i) => {
    for (const one of messagesOf(message, `messages[${i}]`)) read.push(one);
  });
  return read;
}
