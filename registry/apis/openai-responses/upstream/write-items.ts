/**
 * The canonical conversation as items of the Responses API (MAP-05…07).
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../../canonical/chat.ts";
import { type Item, itemsOf } from "../../../canonical/items.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import { type ToolNames, toolNames } from "../../_shared/tool-names.ts";
import { type EncodeContext, UnsupportedInput } from "../../codec.ts";
import { outputFor } from "../kept-output.ts";

function filePart(file: JsonObject, place: string): JsonObject {
  const { file_data, file_url, file_id, filename } = file;
  const source = { ...(file_data ? { file_data } : file_url ? { file_url } : file_id ? { file_id } : {}) };
  if (Object.keys(source).length === 0)
    throw new UnsupportedInput(place, "a file needs file_data, file_url or file_id");
  return { type: "input_file", ...source, ...(filename ? { filename } : {}) } as JsonObject;
}

function writePart(part: JsonObject, isOutput: boolean, place: string): JsonObject {
  if (part.type === "text")
    return isOutput
      ? { type: "output_text", text: part.text, annotations: [] }
      : { type: "input_text", text: part.text };
  if (part.type === "refusal") return { type: "refusal", refusal: part.refusal };
  if (part.type === "image_url" && isObject(part.image_url)) {
    const { url, detail } = part.image_url;
    return { type: "input_image", image_url: url, detail: detail ?? "auto" };
  }
  if (part.type === "file" && isObject(part.file)) return filePart(part.file, place);
  throw new UnsupportedInput(place, `parts of type ${String(part.type)} have no form in the Responses API`);
}

/** The texts of a result in one. @throws UnsupportedInput for what is no text */
function textOnly(content: Json, place: string): Json {
  if (!Array.isArray(content)) return content;
  const texts = content.map((part, i) => {
    if (isObject(part) && part.type === "input_text") return textOrNull(part.text) ?? "";
    throw new UnsupportedInput(`${place}[${i}]`, "the host takes the result of a call as a text only");
  });
  return texts.join("");
}

/** The content of a message: a text stays one, except in answers, whose content has parts of its own. */
function writeContent(content: Json | undefined, isOutput: boolean, place: string): Json {
  if (typeof content === "string")
    return isOutput ? [{ type: "output_text", text: content, annotations: [] }] : content;
  const parts = Array.isArray(content) ? content.filter(isObject) : [];
  return parts.map((part, i) => writePart(part, isOutput, `${place}[${i}]`));
}

/**
 * A message of the assistant's: a text as a text. Only a whole output message has parts, and that one has an id and a
 * status, which are made up here: nothing is stored under them.
 */
function outputMessage(parts: readonly Json[], place: string): JsonObject[] {
  const spoken = parts.filter((part) => isObject(part) && (part.type !== "output_text" || part.text !== ""));
  const [only] = spoken;
  if (only === undefined) return [];
  const item = { type: "message", role: "assistant" };
  if (spoken.length === 1 && isObject(only) && only.type === "output_text")
    return [{ ...item, content: only.text }];
  return [{ ...item, id: `msg_${place.replace(/\W+/g, "")}`, status: "completed", content: spoken }];
}

const refusalParts = (refusal: Json | undefined): JsonObject[] => {
  const text = textOrNull(refusal);
  return text === null ? [] : [{ type: "refusal", refusal: text }];
};

/** All that the assistant said in a turn, as one message. */
function spokenItem(message: JsonObject, place: string): JsonObject[] {
  const said = writeContent(message.content, true, `${place}.content`);
  return outputMessage([...(Array.isArray(said) ? said : []), ...refusalParts(message.refusal)], place);
}

/**
 * What the model thought, in its own words, for a host that reads them. The id is demanded, and made up of the place: nothing is
 * stored under it.
 */
function thoughtItems(message: JsonObject, { traits }: EncodeContext, place: string): JsonObject[] {
  const text = textOrNull(message.reasoning_content) ?? "";
  if (traits.spokenThoughts !== true || text === "") return [];
  const content = [{ type: "reasoning_text", text }];
  return [{ type: "reasoning", id: `rs_${place.replace(/\W+/g, "")}`, summary: [], content }];
}

const callItem = (call: JsonObject, names: ToolNames): JsonObject => {
  const { name, arguments: args } = isObject(call.function) ? call.function : {};
  return {
    type: "function_call",
    call_id: call.id,
    name: names.toWire(String(name)),
    arguments: textOrNull(args) ?? "{}",
  };
};

/**
 * The items of a turn that has an order of its own. What follows the last call has no call that its thinking led to.
 * @param place of the message; what stands behind it keeps made-up ids apart
 */
function orderedItems(
  told: readonly Item[],
  calls: readonly JsonObject[],
  context: EncodeContext,
  place: string,
): JsonObject[] {
  const isCall = ({ type }: Item): boolean => type === "tool_call";
  const items = context.traits.callsLast
    ? [...told.filter((item) => !isCall(item)), ...told.filter(isCall)]
    : told;
  const lastCall = items.findLastIndex(isCall);
  return items.flatMap((item, i): JsonObject[] => {
    const here = `${place}.${i}`;
    switch (item.type) {
      case "part":
        return outputMessage([writePart(item.part, true, `${place}.content[${item.index}]`)], here);
      case "refusal":
        return outputMessage(refusalParts(item.refusal), here);
      case "reasoning":
        return i > lastCall ? [] : thoughtItems({ reasoning_content: item.detail.text }, context, here);
      case "tool_call":
        return calls.slice(item.index, item.index + 1);
      default:
        return [];
    }
  });
}

function assistantItems(
  message: JsonObject,
  context: EncodeContext,
  names: ToolNames,
  place: string,
): JsonObject[] {
  const listed = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
  const calls = listed.map((call) => callItem(call, names));
  const items = itemsOf(message);
  if (items !== null) return orderedItems(items, calls, context, place);
  return [
    ...(calls.length === 0 ? [] : thoughtItems(message, context, place)),
    ...spokenItem(message, place),
    ...calls,
  ];
}

function itemsFor(
  message: ChatMessage,
  context: EncodeContext,
  names: ToolNames,
  place: string,
): JsonObject[] {
  const source = message as JsonObject;
  if (message.role === "assistant")
    return outputFor(message, context.endpoint.provider) ?? assistantItems(source, context, names, place);
  const content = writeContent(source.content, false, `${place}.content`);
  if (message.role === "tool") {
    const output = context.traits.plainResults ? textOnly(content, `${place}.content`) : content;
    return [{ type: "function_call_output", call_id: message.tool_call_id, output }];
  }
  const role = message.role === "developer" ? context.traits.developerRole : message.role;
  return [{ type: "message", role, content }];
}

/** Every turn as items, in order. @throws UnsupportedInput for parts that this API has no form for */
export function writeItems(request: ChatRequest, context: EncodeContext): JsonObject[] {
  const names = toolNames(request);
  return request.messages.flatMap((message, i) => itemsFor(message, context, names, `messages[${i}]`));
}
