/**
 * What the model said, as Gemini's parts: for the history of a request and for the answer to a caller.
 * @module
 */
import { type Item, itemsOf } from "../../canonical/items.ts";
import { isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../json.ts";
import { googleOf } from "./fields.ts";
import { partOfUrl, typeOf } from "./media.ts";

/** What a message of the model may hold, whoever wrote it. */
interface ModelMessage {
  content?: unknown;
  refusal?: unknown;
  reasoning_details?: unknown;
  images?: unknown;
  tool_calls?:
    | readonly { id: string; function: { name: string; arguments: string }; extra_content?: unknown }[]
    | null;
  [key: string]: unknown;
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

const objects = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function textsOf({ content, refusal }: ModelMessage): string[] {
  if (typeof content === "string") return [content];
  const texts = objects(content).flatMap(
    ({ text, refusal: refused }) => textOrNull(text) ?? textOrNull(refused) ?? [],
  );
  return texts.length > 0 ? texts : [textOrNull(refusal) ?? []].flat();
}

/** Thoughts come back as they were; signatures without a text of their own go to the end of the answer's text. */
function thoughtParts(details: readonly JsonObject[]): JsonObject[] {
  return details.flatMap(({ type, text, signature }): JsonObject[] => {
    if (type !== "reasoning.text" || typeof text !== "string") return [];
    const seal = textOrNull(signature);
    return [{ text, thought: true, ...(seal === null ? {} : { thoughtSignature: seal }) }];
  });
}

function textParts(texts: readonly string[], seals: readonly string[]): JsonObject[] {
  const parts: JsonObject[] = texts.map((text) => ({ text }));
  const last = parts.at(-1);
  const [first, ...others] = seals;
  if (first === undefined) return parts;
  const extra = others.map((seal) => ({ text: "", thoughtSignature: seal }));
  if (last === undefined || last.text === "")
    return [...parts, { text: "", thoughtSignature: first }, ...extra];
  return [...parts.slice(0, -1), { ...last, thoughtSignature: first }, ...extra];
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

function callParts(calls: NonNullable<ModelMessage["tool_calls"]>, writer: PartWriter): JsonObject[] {
  return calls.map((call, position) => {
    const { name, arguments: text } = call.function;
    const functionCall: JsonObject = {
      id: call.id,
      name: writer.toWire(name),
      args: parseObject(text) ?? writer.oddArguments(text, position),
    };
    const signature =
      textOrNull(googleOf({ ...call }).thought_signature) ?? writer.missingSignature(position);
    return { functionCall, ...(signature === null ? {} : { thoughtSignature: signature }) };
  });
}

const imageParts = (images: unknown): JsonObject[] =>
  objects(images).flatMap(({ image_url: image }): JsonObject[] => {
    const url = isObject(image) ? textOrNull(image.url) : null;
    return url === null ? [] : [partOfUrl(url, typeOf(url, "image/jpeg"))];
  });

/** A signature goes back on the part that it came with: what was said right before it. */
function withSignature(parts: readonly JsonObject[], signature: string): JsonObject[] {
  const last = parts.at(-1);
  const isBare = last !== undefined && last.thought !== true && last.thoughtSignature === undefined;
  if (isBare && (last.text !== undefined || last.inlineData !== undefined))
    return [...parts.slice(0, -1), { ...last, thoughtSignature: signature }];
  return [...parts, { text: "", thoughtSignature: signature }];
}

/** The part of one item; none for what Gemini has no place for. */
function partOf(
  item: Item,
  message: ModelMessage,
  calls: readonly JsonObject[],
  writer: PartWriter,
): JsonObject[] {
  switch (item.type) {
    case "reasoning":
      return item.listed || writer.tellsUnsigned ? thoughtParts([item.detail]) : [];
    case "part":
      return textsOf({ content: [item.part] }).flatMap((text) => (text === "" ? [] : [{ text }]));
    case "refusal":
      return [{ text: item.refusal }];
    case "image":
      return imageParts([item.image]);
    case "other":
      return objects(googleOf(message).parts).slice(item.index, item.index + 1);
    case "tool_call":
      return calls.slice(item.index, item.index + 1);
  }
}

/** The parts of a turn that has an order of its own. */
function orderedParts(items: readonly Item[], message: ModelMessage, writer: PartWriter): JsonObject[] {
  const calls = callParts(message.tool_calls ?? [], writer);
  let parts: JsonObject[] = [];
  for (const item of items) {
    const { type, data } = item.type === "reasoning" ? item.detail : {};
    if (type === "reasoning.encrypted" && typeof data === "string") parts = withSignature(parts, data);
    else parts.push(...partOf(item, message, calls, writer));
  }
  return parts;
}

/** The parts in their order; without one, as the model makes them: thoughts, its own tools, text, pictures, calls. */
export function modelParts(message: ModelMessage, writer: PartWriter): JsonObject[] {
  const items = itemsOf(message);
  if (items !== null) return orderedParts(items, message, writer);
  const details = objects(message.reasoning_details);
  const seals = details.flatMap(({ type, data }) =>
    type === "reasoning.encrypted" && typeof data === "string" ? [data] : [],
  );
  const calls = message.tool_calls ?? [];
  const texts = textsOf(message).filter((text) => text !== "" || calls.length === 0);
  return [
    ...thoughtParts(details),
    ...objects(googleOf(message).parts),
    ...textParts(texts, seals),
    ...imageParts(message.images),
    ...callParts(calls, writer),
  ];
}
