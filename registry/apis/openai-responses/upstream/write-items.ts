/**
 * The canonical conversation as items of the Responses API (MAP-05…07).
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../../canonical/chat.ts";
import type { ContentItem, Item, ToolCallItem } from "../../../canonical/item.ts";
import { contentItems, itemsOf } from "../../../canonical/items.ts";
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

/** @param place of the content */
function writePart(item: ContentItem, isOutput: boolean, place: string): JsonObject {
  if (item.type === "text")
    return isOutput
      ? { type: "output_text", text: item.text, annotations: [] }
      : { type: "input_text", text: item.text };
  if (item.type === "refusal") return { type: "refusal", refusal: item.refusal };
  const { part, kind } = item;
  const here = `${place}[${item.index}]`;
  if (kind === "image" && isObject(part.image_url)) {
    const { url, detail } = part.image_url;
    return { type: "input_image", image_url: url, detail: detail ?? "auto" };
  }
  if (kind === "file" && isObject(part.file)) return filePart(part.file, here);
  throw new UnsupportedInput(here, `parts of type ${String(part.type)} have no form in the Responses API`);
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

/** What a user says or a tool answers: a text stays one. */
const writeContent = (content: ChatMessage["content"], place: string): Json =>
  typeof content === "string" ? content : contentItems(content).map((item) => writePart(item, false, place));

/**
 * A message of the assistant's: a text as a text. Only a whole output message has parts, and that one has an id and a
 * status, which are made up here: nothing is stored under them.
 */
function outputMessage(parts: readonly JsonObject[], place: string): JsonObject[] {
  const spoken = parts.filter((part) => part.type !== "output_text" || part.text !== "");
  const [only] = spoken;
  if (only === undefined) return [];
  const item = { type: "message", role: "assistant" };
  if (spoken.length === 1 && only.type === "output_text") return [{ ...item, content: only.text }];
  return [{ ...item, id: `msg_${place.replace(/\W+/g, "")}`, status: "completed", content: spoken }];
}

/**
 * What the model thought, in its own words, for a host that reads them. The id is demanded, and made up of the place: nothing is
 * stored under it.
 */
function thoughtItems(text: string, { traits }: EncodeContext, place: string): JsonObject[] {
  if (traits.spokenThoughts !== true || text === "") return [];
  const content = [{ type: "reasoning_text", text }];
  return [{ type: "reasoning", id: `rs_${place.replace(/\W+/g, "")}`, summary: [], content }];
}

const callItem = (call: ToolCallItem, names: ToolNames): JsonObject => ({
  type: "function_call",
  call_id: call.id,
  name: names.toWire(call.name),
  arguments: call.arguments || "{}",
});

const isCall = (item: Item): item is ToolCallItem => item.type === "tool_call";

const isSaid = (item: Item | undefined): item is ContentItem =>
  item?.type === "text" || item?.type === "refusal" || (item?.type === "media" && !item.isMade);

/** Items of a turn as this API divides it: what is said without a break is one message. */
function runsOf(items: readonly Item[]): Item[][] {
  const runs: Item[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last && isSaid(last[0]) && isSaid(item)) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

/** The items of a turn in their order. What follows the last call has no call that its thinking led to. */
function assistantItems(
  message: JsonObject,
  context: EncodeContext,
  names: ToolNames,
  place: string,
): JsonObject[] {
  const told = itemsOf(message);
  const runs = runsOf(
    context.traits.callsLast ? [...told.filter((item) => !isCall(item)), ...told.filter(isCall)] : told,
  );
  const lastCall = runs.findLastIndex((run) => run.some(isCall));
  return runs.flatMap((run, i): JsonObject[] => {
    const [first] = run;
    // What stands behind the place of the message keeps made-up ids apart.
    const here = i === 0 ? place : `${place}_${i}`;
    if (first?.type === "reasoning") return i > lastCall ? [] : thoughtItems(first.text, context, here);
    if (first?.type === "tool_call") return [callItem(first, names)];
    const said = run.filter(isSaid).map((item) => writePart(item, true, `${place}.content`));
    return outputMessage(said, here);
  });
}

function itemsFor(
  message: ChatMessage,
  context: EncodeContext,
  names: ToolNames,
  place: string,
): JsonObject[] {
  if (message.role === "assistant")
    return (
      outputFor(message, context.endpoint.provider) ??
      assistantItems(message as JsonObject, context, names, place)
    );
  const content = writeContent(message.content, `${place}.content`);
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
