/**
 * Results of tools for hosts that take only text in them: their media go into the user's turn behind (MAP-18).
 * @module
 */
import type { ChatMessage } from "../../canonical/chat.ts";
import type { Json, JsonObject } from "../../json.ts";

const isSpoken = ({ type }: JsonObject): boolean => type === "text" || type === "refusal";

/** Stands for what a tool gave besides text. */
const MOVED = "The result is in the user's next message.";

const textPart = (text: string): JsonObject => ({ type: "text", text });

const hasMedia = ({ content }: ChatMessage): boolean =>
  Array.isArray(content) && content.some((part) => !isSpoken(part as JsonObject));

/** A tool's result without its media, which are given back beside it. */
function parted(message: ChatMessage & { role: "tool" }): [ChatMessage, JsonObject[]] {
  const parts = Array.isArray(message.content) ? (message.content as JsonObject[]) : [];
  const media = parts.filter((part) => !isSpoken(part));
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

/** The messages with media out of results in the user's turn after them; one is added where there is none. */
export function withMediaBeside(messages: readonly ChatMessage[]): ChatMessage[] {
  // Mostly no result holds any, and the list is left as it is.
  if (!messages.some((message) => message.role === "tool" && hasMedia(message))) return [...messages];
  const out: ChatMessage[] = [];
  let moved: JsonObject[] = [];
  const give = () => {
    if (moved.length > 0) out.push({ role: "user", content: moved } as unknown as ChatMessage);
    moved = [];
  };
  for (const message of messages) {
    if (message.role === "tool" && hasMedia(message)) {
      const [result, media] = parted(message);
      out.push(result);
      moved.push(...media);
    } else if (message.role === "user" && moved.length > 0) {
      out.push(withBefore(message, moved));
      moved = [];
    } else {
      if (message.role !== "tool") give();
      out.push(message);
    }
  }
  give();
  return out;
}
