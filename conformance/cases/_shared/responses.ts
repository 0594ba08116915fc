/**
 * What the cases of the Responses API ask, and what they look at.
 * @module
 */
import { isObject, type Json, type JsonObject, objectsIn } from "../../../registry/json.ts";
import type { Reply } from "../../engine/reply.ts";
import type { SendOptions } from "../../engine/session.ts";
import { eventsIn } from "./responses-judge.ts";

export const AT_RESPONSES: SendOptions = { path: "/v1/responses" };

/** A request of one turn. */
export const askedAs = (model: string, more: JsonObject = {}): JsonObject => ({
  model,
  input: "Where does the tide go?",
  ...more,
});

const properties = { at: { type: "string" } };
export const TIDE: JsonObject = {
  type: "function",
  name: "tide",
  description: "Height of the tide",
  strict: false,
  parameters: { type: "object", properties },
};

/** The items of an answer, or of the terminal event of a stream. */
export function itemsOf(reply: Reply): JsonObject[] {
  const last = eventsIn(reply.text).at(-1)?.data.response;
  return objectsIn((reply.json ?? (isObject(last) ? last : {})).output);
}

export const itemsOfType = (reply: Reply, type: string): JsonObject[] =>
  itemsOf(reply).filter((item) => item.type === type);

/** The text of all messages. */
export const textOf = (reply: Reply): string =>
  itemsOfType(reply, "message")
    .flatMap(({ content }) => objectsIn(content))
    .map(({ text }) => String(text ?? ""))
    .join("");

/** Calls by what they say: name and arguments, parsed. */
export function callsOf(reply: Reply): { name: Json | undefined; arguments: Json }[] {
  return itemsOfType(reply, "function_call").map(({ name, arguments: text }) => {
    try {
      return { name, arguments: JSON.parse(String(text)) as Json };
    } catch {
      return { name, arguments: `not JSON: ${String(text)}` };
    }
  });
}

/** The response of the terminal event. */
export function lastResponse(text: string): { type: string; response: JsonObject } {
  const data = eventsIn(text).at(-1)?.data ?? {};
  return { type: String(data.type), response: isObject(data.response) ? data.response : {} };
}
