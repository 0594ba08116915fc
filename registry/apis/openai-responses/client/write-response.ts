/**
 * Whole answers for callers of the Responses API (API-01).
 * @module
 */
import {
  type AssistantMessage,
  type ChatChoice,
  type ChatCompletion,
  firstChoice,
  type ReasoningDetail,
  type ToolCallOut,
} from "../../../canonical/chat.ts";
import {
  citationsWithin,
  type Item,
  ORDER_FIELD,
  itemsOf as orderedItems,
} from "../../../canonical/items.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, without } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";
import { renderUsage } from "../usage.ts";
import { idsOf, responseObject, statusOf } from "./echo.ts";
import {
  annotationOf,
  callItem,
  encryptedFor,
  encryptedOf,
  messageItem,
  reasoningItem,
  refusalPart,
  textPart,
} from "./items.ts";
import { customNames } from "./read-tools.ts";

/** Fields of a message that are written as items and parts; the provider's own stay beside them (RES-04). */
export const WRITTEN = [
  "role",
  "content",
  "refusal",
  "reasoning_content",
  "reasoning_details",
  "tool_calls",
  "annotations",
  "audio",
  "function_call",
  ORDER_FIELD,
];

/** Fields of a completion that a response has its own for. */
const TOP = ["id", "object", "created", "model", "choices", "usage", "system_fingerprint"];

/** The provider's documented fields beside an answer, under their own names (RES-04). */
export const extrasOf = (completion: object): JsonObject => without(completion, TOP) as JsonObject;

export const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value : []);

/** The tokens of chat's `logprobs`, which this API lists flat. */
export const tokensOf = (logprobs: unknown): Json[] => (isObject(logprobs) ? listOf(logprobs.content) : []);

type AddItem = (kind: string, make: (id: string) => JsonObject) => void;

const addDetail = (detail: ReasoningDetail, add: AddItem): void =>
  add("rs", (id) =>
    reasoningItem(id, detail.type === "reasoning.text" ? detail.text : "", encryptedOf(detail)),
  );

function addThinking(
  { reasoning_content, reasoning_details: details = [] }: AssistantMessage,
  add: AddItem,
): void {
  const signed = details.some((detail) => encryptedOf(detail) !== null);
  if (!signed && reasoning_content) add("rs", (id) => reasoningItem(id, reasoning_content, null));
  else for (const detail of details) addDetail(detail, add);
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

/** What a provider says beside its text. */
const besideOf = (message: AssistantMessage): JsonObject => without(message as JsonObject, WRITTEN);

function addMessage(message: AssistantMessage, logprobs: unknown, add: AddItem): void {
  const { content, refusal, tool_calls: calls = [] } = message;
  const parts: JsonObject[] = [];
  const annotations = listOf(message.annotations).map(annotationOf);
  if (content || annotations.length > 0) parts.push(textPart(content ?? "", annotations, tokensOf(logprobs)));
  if (refusal) parts.push(refusalPart(refusal));
  const extras = besideOf(message);
  const hasExtras = Object.values(extras).some(isGiven);
  // An empty answer is a message without text; one of nothing but calls has no message.
  if (parts.length === 0 && (hasExtras || (calls.length === 0 && content !== null)))
    parts.push(textPart("", [], []));
  if (parts.length > 0) add("msg", (id) => ({ ...messageItem(id, "completed", parts), ...extras }));
}

function addCall(call: ToolCallOut, custom: ReadonlySet<string>, add: AddItem): void {
  const { id: call_id, function: fn, extra_content: extra } = call;
  if (extra) add("rs", (id) => reasoningItem(id, "", encryptedFor(call_id, extra)));
  const isCustom = custom.has(fn.name);
  add(isCustom ? "ctc" : "fc", (id) =>
    callItem(id, "completed", { call_id, name: fn.name, args: fn.arguments }, isCustom),
  );
}

function partOf(item: Item, { message, logprobs }: ChatChoice): JsonObject | null {
  if (item.type === "refusal") return refusalPart(item.refusal);
  if (item.type !== "part") return null;
  const text = String(item.part.text ?? "");
  const cited = citationsWithin(message.annotations, item.start, item.start + text.length);
  return textPart(text, cited.map(annotationOf), item.start === 0 ? tokensOf(logprobs) : []);
}

/** An answer that has an order of its own; what stands beside the text is on the first message. */
function addInOrder(
  items: readonly Item[],
  choice: ChatChoice,
  custom: ReadonlySet<string>,
  add: AddItem,
): void {
  const { message } = choice;
  let extras = besideOf(message);
  for (const item of items) {
    const part = partOf(item, choice);
    if (part !== null) {
      const beside = extras;
      extras = {};
      add("msg", (id) => ({ ...messageItem(id, "completed", [part]), ...beside }));
    } else if (item.type === "reasoning") addDetail(item.detail as ReasoningDetail, add);
    else if (item.type === "tool_call")
      for (const call of (message.tool_calls ?? []).slice(item.index, item.index + 1))
        addCall(call, custom, add);
  }
  const left = extras;
  if (Object.values(left).some(isGiven))
    add("msg", (id) => ({ ...messageItem(id, "completed", [textPart("", [], [])]), ...left }));
}

function itemsOf(completion: ChatCompletion, context: RenderContext): JsonObject[] {
  const choice = firstChoice(completion);
  if (!choice) return [];
  const ids = idsOf(context);
  const custom = customNames(context.body);
  const items: JsonObject[] = [];
  const add: AddItem = (kind, make) => items.push(make(ids.item(kind, items.length)));
  const ordered = orderedItems(choice.message);
  if (ordered !== null) addInOrder(ordered, choice, custom, add);
  else {
    addThinking(choice.message, add);
    addMessage(choice.message, choice.logprobs, add);
    for (const call of choice.message.tool_calls ?? []) addCall(call, custom, add);
  }
  return items;
}

/** The last item of a cut answer is the one that was cut. */
export function markedCut(items: readonly JsonObject[], isCut: boolean): JsonObject[] {
  const last = items.length - 1;
  return items.map((item, i) =>
    isCut && i === last && item.type !== "reasoning" ? { ...item, status: "incomplete" } : item,
  );
}

/** An answer as a response object. Only the first choice has a place (RES-03). */
export function encodeResponse(
  completion: ChatCompletion,
  usage: UsageReading,
  context: RenderContext,
): JsonObject {
  const end = statusOf(firstChoice(completion)?.finish_reason ?? null);
  const response = responseObject(
    {
      id: idsOf(context).response,
      model: completion.model,
      created_at: completion.created,
      ...end,
      ...(end.status === "completed" ? { completed_at: Math.max(context.now(), completion.created) } : {}),
      output: markedCut(itemsOf(completion, context), end.status === "incomplete"),
      usage: renderUsage(usage, context),
      service_tier: completion.service_tier as Json | undefined,
    },
    context,
  );
  return { ...extrasOf(completion), ...response };
}
