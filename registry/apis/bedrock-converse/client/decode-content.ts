/**
 * Content blocks of a caller who speaks Converse, as canonical messages.
 * @module
 */

import { z } from "zod";
import type { JsonObject } from "../../../json.ts";
import { list } from "../../../limits/lists.ts";
import { filePart, imageUrl } from "../media.ts";

const Media = z.looseObject({ format: z.string().optional(), source: z.looseObject({}) });
const CachePoint = z.looseObject({ type: z.literal("default"), ttl: z.enum(["5m", "1h"]).optional() });

const ResultContent = z.looseObject({
  text: z.string().optional(),
  json: z.json().optional(),
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
    .looseObject({ toolUseId: z.string().min(1), name: z.string().min(1), input: z.json().optional() })
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

/** Legal in Converse, but without a canonical form. */
export class Unsupported extends Error {
  readonly param: string;
  constructor(param: string, what: string) {
    super(`${param}: ${what}`);
    this.param = param;
  }
}

const kindOf = (block: object): string => Object.keys(block)[0] ?? "empty";

/** The mark that a cache point is, on what stands before it. */
export function markOf({ ttl }: z.infer<typeof CachePoint>): JsonObject {
  return { cache_control: { type: "ephemeral", ...(ttl === undefined ? {} : { ttl }) } };
}

/** A part for a block that a user or a tool may say; `null` for one that neither may. */
function partOf(block: Block | z.infer<typeof ResultContent>, param: string): JsonObject | null {
  if (block.text !== undefined) return { type: "text", text: block.text };
  if (block.image) {
    const url = imageUrl(block.image as JsonObject);
    if (url === null)
      throw new Unsupported(`${param}.image.source`, "only images with their bytes are taken");
    return { type: "image_url", image_url: { url } };
  }
  if (block.document) {
    const part = filePart(block.document as JsonObject);
    if (part === null)
      throw new Unsupported(`${param}.document.source`, "only documents with bytes or text are taken");
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

/** Parts with the marks of the cache points between them. */
export function partsOf(blocks: readonly Placed[]): JsonObject[] {
  const parts: JsonObject[] = [];
  for (const { block, place } of blocks) {
    if (block.cachePoint) {
      const last = parts.pop();
      if (last) parts.push({ ...last, ...markOf(block.cachePoint) });
      continue;
    }
    const cited = block.citationsContent?.content?.map(({ text }) => text ?? "").join("");
    const part = cited === undefined ? partOf(block, place) : { type: "text", text: cited };
    if (part === null) throw new Unsupported(place, `${kindOf(block)} blocks are not taken here`);
    parts.push(part);
  }
  return parts;
}

/** The plainest form of parts: a string where there is one unmarked text. */
export function contentOf(parts: JsonObject[]): string | JsonObject[] {
  const [only] = parts;
  // Stryker disable next-line OptionalChaining: where the list has one part, that part is there
  const isPlain = parts.length === 1 && only?.type === "text" && only.cache_control === undefined;
  return isPlain ? String(only.text) : parts;
}

/** A tool message for a result; structured results become JSON text. */
export function toolMessage(result: NonNullable<Block["toolResult"]>, param: string): JsonObject {
  const parts = result.content.map((block, i) => {
    const place = `${param}.toolResult.content[${i}]`;
    if (block.json !== undefined) return { type: "text", text: JSON.stringify(block.json) };
    const part = partOf(block, place);
    if (part === null) throw new Unsupported(place, `${kindOf(block)} blocks are not taken here`);
    return part;
  });
  return {
    role: "tool",
    tool_call_id: result.toolUseId,
    content: parts.length === 0 ? "" : contentOf(parts),
    ...(result.status === "error" ? { is_error: true } : {}),
  };
}

/** Signed thoughts, in the form in which they go back. */
export function detailOf(content: NonNullable<Block["reasoningContent"]>): JsonObject | null {
  const { reasoningText, redactedContent } = content;
  if (redactedContent !== undefined) return { type: "reasoning.encrypted", data: redactedContent };
  if (!reasoningText) return null;
  const { text, signature } = reasoningText;
  return { type: "reasoning.text", text, ...(signature ? { signature } : {}) };
}
