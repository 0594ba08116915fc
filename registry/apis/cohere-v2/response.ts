/**
 * Whole answers in Cohere's dialect, in both directions (RES-01…05).
 * @module
 */
import {
  type AssistantMessage,
  type ChatCompletion,
  firstChoice,
  type ToolCallOut,
} from "../../canonical/chat.ts";
import { callItem, type Item, textItem, thoughtItem } from "../../canonical/item.ts";
import { itemsOf } from "../../canonical/items.ts";
import { answerOf } from "../../canonical/message.ts";
import type { UsageReading } from "../../canonical/usage.ts";
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";
import { answered, Unusable } from "../_shared/refusals.ts";
import type { ToolNames } from "../_shared/tool-names.ts";
import type { DecodeContext, DecodedResponse, RenderContext } from "../codec.ts";
import { findUsage } from "../openai-chat/usage.ts";
import { citationsOf, toAnnotations } from "./citations.ts";
import { finishWord, isFailure, mapFinish } from "./finish.ts";
import { argumentsText, fromLogprobs, toLogprobs } from "./logprobs.ts";
import { cohereNames } from "./tool-names.ts";
import { readUsage, writeUsage } from "./usage.ts";

function readToolCall(call: Json, position: number, id: string, names: ToolNames): ToolCallOut {
  const { id: given, function: fn }: JsonObject = isObject(call) ? call : {};
  const name = isObject(fn) ? textOrNull(fn.name) : null;
  if (!isObject(fn) || name === null) throw new Unusable(`tool call ${position} has no function name`);
  return {
    id: textOrNull(given) ?? `call_${id}_${position}`,
    type: "function",
    function: { name: names.fromWire(name), arguments: argumentsText(fn.arguments) },
  };
}

/** Thinking and texts in their order. */
function contentItems(content: Json | undefined): Item[] {
  if (typeof content === "string") return [textItem(content)];
  // Stryker disable next-line ArrayDeclaration: a word has none of the fields that are read
  const blocks = Array.isArray(content) ? content.filter(isObject) : [];
  return blocks.flatMap(({ text, thinking }) => [
    ...(typeof thinking === "string" ? [thoughtItem(thinking)] : []),
    ...(typeof text === "string" ? [textItem(text)] : []),
  ]);
}

/** The API has no place for an order of calls, which stand behind thinking and texts. */
function readMessage(source: JsonObject, id: string, names: ToolNames): AssistantMessage {
  const calls = Array.isArray(source.tool_calls) ? source.tool_calls : [];
  const citations = Array.isArray(source.citations) ? source.citations : [];
  const plan = textOrNull(source.tool_plan);
  return {
    ...answerOf([
      ...contentItems(source.content),
      ...calls.map((call, i) => callItem(readToolCall(call, i, id, names))),
    ]),
    ...(plan === null ? {} : { tool_plan: plan }),
    ...(citations.length === 0 ? {} : { citations, ...toAnnotations(citations) }),
  };
}

function readCompletion(body: JsonObject, context: DecodeContext): ChatCompletion {
  if (!isObject(body.message)) throw new Unusable("the answer has no message");
  const word = textOrNull(body.finish_reason);
  if (word !== null && isFailure(word)) throw new Unusable(`the answer finished with ${word}`);
  const id = textOrNull(body.id) ?? context.fallbackId;
  const message = readMessage(body.message, id, cohereNames(context.request));
  if (word === null && message.tool_calls === undefined)
    throw new Unusable("the answer has no finish_reason");
  const finish = mapFinish(word ?? "TOOL_CALL", message.tool_calls !== undefined);
  const native = finish.native === undefined ? {} : { native_finish_reason: finish.native };
  return {
    id,
    object: "chat.completion",
    created: context.nowSeconds,
    // Answers name no model.
    model: context.endpoint.providerModelId,
    choices: [
      { index: 0, message, logprobs: toLogprobs(body.logprobs), finish_reason: finish.reason, ...native },
    ],
  };
}

/** Decodes an answer; one without a message or a finish is none, and the problem says what is missing. */
export function decodeResponse(body: Json, context: DecodeContext): DecodedResponse {
  if (!isObject(body)) return { ok: false, problem: "the answer is not a JSON object" };
  return answered(() => {
    const completion = readCompletion(body, context);
    const usage = readUsage(findUsage(body, context.convention), context.convention);
    return { ok: true, completion, usage, reportedCost: null };
  });
}

/** What an answer thought and said, in its order; what goes on is one block. */
function contentBlocks(items: readonly Item[]): JsonObject[] {
  const blocks: { type: "text" | "thinking"; text: string }[] = [];
  for (const item of items) {
    const type = item.type === "reasoning" ? "thinking" : "text";
    const text = item.type === "refusal" ? item.refusal : "text" in item ? item.text : "";
    const last = blocks.at(-1);
    if (text !== "" && last?.type === type) last.text += text;
    else if (text !== "") blocks.push({ type, text });
  }
  return blocks.map(({ type, text }) => ({ type, [type]: text }));
}

/** Usage for a caller: absent where the provider gave none, never zeros (USE-05). */
export function renderUsage(usage: UsageReading, context: RenderContext): { usage?: JsonObject } {
  if (usage.kind !== "known") return {};
  return { usage: { ...writeUsage(usage.usage), ...context.usageExtras(usage.raw) } };
}

/** Writes an answer for a caller. The dialect has one choice; the first is it. */
export function encodeResponse(
  completion: ChatCompletion,
  usage: UsageReading,
  context: RenderContext,
): JsonObject {
  const choice = firstChoice(completion);
  const message = choice?.message;
  const items = message ? itemsOf(message) : [];
  const content = contentBlocks(items);
  const calls = items.flatMap((item) =>
    item.type === "tool_call"
      ? [{ id: item.id, type: "function", function: { name: item.name, arguments: item.arguments } }]
      : [],
  );
  const citations = message ? citationsOf(message, message.content ?? message.refusal ?? "") : [];
  const plan = textOrNull(message?.tool_plan);
  const logprobs = fromLogprobs(choice?.logprobs);
  return {
    id: completion.id || context.requestId,
    message: {
      role: "assistant",
      ...(content.length > 0 || calls.length === 0 ? { content } : {}),
      ...(plan === null ? {} : { tool_plan: plan }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(citations.length === 0 ? {} : { citations }),
    },
    finish_reason: finishWord(choice?.finish_reason ?? "stop"),
    ...renderUsage(usage, context),
    ...(logprobs.length === 0 ? {} : { logprobs }),
  };
}
