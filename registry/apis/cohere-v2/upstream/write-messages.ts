/**
 * The caller's conversation as Cohere's messages (MAP-05…07, MAP-11).
 * @module
 */
import type { ChatMessage } from "../../../canonical/chat.ts";
import type { ContentItem, Item, ToolCallItem } from "../../../canonical/item.ts";
import { contentItems, itemsOf } from "../../../canonical/items.ts";
import { isObject, type Json, type JsonObject, own, textOrNull } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { UnsupportedInput } from "../../codec.ts";

const KINDS: Readonly<Record<string, string>> = { image: "images", audio: "audio", file: "files" };

/** @param place of the message */
function encodePart(item: ContentItem, place: string, images: boolean): JsonObject {
  if (item.type === "text") return { type: "text", text: item.text };
  if (item.type === "refusal") return { type: "text", text: item.refusal };
  const { part, kind } = item;
  if (kind === "image" && images && isObject(part.image_url)) {
    const { url, detail } = part.image_url;
    return { type: "image_url", image_url: { url, ...(typeof detail === "string" ? { detail } : {}) } };
  }
  const here = `${place}.content[${item.index}]`;
  throw new UnsupportedInput(here, `Cohere takes no ${own(KINDS, kind) ?? String(part.type)} in this place`);
}

/** Stands where nothing is said: Cohere refuses messages that are empty, and leaving one out changes whose turn it is. */
const NOTHING_SAID = " ";

/** A string stays a string; parts become Cohere's blocks. */
function encodeContent(content: ChatMessage["content"], place: string, images = false): Json {
  if (typeof content === "string") return content || NOTHING_SAID;
  const items = contentItems(content);
  return items.length === 0 ? NOTHING_SAID : items.map((item) => encodePart(item, place, images));
}

const encodeCall = ({ id, name, arguments: args }: ToolCallItem, names: ToolNames): JsonObject => ({
  id,
  type: "function",
  function: { name: names.toWire(name), arguments: args || "{}" },
});

/** Thinking and texts in their order, as the blocks that they came as; thinking in details goes on in one block. */
function contentBlocks(items: readonly Item[], place: string): JsonObject[] {
  const blocks: JsonObject[] = [];
  for (const item of items) {
    const last = blocks.at(-1);
    if (item.type === "reasoning" && item.text !== "") {
      if (typeof last?.thinking === "string" && item.detail !== null) last.thinking += item.text;
      else blocks.push({ type: "thinking", thinking: item.text });
    } else if (item.type === "refusal" || (item.type === "media" && !item.isMade))
      blocks.push(encodePart(item, place, false));
    // A list of parts is passed on as it is; of a text that is empty nothing is said.
    else if (item.type === "text" && (item.text !== "" || item.part.type !== undefined))
      blocks.push(encodePart(item, place, false));
  }
  return blocks;
}

const isThinking = ({ type }: JsonObject): boolean => type === "thinking";

/**
 * An assistant turn. Beside calls Cohere has no content but a plan, so text there becomes the plan; thinking goes back
 * as the blocks that it came as.
 */
function encodeAssistant(
  message: ChatMessage & { role: "assistant" },
  place: string,
  names: ToolNames,
): JsonObject {
  const { tool_plan: planned, citations } = message;
  const items = itemsOf(message);
  const calls = items.filter((item) => item.type === "tool_call").map((call) => encodeCall(call, names));
  const said = contentBlocks(items, place);
  const words = said.map(({ text }) => textOrNull(text) ?? "").join("");
  const plan = textOrNull(planned) ?? (calls.length > 0 ? textOrNull(words) : null);
  const speaks = calls.length === 0 || textOrNull(planned) !== null;
  const blocks = speaks ? said : said.filter(isThinking);
  const [only] = blocks;
  const plain = blocks.length === 1 && typeof message.content === "string" && only?.type === "text";
  const bare = blocks.length === 0;
  return {
    role: "assistant",
    ...(plan === null ? {} : { tool_plan: plan }),
    ...(bare && calls.length > 0
      ? {}
      : { content: bare ? NOTHING_SAID : plain ? (only.text ?? "") : blocks }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(Array.isArray(citations) && citations.length > 0 ? { citations: citations.filter(isObject) } : {}),
  };
}

/** One message. @throws UnsupportedInput for parts that Cohere has no place for */
export function encodeMessage(message: ChatMessage, index: number, names: ToolNames): JsonObject {
  const place = `messages[${index}]`;
  switch (message.role) {
    case "system":
    case "developer":
      return { role: "system", content: encodeContent(message.content, place) };
    case "user":
      return { role: "user", content: encodeContent(message.content, place, true) };
    case "tool":
      return {
        role: "tool",
        tool_call_id: message.tool_call_id,
        content: encodeContent(message.content, place),
      };
    case "assistant":
      return encodeAssistant(message, place, names);
  }
}
