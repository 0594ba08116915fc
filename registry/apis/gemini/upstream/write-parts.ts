/**
 * The parts of an answer: what each of them says in OpenAI's terms (RES-03).
 * @module
 */
import type { ReasoningDetail } from "../../../canonical/chat.ts";
import { type Item, imageItem, reasoningItem, textItem } from "../../../canonical/item.ts";
import { isObject, type JsonObject, textOrNull } from "../../../json.ts";
import { dataUrl, readInline } from "../media.ts";

export interface CallPart {
  id: string | null;
  name: string | null;
  source: JsonObject;
  signature: string | null;
}

export type Piece =
  | { kind: "text"; text: string }
  | { kind: "reasoning"; detail: ReasoningDetail }
  | { kind: "call"; call: CallPart }
  | { kind: "image"; url: string }
  /** Code that ran, server-side tools and whatever comes next: carried as it stands. */
  | { kind: "other"; part: JsonObject };

/** Reads one part. A signature beside text stands for the thinking behind it and must come back. */
export function readPart(part: JsonObject): Piece[] {
  const signature = textOrNull(part.thoughtSignature);
  const text = typeof part.text === "string" ? part.text : null;
  if (part.thought === true && text !== null) {
    const detail = { type: "reasoning.text" as const, text, ...(signature === null ? {} : { signature }) };
    return [{ kind: "reasoning", detail }];
  }
  if (isObject(part.functionCall)) {
    const source = part.functionCall;
    const call = { id: textOrNull(source.id), name: textOrNull(source.name), source, signature };
    return [{ kind: "call", call }];
  }
  const sealed: Piece[] =
    signature === null
      ? []
      : [{ kind: "reasoning", detail: { type: "reasoning.encrypted", data: signature } }];
  const inline = readInline(part.inlineData);
  if (inline?.mimeType.startsWith("image/") && part.thought !== true)
    return [{ kind: "image", url: dataUrl(inline) }, ...sealed];
  if (text !== null) return text === "" && sealed.length > 0 ? sealed : [{ kind: "text", text }, ...sealed];
  const carriesMore = Object.keys(part).some((key) => key !== "thoughtSignature" && key !== "thought");
  return carriesMore ? [{ kind: "other", part }] : sealed;
}

/** The parts of a candidate's content; a content without any is legal. */
export function partsOf(candidate: JsonObject): JsonObject[] {
  const { content } = candidate;
  return isObject(content) && Array.isArray(content.parts) ? content.parts.filter(isObject) : [];
}

/** A call's arguments as JSON text, `{}` for none. */
export const argumentsOf = ({ source }: CallPart): string =>
  isObject(source.args) ? JSON.stringify(source.args) : (textOrNull(source.args) ?? "{}");

/** Where Gemini's signature of a call stands in OpenAI's form, as on Google's own compatible endpoint. */
export const signed = (signature: string | null): { extra_content?: JsonObject } =>
  signature === null ? {} : { extra_content: { google: { thought_signature: signature } } };

/** What a piece says, if it is neither a call nor Gemini's own. */
export function itemOf(piece: Exclude<Piece, { kind: "call" | "other" }>): Item {
  if (piece.kind === "text") return textItem(piece.text);
  return piece.kind === "image" ? imageItem(imageOf(piece.url)) : reasoningItem(piece.detail);
}

export const imageOf = (url: string): JsonObject => ({ type: "image_url", image_url: { url } });
