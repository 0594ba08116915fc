/**
 * Media and documents where chat completions take them: in the user's turn, by bytes or file id (MAP-18).
 * @module
 */
import type { ChatMessage } from "../../../canonical/chat.ts";
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import { withMediaBeside } from "../../_shared/result-media.ts";
import { type ApiTraits, UnsupportedInput } from "../../codec.ts";

type Part = Exclude<NonNullable<ChatMessage["content"]>, string>[number];

const TEXT_FILE = /^data:text\/[^;,]+(?:;[^;,]+)*;base64,(?<data>.*)$/s;

/** The text of a document that is nothing but text; `null` for every other one. @throws UnsupportedInput */
function textIn(file: JsonObject, param: string): string | null {
  const data = TEXT_FILE.exec(textOrNull(file.file_data) ?? "")?.groups?.data;
  if (data === undefined) return null;
  try {
    return new TextDecoder().decode(Buffer.from(atob(data), "latin1"));
  } catch {
    throw new UnsupportedInput(param, "the file's data is not base64");
  }
}

const FILE_FIELDS = ["filename", "file_data", "file_id"];

function filePart(part: JsonObject, param: string, { fileAddresses, documents }: ApiTraits): JsonObject {
  const file = isObject(part.file) ? part.file : {};
  const text = textIn(file, param);
  const title = textOrNull(file.filename);
  if (text !== null) return { type: "text", text: title === null ? text : `${title}\n\n${text}` };
  if (documents === false) throw new UnsupportedInput(param, "documents are not taken here, but for texts");
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

/**
 * The messages with every part where the host takes it: media out of tools' results go into the user's turn after them,
 * texts in documents become texts.
 * @throws UnsupportedInput for a document that the host takes in no form
 */
export const placedMessages = (messages: readonly ChatMessage[], traits: ApiTraits): ChatMessage[] =>
  withMediaBeside(
    messages.map((message, i): ChatMessage => {
      const { content } = message;
      if (!Array.isArray(content)) return message;
      if (!content.some(({ type }) => type === "file")) return message;
      const parts = content.map((part, j) => placed(part, `messages[${i}].content[${j}]`, traits));
      return { ...message, content: parts } as ChatMessage;
    }),
  );
