/**
 * Messages as `systemInstruction` and `contents` (MAP-05, MAP-06, MAP-07, MAP-11).
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../../canonical/chat.ts";
import type { ContentItem, MediaItem, ToolResultItem } from "../../../canonical/item.ts";
import { contentItems, itemsOf } from "../../../canonical/items.ts";
import { isObject, type Json, type JsonObject, own, parseJson, textOrNull } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { UnsupportedInput } from "../../codec.ts";
import { partOfUrl, readDataUrl, typeOf } from "../media.ts";
import { modelParts, type PartWriter } from "../model-parts.ts";

/**
 * What Google documents for calls whose signature nobody has, such as another provider's: Gemini 3 refuses calls
 * without one. The wire has bytes, so the words are in base64.
 */
export const NO_SIGNATURE = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

const AUDIO_TYPES: Readonly<Record<string, string>> = { mp3: "audio/mpeg", wav: "audio/wav" };

function filePart(file: JsonObject, param: string): JsonObject {
  const address = textOrNull(file.file_data) ?? textOrNull(file.file_id);
  if (address === null) throw new UnsupportedInput(param, "a file needs file_data or file_id");
  if (address.startsWith("data:") && readDataUrl(address) === null)
    throw new UnsupportedInput(param, "file_data must be a base64 data URL or an address");
  const guessed = typeOf(textOrNull(file.filename) ?? address, "application/pdf");
  return partOfUrl(address, textOrNull(file.mime_type) ?? guessed);
}

function mediaPart({ part, kind }: MediaItem, param: string): JsonObject {
  if (kind === "file") return filePart(isObject(part.file) ? part.file : {}, param);
  if (kind === "audio") {
    const { data, format } = isObject(part.input_audio) ? part.input_audio : {};
    return { inlineData: { mimeType: own(AUDIO_TYPES, String(format)) ?? `audio/${format}`, data } };
  }
  if (kind === "unknown") throw new UnsupportedInput(param, `Gemini takes no ${String(part.type)} parts`);
  const url = String(isObject(part.image_url) ? part.image_url.url : "");
  if (url.startsWith("data:") && readDataUrl(url) === null)
    throw new UnsupportedInput(param, "an image's data URL must be in base64");
  return partOfUrl(url, typeOf(url, "image/jpeg"));
}

function inputPart(item: ContentItem, param: string): JsonObject {
  if (item.type === "text") return { text: item.text };
  if (item.type === "refusal") return { text: item.refusal };
  return mediaPart(item, `${param}.content[${item.index}]`);
}

const inputParts = (content: ChatMessage["content"], param: string): JsonObject[] =>
  contentItems(content).map((item) => inputPart(item, param));

/** An object whose text is just this one, spaces aside; nothing that parsing would change, such as long numbers. */
function parseExactly(text: string): JsonObject | null {
  // Mostly a result is a text; parsing it would cost more than telling so by how it begins and ends.
  if (!/^\s*\{/.test(text) || !text.trimEnd().endsWith("}")) return null;
  try {
    const value: Json = parseJson(text);
    const packed = text.replace(/("(?:[^"\\]|\\[\s\S]?)*"?)|\s/g, "$1");
    return isObject(value) && JSON.stringify(value) === packed ? value : null;
  } catch {
    return null; // A result is any text; this one is no JSON.
  }
}

/** A tool's result as the object that Gemini demands. `output` holds what is none, and what would look like it. */
export function resultOf(text: string): JsonObject {
  const object = parseExactly(text);
  const ambiguous = object !== null && Object.keys(object).length === 1 && typeof object.output === "string";
  return object === null || ambiguous ? { output: text } : object;
}

function resultPart(
  { call: id, content }: ToolResultItem,
  names: Map<string, string>,
  param: string,
): JsonObject {
  const name = names.get(id);
  if (name === undefined)
    throw new UnsupportedInput(`${param}.tool_call_id`, "Gemini needs the call that a tool result answers");
  let said = "";
  const pictures: JsonObject[] = [];
  for (const item of content) {
    if (item.type === "text") said += item.text;
    else {
      const part = inputPart(item, param);
      if (part.text === undefined) pictures.push(part);
    }
  }
  const response = resultOf(said);
  return { functionResponse: { id, name, response, ...(pictures.length > 0 ? { parts: pictures } : {}) } };
}

export interface EncodedMessages {
  systemInstruction?: JsonObject;
  contents: JsonObject[];
}

/**
 * Translates messages. Results of one turn's calls go into one content; system and developer texts keep their order in
 * the system instruction.
 * @param signs does the model refuse calls without a signature?
 * @throws UnsupportedInput for parts and results that Gemini has no place for
 */
export function encodeMessages(request: ChatRequest, names: ToolNames, signs: boolean): EncodedMessages {
  const system: JsonObject[] = [];
  const contents: { role: string; parts: JsonObject[] }[] = [];
  const called = new Map<string, string>();
  let results: JsonObject[] | null = null;
  let param = "";
  const writer: PartWriter = {
    toWire: names.toWire,
    oddArguments: (_text, position) => {
      const place = `${param}.tool_calls[${position}].function.arguments`;
      throw new UnsupportedInput(place, "Gemini takes arguments only as a JSON object");
    },
    // Of parallel calls only the first one bears a signature.
    missingSignature: (position) => (signs && position === 0 ? NO_SIGNATURE : null),
    tellsUnsigned: false,
  };
  for (let i = 0; i < request.messages.length; i++) {
    const message = request.messages[i] as ChatMessage;
    param = `messages[${i}]`;
    if (message.role === "system" || message.role === "developer") {
      system.push(...inputParts(message.content, param));
      continue;
    }
    if (message.role === "tool") {
      if (results === null) {
        results = [];
        contents.push({ role: "user", parts: results });
      }
      for (const item of itemsOf(message))
        if (item.type === "tool_result") results.push(resultPart(item, called, param));
      continue;
    }
    results = null;
    if (message.role === "user") {
      const parts = inputParts(message.content, param);
      contents.push({ role: "user", parts: parts.length > 0 ? parts : [{ text: "" }] });
      continue;
    }
    for (const call of message.tool_calls ?? []) called.set(call.id, names.toWire(call.function.name));
    const parts = modelParts(message as JsonObject, writer);
    contents.push({ role: "model", parts: parts.length > 0 ? parts : [{ text: "" }] });
  }
  // Gemini wants something to answer, which instructions alone are not.
  if (contents.length === 0) return { contents: [{ role: "user", parts: system }] };
  return { contents, ...(system.length > 0 ? { systemInstruction: { parts: system } } : {}) };
}
