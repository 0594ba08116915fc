/**
 * Parts of the caller's messages as content blocks (MAP-07, MAP-12).
 * @module
 */
import type { ContentItem } from "../../canonical/item.ts";
import { at, isGiven, isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import { UnsupportedInput } from "../codec.ts";

const IMAGE_TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const DATA_URL = /^data:(?<type>[^;,]+)(?:;[^;,]+)*;base64,(?<data>.*)$/s;

/** Fields of a document that callers may set beside the file itself. */
export const DOCUMENT_FIELDS = ["context", "citations"];

/** The provider refuses text of nothing but white space. */
export const isBlank = (text: string): boolean => text.trim() === "";

const NO_MARK: Readonly<JsonObject> = {};

/** A cache mark, where the part has one and the host takes them. */
export function markOf(source: JsonObject, keepsMarks: boolean): Readonly<JsonObject> {
  return keepsMarks && isObject(source.cache_control) ? { cache_control: source.cache_control } : NO_MARK;
}

/** What a base64 data URL holds; empty where it is none. */
function heldBy(url: string): { media_type: string; data: string } {
  // Stryker disable next-line StringLiteral: no type of media has that name, and without a type the data is not read
  const { type = "", data = "" } = DATA_URL.exec(url)?.groups ?? {};
  return { media_type: type, data };
}

function imageSource(url: string, param: string): JsonObject {
  if (url.startsWith("https://")) return { type: "url", url };
  const { media_type, data } = heldBy(url);
  if (!IMAGE_TYPES.includes(media_type))
    throw new UnsupportedInput(param, `images must be ${IMAGE_TYPES.join(", ")}, as base64 or https URL`);
  return { type: "base64", media_type, data };
}

function textOfBase64(data: string, param: string): string {
  try {
    return new TextDecoder().decode(Buffer.from(atob(data), "latin1"));
  } catch {
    throw new UnsupportedInput(param, "the file's data is not base64");
  }
}

function documentSource(file: JsonObject, param: string): JsonObject {
  const id = textOrNull(file.file_id);
  if (id !== null) return { type: "file", file_id: id };
  const url = textOrNull(file.file_url);
  if (url !== null) return { type: "url", url };
  // Stryker disable next-line StringLiteral: no data URL begins like that
  const { media_type, data } = heldBy(textOrNull(file.file_data) ?? "");
  if (media_type === "application/pdf") return { type: "base64", media_type, data };
  if (media_type === "text/plain") return { type: "text", media_type, data: textOfBase64(data, param) };
  throw new UnsupportedInput(param, "files must be application/pdf or text/plain as a base64 data URL");
}

function documentBlock(part: JsonObject, param: string): JsonObject {
  const file = isObject(part.file) ? part.file : {};
  const title = textOrNull(file.filename);
  const beside = DOCUMENT_FIELDS.filter((name) => isGiven(part[name]));
  return {
    type: "document",
    source: documentSource(file, param),
    ...(title === null ? {} : { title }),
    ...Object.fromEntries(beside.map((name) => [name, part[name]])),
  };
}

function textBlock(text: string, part: JsonObject, keepsMarks: boolean): JsonObject | null {
  if (isBlank(text)) return null;
  const block: JsonObject = { type: "text", text };
  return keepsMarks ? Object.assign(block, markOf(part, keepsMarks)) : block;
}

/** What is said or shown as a block, `null` for text that the provider would refuse as empty. @throws UnsupportedInput */
export function blockOf(item: ContentItem, param: string, keepsMarks: boolean): JsonObject | null {
  if (item.type === "text") return textBlock(item.text, item.part, keepsMarks);
  if (item.type === "refusal") return textBlock(item.refusal, item.part, keepsMarks);
  const { part, kind } = item;
  const place = `${param}.content[${item.index}]`;
  const mark = markOf(part, keepsMarks);
  switch (kind) {
    case "image":
      return { type: "image", source: imageSource(String(at(part, ["image_url", "url"])), place), ...mark };
    case "file":
      return { ...documentBlock(part, place), ...mark };
    default:
      throw new UnsupportedInput(place, `Anthropic's messages take no parts of type ${String(part.type)}`);
  }
}

/** What is said and shown as blocks; a mark on the message itself goes to the last of them. */
export function blocksOf(
  items: readonly ContentItem[],
  message: JsonObject,
  param: string,
  keepsMarks: boolean,
): JsonObject[] {
  const blocks: JsonObject[] = [];
  for (const item of items) {
    const block = blockOf(item, param, keepsMarks);
    if (block !== null) blocks.push(block);
  }
  const last = blocks.at(-1);
  if (last) Object.assign(last, markOf(message, keepsMarks));
  return blocks;
}

/** One plain text is sent as such, since that is how callers write it. */
export function simplest(blocks: readonly JsonObject[]): Json {
  const [only] = blocks;
  // Stryker disable next-line OptionalChaining: a list with one block has a first one
  const isPlain = blocks.length === 1 && only?.type === "text" && Object.keys(only).length === 2;
  // Stryker disable next-line StringLiteral: every text block that is made here has a text
  // Stryker disable next-line OptionalChaining: a list with one block has a first one
  return isPlain ? (only?.text ?? "") : [...blocks];
}
