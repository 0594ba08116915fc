/**
 * One item of a message: a text, a medium, a refusal, reasoning with its author, a call, a result, a source. Each is made
 * here of what OpenAI's form says of it, for those who read a message (`items.ts`) and for decoders, which write one of
 * items (`message.ts`).
 * @module
 */
import { isObject, type JsonObject, own, textOrNull } from "../json.ts";
import { authorOf } from "./author.ts";

/** A text, with the sources of what it says. */
export interface TextItem {
  type: "text";
  text: string;
  /** The part of the content, with what stands beside its text; empty where the content is one text. */
  part: JsonObject;
  /** Its citations in OpenAI's form, with offsets in this text. */
  citations: readonly JsonObject[];
}

export interface MediaItem {
  type: "media";
  /** No API has a place for `unknown`: each refuses it by its type. */
  kind: "image" | "audio" | "file" | "unknown";
  /** In OpenAI's form of a part. */
  part: JsonObject;
  /** The position in the content, or among the pictures of the turn. */
  index: number;
  /** Did the model make it? Otherwise it is a part of the content. */
  isMade: boolean;
}

export interface RefusalItem {
  type: "refusal";
  refusal: string;
  /** The part of the content; empty where the refusal stands beside it. */
  part: JsonObject;
}

export interface ReasoningItem {
  type: "reasoning";
  /** Who takes it back; `null` where nobody signed it. */
  author: string | null;
  /** What everybody may read of it. */
  text: string;
  signature: string | null;
  /** What its author alone can read. */
  encrypted: string | null;
  /** As it stands in `reasoning_details`; `null` for what stands in `reasoning_content` alone. */
  detail: JsonObject | null;
}

export interface ToolCallItem {
  type: "tool_call";
  id: string;
  name: string;
  /** JSON text, as the model wrote it. */
  arguments: string;
  /** What has to come back with the call. */
  extra: JsonObject | null;
  /** The position among the calls of the turn. */
  index: number;
}

export interface ToolResultItem {
  type: "tool_result";
  /** The id of the call that it answers. */
  call: string;
  content: ContentItem[];
  hasFailed: boolean;
}

/** What the canonical message has no words for, in its provider's form. */
export interface OtherItem {
  type: "other";
  part: JsonObject;
  /** The position in the list that the provider's API keeps of such pieces. */
  index: number;
}

/** What a user may say and show, and a tool answer. */
export type ContentItem = TextItem | MediaItem | RefusalItem;

export type Item =
  | ContentItem
  | ReasoningItem
  | ToolCallItem
  | ToolResultItem
  /** A source of a turn that has no text. */
  | { type: "citation"; annotation: JsonObject }
  | OtherItem;

/** Does it stand in a content? A picture that the model made stands beside it. */
export const isContent = (item: Item): item is ContentItem =>
  item.type === "text" || item.type === "refusal" || (item.type === "media" && !item.isMade);

/** What the canonical message has no words for, as it came. */
export const othersOf = (items: readonly Item[]): JsonObject[] =>
  items.flatMap((item) => (item.type === "other" ? [item.part] : []));

const NOTHING: JsonObject = {};
const NONE: readonly JsonObject[] = [];

export const textItem = (text: string, citations: readonly JsonObject[] = NONE): TextItem => ({
  type: "text",
  text,
  part: NOTHING,
  citations,
});

export const refusalItem = (refusal: string): RefusalItem => ({ type: "refusal", refusal, part: NOTHING });

const KINDS: Readonly<Record<string, MediaItem["kind"]>> = {
  image_url: "image",
  input_audio: "audio",
  file: "file",
};

/** One part of a content. */
export function partItem(part: JsonObject, index = 0): ContentItem {
  if (typeof part.text === "string" || part.type === "text")
    return { type: "text", text: textOrNull(part.text) ?? "", part, citations: NONE };
  if (typeof part.refusal === "string" || part.type === "refusal")
    return { type: "refusal", refusal: textOrNull(part.refusal) ?? "", part };
  const kind = own(KINDS, String(part.type)) ?? "unknown";
  return { type: "media", kind, part, index, isMade: false };
}

/** A picture that the model made. */
export const imageItem = (part: JsonObject, index = 0): MediaItem => ({
  type: "media",
  kind: "image",
  part,
  index,
  isMade: true,
});

/** One of `reasoning_details`. */
export function reasoningItem(detail: JsonObject): ReasoningItem {
  const isEncrypted = detail.type === "reasoning.encrypted" && typeof detail.data === "string";
  const encrypted = isEncrypted ? String(detail.data) : null;
  const signature = detail.type === "reasoning.text" ? textOrNull(detail.signature) : null;
  return {
    type: "reasoning",
    author: encrypted === null && signature === null ? null : authorOf(detail),
    // Relays tell summaries apart from thinking.
    text: textOrNull(detail.type === "reasoning.text" ? detail.text : detail.summary) ?? "",
    signature,
    encrypted,
    detail,
  };
}

/** Thinking in words alone. */
export const thoughtItem = (text: string): ReasoningItem => ({
  type: "reasoning",
  author: null,
  text,
  signature: null,
  encrypted: null,
  detail: null,
});

/** Where in the text a citation starts; at its beginning where it does not say. */
export const citedFrom = ({ url_citation: cited }: JsonObject): number =>
  isObject(cited) && typeof cited.start_index === "number" ? cited.start_index : 0;

/** A citation with its offsets in a text that begins elsewhere by so many characters. */
export function movedCitation(annotation: JsonObject, by: number): JsonObject {
  const { url_citation: cited } = annotation;
  if (by === 0 || !isObject(cited)) return annotation;
  const { start_index: from, end_index: to } = cited;
  if (typeof from !== "number" || typeof to !== "number") return annotation;
  return { ...annotation, url_citation: { ...cited, start_index: from + by, end_index: to + by } };
}

/** A call in OpenAI's form. */
export function callItem(call: { [field: string]: unknown }, index = 0): ToolCallItem {
  const fn = isObject(call.function) ? call.function : NOTHING;
  return {
    type: "tool_call",
    id: String(call.id),
    name: String(fn.name),
    arguments: textOrNull(fn.arguments) ?? "",
    extra: isObject(call.extra_content) ? call.extra_content : null,
    index,
  };
}
