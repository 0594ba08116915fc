/**
 * Whole answers for callers who speak Anthropic's dialect.
 * @module
 */
import {
  type AssistantMessage,
  type ChatCompletion,
  firstChoice,
  type ReasoningDetail,
} from "../../../canonical/chat.ts";
import { citationsWithin, type Item, itemsOf } from "../../../canonical/items.ts";
import { concealedTurn } from "../../../canonical/kept-turn.ts";
import { withOrigin } from "../../../canonical/origin.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { isObject, type JsonObject } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";
import { BLOCKS_FIELD, inputOf } from "../blocks.ts";
import { textBlocks } from "../cited-text.ts";
import { stopReason } from "../finish.ts";
import { renderUsage } from "../usage.ts";
import { objectsIn } from "../values.ts";

/** Thinking with its signature; thinking that nobody signed is shown without one. */
const thinkingBlock = (detail: ReasoningDetail): JsonObject =>
  detail.type === "reasoning.encrypted"
    ? { type: "redacted_thinking", data: withOrigin(detail.data, detail) }
    : {
        type: "thinking",
        thinking: detail.text,
        signature: detail.signature === undefined ? "" : withOrigin(detail.signature, detail),
      };

function thinkingBlocks({
  reasoning_details: details = [],
  reasoning_content,
}: AssistantMessage): JsonObject[] {
  if (details.length > 0) return details.map(thinkingBlock);
  return reasoning_content ? [thinkingBlock({ type: "reasoning.text", text: reasoning_content })] : [];
}

/** One item of an answer; pictures and refusals have no block. */
function itemBlocks(item: Item, message: AssistantMessage, calls: readonly JsonObject[]): JsonObject[] {
  if (item.type === "reasoning") return [thinkingBlock(item.detail as ReasoningDetail)];
  if (item.type === "tool_call") return calls.slice(item.index, item.index + 1);
  if (item.type !== "part") return [];
  const text = String(item.part.text ?? "");
  return textBlocks(text, citationsWithin(message.annotations, item.start, item.start + text.length));
}

function contentOf(message: AssistantMessage): JsonObject[] {
  const kept = message[BLOCKS_FIELD];
  if (Array.isArray(kept) && kept.length > 0) return objectsIn(kept);
  const calls = (message.tool_calls ?? []).map(({ id, function: fn }) => ({
    type: "tool_use",
    id,
    name: fn.name,
    input: inputOf(fn.arguments),
  }));
  const concealed = concealedTurn(message);
  const turn = concealed === null ? [] : [{ type: "redacted_thinking", data: concealed }];
  const items = itemsOf(message);
  if (items !== null) return [...turn, ...items.flatMap((item) => itemBlocks(item, message, calls))];
  return [
    ...thinkingBlocks(message),
    ...turn,
    ...(message.content ? textBlocks(message.content, message.annotations) : []),
    ...calls,
  ];
}

/** The end of an answer, in Anthropic's words. */
export function ending(
  choice: { finish_reason: Parameters<typeof stopReason>[0]; [field: string]: unknown },
  refusal: string | null,
): JsonObject {
  const sequence = typeof choice.stop_sequence === "string" ? choice.stop_sequence : null;
  const reason = refusal === null ? stopReason(choice.finish_reason, choice.native_finish_reason) : "refusal";
  return {
    stop_reason: reason,
    stop_sequence: sequence,
    ...(refusal === null ? {} : { stop_details: { type: "refusal", category: null, explanation: refusal } }),
  };
}

/** An answer as a message. Only the first choice has a place (RES-03). */
export function encodeResponse(
  completion: ChatCompletion,
  usage: UsageReading,
  context: RenderContext,
): JsonObject {
  const choice = firstChoice(completion);
  const { container, context_management } = completion;
  return {
    id: completion.id || context.requestId,
    type: "message",
    role: "assistant",
    model: completion.model,
    content: choice ? contentOf(choice.message) : [],
    ...(choice
      ? ending({ ...choice }, choice.message.refusal ?? null)
      : { stop_reason: null, stop_sequence: null }),
    ...(isObject(container) ? { container } : {}),
    ...(isObject(context_management) ? { context_management } : {}),
    usage: renderUsage(usage, context),
  };
}
