/**
 * Answers for callers who speak Converse.
 * @module
 */
import { type AssistantMessage, type ChatCompletion, firstChoice } from "../../../canonical/chat.ts";
import type { Item } from "../../../canonical/item.ts";
import { itemsOf } from "../../../canonical/items.ts";
import type { UsageReading } from "../../../canonical/usage.ts";
import { at, isObject, type Json, type JsonObject, textOrNull } from "../../../json.ts";
import type { RenderContext } from "../../codec.ts";
import { BLOCKS_FIELD, citationOf, inputOf, thoughtBlock } from "../blocks.ts";
import { stopReasonOf } from "../finish.ts";
import { inlineImage } from "../media.ts";
import { writeUsage } from "../usage.ts";

function spoken(text: string, annotations: readonly JsonObject[]): JsonObject[] {
  const citations = annotations.map(citationOf).filter((citation) => citation !== null);
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

function itemBlocks(item: Item): JsonObject[] {
  switch (item.type) {
    case "reasoning":
      return [thoughtBlock(item)];
    case "text":
      return spoken(item.text, item.citations);
    case "citation":
      return spoken("", [item.annotation]);
    case "refusal":
      return spoken(item.refusal, []);
    case "media":
      return imageBlocks([item.part]);
    case "other":
      // One with citations is here already, as the text that it cites.
      return isObject(item.part.citationsContent) ? [] : [item.part];
    case "tool_call":
      return [{ toolUse: { toolUseId: item.id, name: item.name, input: inputOf(item.arguments) } }];
    case "tool_result":
      return [];
  }
}

function blocksOf(message: AssistantMessage): JsonObject[] {
  const own = message[BLOCKS_FIELD];
  const others = Array.isArray(own) ? own.filter(isObject) : [];
  return itemsOf(message, { others }).flatMap(itemBlocks);
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
