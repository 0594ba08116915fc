/**
 * Media and documents where chat completions take them: in the user's turn, by bytes or file id (MAP-18).
 * @module
 */
import type { ChatMessage } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import { type ApiTraits, UnsupportedInput } from "../../codec.ts";

type Part = Exclude<NonNullable<ChatMessage["content"]>, string>[number];

const TEXT_FILE = /^data:text\/[^;,]+(?:;[^;,]+)*;base64,(?<data>.*)$/s;

/** The text of a document that is nothing but text; `null` for every other one. @throws UnsupportedInput */
function textIn(file: JsonObject, param: string): string | null {
  const data = TEXT_FILE.exec(textOrNull(file.file_data) ?? "")?.groups?.data;
  if (data === undefined) return null;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(data), (char) => char.charCodeAt(0)));
  } catch {
    throw new UnsupportedInput(param, "the file's data is not base64");
  }
}

const FILE_FIELDS = ["filename", "file_data", "file_id"];

function filePart(part: JsonObject, param: string, { fileAddresses }: ApiTraits): JsonObject {
  const file = isObject(part.file) ? part.file : {};
  const text = textIn(file, param);
  const title = textOrNull(file.filename);
  if (text !== null) return { type: "text", text: title === null ? text : `${title}\n\n${text}` };
  const address = textOrNull(file.file_url);
  if (address !== null && fileAddresses !== true)
    throw new UnsupportedInput(param, "a document is taken here by its bytes or its file id only");
  const fields = Object.entries(file).filter(([name]) => FILE_FIELDS.includes(name));
  const named: JsonObject = Object.fromEntries(fields);
  if (address !== null) named.file_data = address;
  return { type: "file", file: named };
}

function placed(part: Part, param: string, traits: ApiTraits): JsonObject {
  if (part.type !== "file") return part as JsonObject;
  const { cache_control: mark } = part as JsonObject;
  return {
    ...filePart(part as JsonObject, param, traits),
    ...(mark === undefined ? {} : { cache_control: mark }),
  };
}

const isSpoken = ({ type }: JsonObject): boolean => type === "text" || type === "refusal";

/** Stands for what a tool gave besides text. */
const MOVED = "The result is in the user's next message.";

const textPart = (text: string): JsonObject => ({ type: "text", text });

/** A tool's result without its media, which are given back beside it. */
function parted(message: ChatMessage & { role: "tool" }, parts: JsonObject[]): [ChatMessage, JsonObject[]] {
  const media = parts.filter((part) => !isSpoken(part));
  if (media.length === 0) return [{ ...message, content: parts } as ChatMessage, []];
  const texts = parts.filter(isSpoken);
  const content: Json[] = texts.length > 0 ? texts : [textPart(MOVED)];
  const heading = textPart(`From the result of the call ${message.tool_call_id}:`);
  return [{ ...message, content } as ChatMessage, [heading, ...media]];
}

/** The user's turn with more before what it says. */
function withBefore(message: ChatMessage & { role: "user" }, before: readonly JsonObject[]): ChatMessage {
  const said = typeof message.content === "string" ? [textPart(message.content)] : message.content;
  return { ...message, content: [...before, ...said] } as ChatMessage;
}

/**
 * The messages with every part where the host takes it: media out of tools' results go into the user's turn after them,
 * texts in documents become texts.
 * @throws UnsupportedInput for a document that the host takes in no form
 */
export function placedMessages(messages: readonly ChatMessage[], traits: ApiTraits): ChatMessage[] {
  const out: ChatMessage[] = [];
  let moved: JsonObject[] = [];
  const give = () => {
    if (moved.length > 0) out.push({ role: "user", content: moved } as unknown as ChatMessage);
    moved = [];
  };
  for (const [i, message] of messages.entries()) {
    const { content } = message;
    const parts = Array.isArray(content)
      ? content.map((part, j) => placed(part, `messages[${i}].content[${j}]`, traits))
      : null;
    if (message.role === "tool") {
      const [result, media] = parts === null ? [message, []] : parted(message, parts);
      out.push(result);
      moved.push(...media);
      continue;
    }
    const plain = parts === null ? message : ({ ...message, content: parts } as ChatMessage);
    if (plain.role === "user" && moved.length > 0) {
      out.push(withBefore(plain, moved));
      moved = [];
      continue;
    }
    give();
    out.push(plain);
  }
  give();
  return out;
}
