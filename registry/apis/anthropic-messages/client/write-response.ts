/**
 * Whole answers for callers who speak Anthropic's dialect.
 * @module
 */
import { CLAUDE } from "../../../canonical/author.ts";
import { type AssistantMessage, type ChatCompletion, firstChoice } from "../../../canonical/chat.ts";
import type { Item, ReasoningItem } from "../../../canonical/item.ts";
import { itemsOf } from "../../../canonical/items.ts";
import { concealedTurn } from "../../../canonical/kept-turn.ts";
import { withOrigin } from "../../../canonical/origin.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { isObject, type JsonObject, objectsIn } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";
import { BLOCKS_FIELD, inputOf } from "../blocks.ts";
import { textBlocks } from "../cited-text.ts";
import { stopReason } from "../finish.ts";
import { renderUsage } from "../usage.ts";

/** Thinking with its signature; thinking that nobody signed is shown without one. */
function thinkingBlock({ text, signature, encrypted, author }: ReasoningItem): JsonObject {
  const origin = author ?? CLAUDE;
  if (encrypted !== null) return { type: "redacted_thinking", data: withOrigin(encrypted, origin) };
  return {
    type: "thinking",
    thinking: text,
    signature: signature === null ? "" : withOrigin(signature, origin),
  };
}

/** One item of an answer; pictures and refusals have no block. */
function itemBlocks(item: Item): JsonObject[] {
  switch (item.type) {
    case "reasoning":
      return [thinkingBlock(item)];
    case "text":
      return item.text === "" ? [] : textBlocks(item.text, item.citations);
    case "tool_call":
      return [{ type: "tool_use", id: item.id, name: item.name, input: inputOf(item.arguments) }];
    default:
      return [];
  }
}

function contentOf(message: AssistantMessage): JsonObject[] {
  const kept = message[BLOCKS_FIELD];
  if (Array.isArray(kept) && kept.length > 0) return objectsIn(kept);
  const items = itemsOf(message);
  const blocks = items.flatMap(itemBlocks);
  const concealed = concealedTurn(message);
  // A turn that only its provider can read stands with the thinking that the answer begins with.
  const begun = items.findIndex(({ type }) => type !== "reasoning");
  if (concealed !== null)
    blocks.splice(begun === -1 ? blocks.length : begun, 0, { type: "redacted_thinking", data: concealed });
  return blocks;
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
