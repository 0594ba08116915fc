/**
 * Whole answers for callers of the Responses API (API-01).
 * @module
 */
import {
  type AssistantMessage,
  type ChatChoice,
  type ChatCompletion,
  firstChoice,
} from "../../../canonical/chat.ts";
import type { Item, ReasoningItem, ToolCallItem } from "../../../canonical/item.ts";
import { ORDER_FIELD } from "../../../canonical/item-order.ts";
import { itemsOf } from "../../../canonical/items.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { isGiven, isObject, type Json, type JsonObject, without } from "../../../json.ts";
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

/** What a provider says beside its text. */
const besideOf = (message: AssistantMessage): JsonObject => without(message as JsonObject, WRITTEN);

/** Writes the items of one answer, in their order. What is said without a break is one message. */
class OutputWriter {
  private readonly output: JsonObject[] = [];
  private parts: JsonObject[] = [];
  /** What stands beside the text is on the first message. */
  private beside: JsonObject;
  private hasSpoken = false;
  /** The first text: the probabilities of all stand on it. */
  private readonly first: Item | undefined;
  private readonly items: readonly Item[];
  private readonly choice: ChatChoice;
  private readonly ids: ReturnType<typeof idsOf>;
  private readonly custom: ReadonlySet<string>;

  constructor(choice: ChatChoice, context: RenderContext) {
    this.choice = choice;
    this.beside = besideOf(choice.message);
    this.items = itemsOf(choice.message);
    this.first = this.items.find(({ type }) => type === "text");
    this.ids = idsOf(context);
    this.custom = customNames(context.body);
  }

  private add(kind: string, make: (id: string) => JsonObject): void {
    this.output.push(make(this.ids.item(kind, this.output.length)));
  }

  private closeMessage(): void {
    const [parts, beside] = [this.parts, this.beside];
    if (parts.length === 0) return;
    this.parts = [];
    this.beside = {};
    this.hasSpoken = true;
    this.add("msg", (id) => ({ ...messageItem(id, "completed", parts), ...beside }));
  }

  private think({ text, detail }: ReasoningItem): void {
    this.closeMessage();
    this.add("rs", (id) => reasoningItem(id, text, detail === null ? null : encryptedOf(detail)));
  }

  /** An empty answer is a message without text, and so is what stands beside the text of one; one of nothing but calls has none. */
  private speakAtLast(): void {
    const { message } = this.choice;
    const isEmpty = (message.tool_calls ?? []).length === 0 && message.content !== null;
    const isDue = !this.hasSpoken && (isEmpty || Object.values(this.beside).some(isGiven));
    if (isDue && this.parts.length === 0) this.parts.push(textPart("", [], []));
    this.closeMessage();
  }

  private call({ id: call_id, name, arguments: args, extra }: ToolCallItem): void {
    this.closeMessage();
    if (extra !== null) this.add("rs", (id) => reasoningItem(id, "", encryptedFor(call_id, extra)));
    const isCustom = this.custom.has(name);
    this.add(isCustom ? "ctc" : "fc", (id) => callItem(id, "completed", { call_id, name, args }, isCustom));
  }

  /** What of an item is a part of a message: one at most. */
  private partsOf(item: Item): JsonObject[] {
    if (item.type === "refusal") return [refusalPart(item.refusal)];
    if (item.type === "citation") return [textPart("", [annotationOf(item.annotation)], [])];
    if (item.type !== "text" || (item.text === "" && item.citations.length === 0)) return [];
    const tokens = item === this.first ? tokensOf(this.choice.logprobs) : [];
    return [textPart(item.text, item.citations.map(annotationOf), tokens)];
  }

  private item(item: Item): void {
    if (item.type === "reasoning") this.think(item);
    else if (item.type === "tool_call") this.call(item);
    else this.parts.push(...this.partsOf(item));
  }

  write(): JsonObject[] {
    const speaks = this.items.some((item) => this.partsOf(item).length > 0);
    for (const item of this.items) {
      // Without a word the message stands before the calls.
      if (item.type === "tool_call" && !speaks) this.speakAtLast();
      this.item(item);
    }
    this.speakAtLast();
    return this.output;
  }
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
  const choice = firstChoice(completion);
  const end = statusOf(choice?.finish_reason ?? null);
  const output = choice ? new OutputWriter(choice, context).write() : [];
  const response = responseObject(
    {
      id: idsOf(context).response,
      model: completion.model,
      created_at: completion.created,
      ...end,
      ...(end.status === "completed" ? { completed_at: Math.max(context.now(), completion.created) } : {}),
      output: markedCut(output, end.status === "incomplete"),
      usage: renderUsage(usage, context),
      service_tier: completion.service_tier as Json | undefined,
    },
    context,
  );
  return { ...extrasOf(completion), ...response };
}
