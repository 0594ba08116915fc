/**
 * Output items as one canonical message (RES-03): texts of all messages in order, every call, all visible thinking.
 * @module
 */
import type { AssistantMessage, ToolCallOut } from "../../../canonical/chat.ts";
import { callItem, type Item, refusalItem, textItem, thoughtItem } from "../../../canonical/item.ts";
import { answerOf } from "../../../canonical/message.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import { customArguments } from "../../_shared/custom-text.ts";
import { Unusable } from "../../_shared/refusals.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { keptOutput } from "../kept-output.ts";

const listed = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** A citation as chats have it, its fields nested under its type. */
export function chatAnnotation(annotation: JsonObject): JsonObject {
  const { type, ...fields } = annotation;
  return typeof type === "string" ? { type, [type]: fields } : annotation;
}

/** What stands between two summaries, and between the thinking of two items. */
export const BETWEEN = "\n\n";

/** The visible thinking of an item: what the model thought where it is published, else its summaries. */
export function thoughtOf(item: JsonObject): string {
  const texts = (value: Json | undefined) => listed(value).map(({ text }) => textOrNull(text) ?? "");
  const summaries = texts(item.summary).filter((text) => text !== "");
  return texts(item.content).join("") || summaries.join(BETWEEN);
}

export const textOf = (item: JsonObject): string =>
  listed(item.content)
    .map(({ type, text }) => (type === "output_text" ? (textOrNull(text) ?? "") : ""))
    .join("");

/** A call, or `null` for an item that names none. */
export function readCall(item: JsonObject, fallbackId: string, names: ToolNames): ToolCallOut | null {
  const name = textOrNull(item.name);
  if (name === null) return null;
  const args =
    item.type === "custom_tool_call" ? customArguments(textOrNull(item.input) ?? "") : item.arguments;
  return {
    id: textOrNull(item.call_id) ?? textOrNull(item.id) ?? fallbackId,
    type: "function",
    function: { name: names.fromWire(name), arguments: textOrNull(args) ?? "{}" },
  };
}

export const isCall = ({ type }: JsonObject): boolean =>
  type === "function_call" || type === "custom_tool_call";

/** The parts of a message; one that says nothing is an empty text. */
function spokenItems(message: JsonObject): Item[] {
  const items = listed(message.content).flatMap((part): Item[] => {
    const refusal = textOrNull(part.refusal);
    if (refusal !== null) return [refusalItem(refusal)];
    const text = part.type === "output_text" ? textOrNull(part.text) : null;
    const citations = listed(part.annotations).map(chatAnnotation);
    return text === null && citations.length === 0 ? [] : [textItem(text ?? "", citations)];
  });
  return items.some(({ type }) => type === "text") ? items : [textItem(""), ...items];
}

/** The message of these items. @throws Unusable */
export function readItems(
  items: readonly JsonObject[],
  { id, provider, names }: { id: string; provider: string; names: ToolNames },
): AssistantMessage {
  const read: Item[] = [];
  let calls = 0;
  for (const item of items)
    if (item.type === "message") read.push(...spokenItems(item));
    else if (item.type === "reasoning") read.push(thoughtItem(thoughtOf(item)));
    else if (isCall(item)) {
      const call = readCall(item, `call_${id}_${calls}`, names);
      if (call === null) throw new Unusable(`tool call ${calls} has no name`);
      read.push(callItem(call));
      calls += 1;
    }
  return { ...answerOf(read, { between: BETWEEN }), ...keptOutput(items, provider) };
}
