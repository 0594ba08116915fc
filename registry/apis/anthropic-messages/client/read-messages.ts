/**
 * A conversation in Anthropic's form as canonical messages (MAP-05, MAP-06, MAP-07).
 * @module
 */
import { TurnOrder } from "../../../canonical/item-order.ts";
import { revealedTurn } from "../../../canonical/kept-turn.ts";
import { onlyOn } from "../../../canonical/only-on.ts";
import { type JsonObject, without } from "../../../json.ts";
import { BLOCKS_FIELD, detailOf, isForeign, isSigned } from "../blocks.ts";
import { isGiven } from "../values.ts";
import { DOCUMENT_FIELDS, simplest } from "../write-parts.ts";
import { type Block, isKnown, type Message } from "./request-schema.ts";

/** Thrown while a request is read; becomes the refusal that names the place. */
export class Refused extends Error {
  readonly param: string;
  constructor(param: string, message: string) {
    super(message);
    this.param = param;
  }
}

/** Something that endpoints of this API understand, and that has no canonical form. */
class OnlyHere extends Refused {}

type BlockOf<T extends Block["type"]> = Extract<Block, { type: T }>;

const mark = (source: { cache_control?: unknown }): JsonObject =>
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
    throw new Refused(`${place}.source`, "an image is an https URL or base64 data of a type image/…");
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
  throw isKnown(block as Block) ? new Refused(place, why) : new OnlyHere(place, why);
}

interface Said {
  parts: JsonObject[];
  /** Set where a block has no canonical form: all of them, for endpoints of this API. */
  only: JsonObject;
}

/** Blocks as parts, and as they came where a part cannot hold one of them. */
function saidIn(blocks: readonly JsonObject[], placeOf: (i: number) => string): Said {
  const parts: JsonObject[] = [];
  let only: JsonObject = {};
  for (const [i, block] of blocks.entries())
    try {
      parts.push(partOf(block, placeOf(i)));
    } catch (thrown) {
      if (!(thrown instanceof OnlyHere)) throw thrown;
      if (Object.keys(only).length === 0)
        only = onlyOn({
          api: "anthropic-messages",
          place: thrown.param,
          type: String(block.type),
          blocks: [...blocks],
        });
    }
  return { parts, only };
}

function resultMessage(block: BlockOf<"tool_result">, place: string): JsonObject {
  const { content } = block;
  const { parts, only } = Array.isArray(content)
    ? saidIn(content as JsonObject[], (i) => `${place}.content[${i}]`)
    : { parts: [{ type: "text", text: content ?? "" }], only: {} };
  return {
    role: "tool",
    tool_call_id: block.tool_use_id,
    content: parts.length === 0 ? "" : simplest(parts),
    ...(block.is_error ? { is_error: true } : {}),
    ...only,
    ...mark(block),
  };
}

/** Results become messages of their own, before what the user says beside them. */
function userMessages(blocks: Block[], place: string): JsonObject[] {
  const results: JsonObject[] = [];
  const others: JsonObject[] = [];
  const places: string[] = [];
  blocks.forEach((block, i) => {
    const here = `${place}.content[${i}]`;
    if (isKnown(block) && block.type === "tool_result") results.push(resultMessage(block, here));
    else {
      others.push(block as JsonObject);
      places.push(here);
    }
  });
  const { parts, only } = saidIn(others, (i) => places[i] ?? place);
  const said = others.length > 0 || results.length === 0;
  const content = parts.length === 0 && others.length > 0 ? "" : simplest(parts);
  return [...results, ...(said ? [{ role: "user", content, ...only }] : [])];
}

/** Marks stand on the parts and on the message, where their number is looked at. */
const unmarked = (block: JsonObject): JsonObject =>
  block.type === "text" || block.type === "tool_use" ? without(block, ["cache_control"]) : block;

function assistantMessage(blocks: Block[], place: string): JsonObject {
  const calls: JsonObject[] = [];
  const details: JsonObject[] = [];
  const parts: JsonObject[] = [];
  const thought: string[] = [];
  let marked: JsonObject = {};
  let turn: JsonObject = {};
  const order = new TurnOrder();
  blocks.forEach((block, i) => {
    const source = block as JsonObject;
    const detail = detailOf(source);
    if (source.type === "redacted_thinking") turn = { ...turn, ...revealedTurn(String(source.data)) };
    // Thinking that nobody signed is text: hosts that want it back have a field for it.
    if (detail !== null && isSigned(detail)) {
      details.push(detail as unknown as JsonObject);
      order.signed();
    } else if (detail !== null) {
      const text = detail.type === "reasoning.text" ? detail.text : "";
      thought.push(text);
      order.thinking(text);
      order.close();
    } else if (isKnown(block) && block.type === "tool_use") {
      order.piece("tool_call");
      calls.push({
        id: block.id,
        type: "function",
        function: { name: block.name, arguments: JSON.stringify(block.input) },
      });
      marked = mark(block);
    } else if (isKnown(block)) {
      parts.push(partOf(source, `${place}.content[${i}]`));
      order.part();
    }
  });
  const kept = (blocks as JsonObject[]).some(isForeign);
  return {
    role: "assistant",
    content: parts.length === 0 ? null : simplest(parts),
    ...(details.length === 0 ? {} : { reasoning_details: details }),
    ...(thought.join("") === "" ? {} : { reasoning_content: thought.join("") }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(kept ? { [BLOCKS_FIELD]: (blocks as JsonObject[]).map(unmarked) } : {}),
    ...order.field(),
    ...turn,
    ...marked,
  };
}

function messagesOf({ role, content }: Message, place: string): JsonObject[] {
  if (typeof content === "string") return [{ role, content }];
  if (role === "user") return userMessages(content, place);
  if (role === "assistant") return [assistantMessage(content, place)];
  return [
    { role, content: content.map((block, i) => partOf(block as JsonObject, `${place}.content[${i}]`)) },
  ];
}

/** Every turn in order. @throws Refused for a block that only a native body can hold */
export const readMessages = (messages: readonly Message[]): JsonObject[] =>
  messages.flatMap((message, i) => messagesOf(message, `messages[${i}]`));
