/**
 * The caller's conversation as Cohere's messages (MAP-05…07, MAP-11).
 * @module
 */
import type { ChatMessage } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { UnsupportedInput } from "../../codec.ts";

type Part = Exclude<ChatMessage["content"], string | null | undefined>[number];

const KINDS: Readonly<Record<string, string>> = {
  image_url: "images",
  input_audio: "audio",
  file: "files",
};

function encodePart(part: Part, place: string, images: boolean): JsonObject {
  if (part.type === "text") return { type: "text", text: part.text };
  if (part.type === "refusal") return { type: "text", text: part.refusal };
  if (part.type === "image_url" && images) {
    const { url, detail } = part.image_url;
    return {
      type: "image_url",
      image_url: { url, ...(typeof detail === "string" ? { detail } : {}) },
    };
  }
  throw new UnsupportedInput(place, `Cohere takes no ${KINDS[part.type] ?? part.type} in this place`);
}

/** Stands where nothing is said: Cohere refuses messages that are empty, and leaving one out changes whose turn it is. */
const NOTHING_SAID = " ";

/** A string stays a string; parts become Cohere's blocks. */
function encodeContent(content: string | Part[], place: string, images = false): Json {
  if (typeof content === "string") return content || NOTHING_SAID;
  if (content.length === 0) return NOTHING_SAID;
  return content.map((part, i) => encodePart(part, `${place}.content[${i}]`, images));
}

function contentBlocks(content: string | Part[] | null | undefined, place: string): JsonObject[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return (content ?? []).map((part, i) => encodePart(part, `${place}.content[${i}]`, false));
}

function encodeCalls(message: ChatMessage & { role: "assistant" }, names: ToolNames): JsonObject[] {
  return (message.tool_calls ?? []).map(({ id, function: { name, arguments: args } }) => ({
    id,
    type: "function",
    function: { name: names.toWire(name), arguments: args || "{}" },
  }));
}

/**
 * An assistant turn. Beside calls Cohere has no content but a plan, so text there becomes the plan; thinking goes back
 * as the block that it came as.
 */
function encodeAssistant(
  message: ChatMessage & { role: "assistant" },
  place: string,
  names: ToolNames,
): JsonObject {
  const { content, reasoning_content: thought, tool_plan: planned, citations } = message;
  const calls = encodeCalls(message, names);
  const thinking = textOrNull(thought);
  const said = contentBlocks(content, place);
  const words = said.map(({ text }) => text).join("");
  const plan = textOrNull(planned) ?? (calls.length > 0 ? textOrNull(words) : null);
  const speaks = calls.length === 0 || textOrNull(planned) !== null;
  const blocks: JsonObject[] = [
    ...(thinking === null ? [] : [{ type: "thinking", thinking }]),
    ...(speaks ? said : []),
  ];
  const plain = thinking === null && typeof content === "string" && speaks;
  const bare = blocks.length === 0;
  return {
    role: "assistant",
    ...(plan === null ? {} : { tool_plan: plan }),
    ...(bare && calls.length > 0 ? {} : { content: bare ? NOTHING_SAID : plain ? content : blocks }),
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
