/**
 * Content blocks of a caller who speaks Converse, as canonical messages.
 * @module
 */

import { z } from "zod";
import {
  type ContentItem,
  callItem,
  type Item,
  isContent,
  partItem,
  reasoningItem,
  textItem,
} from "../../../canonical/item.ts";
import { messageOf } from "../../../canonical/message.ts";
import type { JsonObject } from "../../../json.ts";
import { AnyJson } from "../../../limits/accepts.ts";
import { list } from "../../../limits/lists.ts";
import { UnsupportedInput } from "../../codec.ts";
import { filePart, imageUrl } from "../media.ts";

const Media = z.looseObject({ format: z.string().optional(), source: z.looseObject({}) });
const CachePoint = z.looseObject({ type: z.literal("default"), ttl: z.enum(["5m", "1h"]).optional() });
type CachePoint = z.infer<typeof CachePoint>;

const ResultContent = z.looseObject({
  text: z.string().optional(),
  json: AnyJson.optional(),
  image: Media.optional(),
  document: Media.optional(),
});

/** A block is an object with one key that says what it is; which one is looked up below, so that errors name the place. */
export const Block = z.looseObject({
  text: z.string().optional(),
  image: Media.optional(),
  document: Media.optional(),
  cachePoint: CachePoint.optional(),
  toolUse: z
    .looseObject({ toolUseId: z.string().min(1), name: z.string().min(1), input: AnyJson.optional() })
    .optional(),
  toolResult: z
    .looseObject({
      toolUseId: z.string().min(1),
      content: list("parts", ResultContent),
      status: z.enum(["success", "error"]).optional(),
    })
    .optional(),
  reasoningContent: z
    .looseObject({
      reasoningText: z.looseObject({ text: z.string(), signature: z.string().nullish() }).optional(),
      redactedContent: z.string().optional(),
    })
    .optional(),
  citationsContent: z
    .looseObject({ content: list("parts", z.looseObject({ text: z.string().optional() })).optional() })
    .optional(),
});
export type Block = z.infer<typeof Block>;

const kindOf = (block: object): string => Object.keys(block)[0] ?? "empty";

/** The mark that a cache point is, on what stands before it. */
export function markOf({ ttl }: CachePoint): JsonObject {
  return { cache_control: { type: "ephemeral", ...(ttl === undefined ? {} : { ttl }) } };
}

/** A part for a block that a user or a tool may say; `null` for one that neither may. */
function partOf(block: Block | z.infer<typeof ResultContent>, param: string): JsonObject | null {
  if (block.text !== undefined) return { type: "text", text: block.text };
  if (block.image) {
    const url = imageUrl(block.image as JsonObject);
    if (url === null)
      throw new UnsupportedInput(`${param}.image.source`, "only images with their bytes are taken");
    return { type: "image_url", image_url: { url } };
  }
  if (block.document) {
    const part = filePart(block.document as JsonObject);
    if (part === null)
      throw new UnsupportedInput(`${param}.document.source`, "only documents with bytes or text are taken");
    return part;
  }
  return null;
}

/** A block, and where it stands in the caller's body. */
export interface Placed {
  block: Block;
  place: string;
}

export const placed = (blocks: readonly Block[], list: string): Placed[] =>
  blocks.map((block, i) => ({ block, place: `${list}[${i}]` }));

/** The part of a block that says or shows something. */
function spokenPart({ block, place }: Placed): JsonObject {
  const cited = block.citationsContent?.content?.map(({ text }) => text ?? "").join("");
  const part = cited === undefined ? partOf(block, place) : { type: "text", text: cited };
  if (part === null) throw new UnsupportedInput(place, `${kindOf(block)} blocks are not taken here`);
  return part;
}

/** What is said and shown, with the marks of the cache points between it. */
export function contentIn(blocks: readonly Placed[]): ContentItem[] {
  const items: ContentItem[] = [];
  for (const each of blocks)
    if (each.block.cachePoint) markLast(items, each.block.cachePoint);
    else items.push(partItem(spokenPart(each)));
  return items;
}

/** A cache point marks the last part before it. */
function markLast(items: Item[], point: CachePoint): void {
  const at = items.findLastIndex(isContent);
  const last = items[at];
  if (last && isContent(last)) items[at] = partItem({ ...last.part, ...markOf(point) });
}

/** The blocks of a turn of the model's. Right after a call a cache point marks no part. */
export function turnIn(blocks: readonly Placed[]): Item[] {
  const items: Item[] = [];
  for (const [i, each] of blocks.entries()) {
    const { toolUse, reasoningContent, cachePoint } = each.block;
    if (toolUse) {
      const fn = { name: toolUse.name, arguments: JSON.stringify(toolUse.input ?? {}) };
      items.push(callItem({ id: toolUse.toolUseId, function: fn }));
    } else if (reasoningContent) items.push(...thoughtIn(reasoningContent));
    else if (!cachePoint) items.push(partItem(spokenPart(each)));
    else if (!blocks[i - 1]?.block.toolUse) markLast(items, cachePoint);
  }
  return items;
}

/** A tool message for a result; structured results become JSON text. */
export function toolMessage(result: NonNullable<Block["toolResult"]>, param: string): JsonObject {
  const content = result.content.map((block, i) => {
    const place = `${param}.toolResult.content[${i}]`;
    if (block.json !== undefined) return textItem(JSON.stringify(block.json));
    const part = partOf(block, place);
    if (part === null) throw new UnsupportedInput(place, `${kindOf(block)} blocks are not taken here`);
    return partItem(part);
  });
  const item: Item = {
    type: "tool_result",
    call: result.toolUseId,
    content,
    hasFailed: result.status === "error",
  };
  return messageOf("tool", [item]);
}

/** Thoughts, signed or not, in the form in which they go back. */
function thoughtIn({ reasoningText, redactedContent }: NonNullable<Block["reasoningContent"]>): Item[] {
  if (redactedContent !== undefined)
    return [reasoningItem({ type: "reasoning.encrypted", data: redactedContent })];
  if (!reasoningText) return [];
  const { text, signature } = reasoningText;
  return [reasoningItem({ type: "reasoning.text", text, ...(signature ? { signature } : {}) })];
}
