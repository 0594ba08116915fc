/**
 * What the model said, as Gemini's parts: for the history of a request and for the answer to a caller.
 * @module
 */
import type { Item, ReasoningItem, ToolCallItem } from "../../canonical/item.ts";
import { itemsOf } from "../../canonical/items.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../json.ts";
import { googleOf } from "./answer-fields.ts";
import { partOfUrl, typeOf } from "./media.ts";

/** A message of the model, whoever wrote it. */
interface ModelMessage {
  [field: string]: unknown;
}

export interface PartWriter {
  toWire(name: string): string;
  /** The arguments of a call that are no JSON object. */
  oddArguments(text: string, position: number): JsonObject;
  /** The signature of a call that has none. */
  missingSignature(position: number): string | null;
  /** Is thinking told that is in no detail? Nobody signed it. */
  tellsUnsigned: boolean;
}

function parseObject(text: string): JsonObject | null {
  if (text.trim() === "") return {};
  try {
    const value: Json = parseJson(text);
    return isObject(value) ? value : null;
    // Stryker disable next-line BlockStatement: undefined counts as null where the arguments are read
  } catch {
    return null; // The writer decides about odd arguments.
  }
}

function callPart(item: ToolCallItem, writer: PartWriter): JsonObject {
  const functionCall: JsonObject = {
    id: item.id,
    name: writer.toWire(item.name),
    args: parseObject(item.arguments) ?? writer.oddArguments(item.arguments, item.index),
  };
  const signature =
    textOrNull(googleOf({ extra_content: item.extra }).thought_signature) ??
    writer.missingSignature(item.index);
  return { functionCall, ...(signature === null ? {} : { thoughtSignature: signature }) };
}

function imageParts({ image_url: image }: JsonObject): JsonObject[] {
  const url = isObject(image) ? textOrNull(image.url) : null;
  return url === null ? [] : [partOfUrl(url, typeOf(url, "image/jpeg"))];
}

/** A thought comes back as it was. */
function thoughtParts({ text, signature, detail }: ReasoningItem, writer: PartWriter): JsonObject[] {
  if (text === "" && signature === null) return [];
  if (detail === null && !writer.tellsUnsigned) return [];
  return [{ text, thought: true, ...(signature === null ? {} : { thoughtSignature: signature }) }];
}

/** A signature goes back on the part that it came with: what was said right before it. */
function withSignature(parts: readonly JsonObject[], signature: string): JsonObject[] {
  const last = parts.at(-1);
  const isBare = last !== undefined && last.thought !== true && last.thoughtSignature === undefined;
  if (isBare && (textOrNull(last.text) !== null || last.inlineData !== undefined))
    return [...parts.slice(0, -1), { ...last, thoughtSignature: signature }];
  return [...parts, { text: "", thoughtSignature: signature }];
}

/** The part of one item; none for what Gemini has no place for. */
function partOf(item: Item, writer: PartWriter): JsonObject[] {
  switch (item.type) {
    case "reasoning":
      return thoughtParts(item, writer);
    case "text":
      return [{ text: item.text }];
    case "refusal":
      return [{ text: item.refusal }];
    case "media":
      return item.isMade ? imageParts(item.part) : [];
    case "other":
      return [item.part];
    case "tool_call":
      return [callPart(item, writer)];
    default:
      return [];
  }
}

/**
 * The parts of a turn in their order. Signatures of texts go back on what was said before them; an empty text says nothing
 * beside calls, nor as one of several.
 */
export function modelParts(message: ModelMessage, writer: PartWriter): JsonObject[] {
  const { parts: own } = googleOf(message);
  const others = Array.isArray(own) ? own.filter(isObject) : [];
  const items = itemsOf(message, { others, signsTexts: true });
  const calls = items.some(({ type }) => type === "tool_call");
  let parts: JsonObject[] = [];
  for (const item of items) {
    if (item.type === "text" && item.text === "" && (calls || item.part.type !== undefined)) continue;
    if (item.type === "reasoning" && item.encrypted !== null) parts = withSignature(parts, item.encrypted);
    else for (const part of partOf(item, writer)) parts.push(part);
  }
  return parts;
}
