/**
 * The format of the answer, which stands in `text` here and in `response_format` in chats; some hosts of this API look for it
 * there.
 * @module
 */
import { isObject, type Json, type JsonObject, without } from "../../json.ts";

/** A format of this API in the form that it has in a chat: a schema stands below a name of its own. */
function chatFormat({ type, ...schema }: JsonObject): JsonObject {
  return type === "json_schema" ? { type, json_schema: schema } : { type };
}

/** A body whose answer is to be JSON, with its format where chats have it; any other body stays as it is. */
export function withChatFormat(body: JsonObject): JsonObject {
  const text: Json | undefined = body.text;
  if (!isObject(text) || !isObject(text.format) || text.format.type === "text") return body;
  const rest = without(text, ["format"]);
  return {
    ...without(body, ["text"]),
    ...(Object.keys(rest).length === 0 ? {} : { text: rest }),
    response_format: chatFormat(text.format),
  };
}
