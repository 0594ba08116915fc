/**
 * Output items as one canonical message (RES-03): texts of all messages in order, every call, all visible thinking.
 * @module
 */
import type { AssistantMessage, ToolCallOut } from "../../../canonical/chat.ts";
import { TurnOrder } from "../../../canonical/item-order.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import { customArguments } from "../../_shared/custom-text.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { keptOutput } from "../kept-output.ts";

const listed = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** A citation as chats have it, its fields nested under its type. */
export function chatAnnotation(annotation: JsonObject): JsonObject {
  const { type, ...fields } = annotation;
  return typeof type === "string" ? { type, [type]: fields } : annotation;
}

/** The visible thinking of an item: what the model thought where it is published, else its summary. */
export function thoughtOf(item: JsonObject): string {
  const content = listed(item.content).map(({ text }) => textOrNull(text) ?? "");
  const summary = listed(item.summary).map(({ text }) => textOrNull(text) ?? "");
  return content.join("") || summary.join("\n\n");
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

/** What stands between the thinking of two items. */
const BETWEEN = "\n\n";

/** The order of the items. */
function orderOf(items: readonly JsonObject[]): JsonObject {
  const order = new TurnOrder();
  for (const item of items) {
    if (isCall(item)) order.piece("tool_call");
    else if (item.type === "reasoning" && thoughtOf(item) !== "") {
      order.between(BETWEEN);
      order.thinking(thoughtOf(item));
      order.close();
    } else if (item.type === "message") {
      order.text(textOf(item));
      if (listed(item.content).some(({ refusal }) => textOrNull(refusal) !== null)) order.refusal();
    }
  }
  return order.field();
}

/** The message of these items, or the sentence that says what is wrong with one. */
export function readItems(
  items: readonly JsonObject[],
  { id, provider, names }: { id: string; provider: string; names: ToolNames },
): AssistantMessage | string {
  const messages = items.filter(({ type }) => type === "message");
  const parts = messages.flatMap(({ content }) => listed(content));
  const refusals = parts.flatMap(({ refusal }) => textOrNull(refusal) ?? []);
  const annotations = parts.flatMap((part) => listed(part.annotations)).map(chatAnnotation);
  const thought = items
    .filter(({ type }) => type === "reasoning")
    .map(thoughtOf)
    .filter(Boolean)
    .join(BETWEEN);
  const calls: ToolCallOut[] = [];
  for (const item of items.filter(isCall)) {
    const call = readCall(item, `call_${id}_${calls.length}`, names);
    if (call === null) return `tool call ${calls.length} has no name`;
    calls.push(call);
  }
  return {
    role: "assistant",
    content: messages.length === 0 ? null : messages.map(textOf).join(""),
    refusal: refusals.length === 0 ? null : refusals.join(""),
    ...(thought === "" ? {} : { reasoning_content: thought }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(annotations.length === 0 ? {} : { annotations }),
    ...keptOutput(items, provider),
    ...orderOf(items),
  };
}
