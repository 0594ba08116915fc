/**
 * Answers for callers who speak Converse.
 * @module
 */
import {
  type AssistantMessage,
  type ChatCompletion,
  firstChoice,
  type ReasoningDetail,
  type ToolCallOut,
} from "../../../canonical/chat.ts";
import { citationsWithin, type Item, itemsOf } from "../../../canonical/items.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { at, isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";
import { BLOCKS_FIELD, citationOf, inputOf, thoughtBlock } from "../blocks.ts";
import { stopReasonOf } from "../finish.ts";
import { inlineImage } from "../media.ts";
import { writeUsage } from "../usage.ts";

function thoughts(message: AssistantMessage): JsonObject[] {
  const details: readonly ReasoningDetail[] = message.reasoning_details ?? [];
  if (details.length > 0) return details.map(thoughtBlock);
  const text = textOrNull(message.reasoning_content);
  // Stryker disable next-line StringLiteral: what is not secret is written as text, whatever its type
  return text === null ? [] : [thoughtBlock({ type: "reasoning.text", text })];
}

function spoken(text: string, annotations: unknown): JsonObject[] {
  const listed: unknown[] = Array.isArray(annotations) ? annotations : [];
  const citations = listed.map(citationOf).filter((citation) => citation !== null);
  if (citations.length > 0) return [{ citationsContent: { content: [{ text }], citations } }];
  return text === "" ? [] : [{ text }];
}

/** Pictures with their bytes; for one of a kind that Bedrock does not know, the rest of an answer must not be lost. */
export function imageBlocks(images: unknown): JsonObject[] {
  // Stryker disable next-line ArrayDeclaration: a text is no picture and is left out
  const listed: unknown[] = Array.isArray(images) ? images : [];
  return listed.flatMap((image) => {
    const url = at(image, ["image_url", "url"]);
    const block = typeof url === "string" ? inlineImage(url) : null;
    return block === null ? [] : [block];
  });
}

/** Blocks of Bedrock's own. One with citations is here already, as the text that it cites. */
const isUnsaid = (block: Json | undefined): block is JsonObject =>
  isObject(block) && !isObject(block.citationsContent);

const callBlock = ({ id, function: fn }: ToolCallOut): JsonObject => ({
  toolUse: { toolUseId: id, name: fn.name, input: inputOf(fn.arguments) },
});

function itemBlocks(item: Item, message: AssistantMessage, own: readonly Json[]): JsonObject[] {
  switch (item.type) {
    case "reasoning":
      return [thoughtBlock(item.detail as ReasoningDetail)];
    case "part": {
      const text = String(item.part.text ?? "");
      return spoken(text, citationsWithin(message.annotations, item.start, item.start + text.length));
    }
    case "refusal":
      return spoken(item.refusal, null);
    case "image":
      return imageBlocks([item.image]);
    case "other":
      return [own[item.index]].filter(isUnsaid);
    case "tool_call":
      return (message.tool_calls ?? []).slice(item.index, item.index + 1).map(callBlock);
  }
}

function blocksOf(message: AssistantMessage): JsonObject[] {
  const own: readonly Json[] = Array.isArray(message[BLOCKS_FIELD]) ? message[BLOCKS_FIELD] : [];
  const items = itemsOf(message);
  if (items !== null) return items.flatMap((item) => itemBlocks(item, message, own));
  const text = [message.content, message.refusal].map((said) => said ?? "").join("");
  return [
    ...thoughts(message),
    ...spoken(text, message.annotations),
    ...imageBlocks(message.images),
    ...own.filter(isUnsaid),
    ...(message.tool_calls ?? []).map(callBlock),
  ];
}

/** Bedrock's own fields, where the answer came from there. */
export function writeExtras(source: Readonly<Record<string, unknown>>): JsonObject {
  const keys = ["additionalModelResponseFields", "performanceConfig", "trace"];
  const own = keys.filter((key) => (source[key] ?? null) !== null).map((key) => [key, source[key] as Json]);
  const tier = textOrNull(source.service_tier);
  return { ...Object.fromEntries(own), ...(tier === null ? {} : { serviceTier: { type: tier } }) };
}

/** The first choice as Converse says it; the form has no place for others, nor for id and model. */
export function encodeResponse(
  completion: ChatCompletion,
  usage: UsageReading,
  _context: RenderContext,
): JsonObject {
  const choice = firstChoice(completion);
  const native = (choice as { native_finish_reason?: unknown } | undefined)?.native_finish_reason;
  return {
    output: { message: { role: "assistant", content: choice ? blocksOf(choice.message) : [] } },
    stopReason: stopReasonOf(choice?.finish_reason ?? "stop", native),
    ...(usage.kind === "known" ? { usage: writeUsage(usage.usage) } : {}),
    ...writeExtras(completion),
  };
}
