/**
 * One item of a message: a text, a medium, a refusal, reasoning with its author, a call, a result, a source.
 * @module
 */
import type { JsonObject } from "../json.ts";

/** A text, with the sources of what it says. */
export interface TextItem {
  type: "text";
  text: string;
  /** The part of the content, with what stands beside its text; empty where the content is one text. */
  part: JsonObject;
  /** The position of the part in the content. */
  index: number;
  /** Where it starts in a content that is one text. */
  start: number;
  /** Its citations in OpenAI's form, with offsets in this text. */
  citations: readonly JsonObject[];
}

export interface MediaItem {
  type: "media";
  /** No API has a place for `unknown`: each refuses it by its type. */
  kind: "image" | "audio" | "file" | "unknown";
  /** In OpenAI's form of a part. */
  part: JsonObject;
  index: number;
  /** Did the model make it? Otherwise it is a part of the content. */
  isMade: boolean;
}

export interface RefusalItem {
  type: "refusal";
  refusal: string;
  /** The part of the content; empty where the refusal stands beside it. */
  part: JsonObject;
  index: number;
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

/** What a user may say and show, and a tool answer. */
export type ContentItem = TextItem | MediaItem | RefusalItem;

export type Item =
  | ContentItem
  | ReasoningItem
  | ToolCallItem
  | ToolResultItem
  /** A source of a turn that has no text. */
  | { type: "citation"; annotation: JsonObject }
  /** What the canonical message has no words for, in its provider's form. */
  | { type: "other"; part: JsonObject };
