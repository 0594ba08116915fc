/**
 * Content blocks of an answer: what of them the canonical message can hold, and what must be kept as it came.
 * @module
 */
import type { ReasoningDetail } from "../../canonical/chat.ts";
import type { ReasoningItem } from "../../canonical/item.ts";
import { at, isObject, type Json, type JsonObject, parseJson, textOrNull } from "../../json.ts";

/**
 * The field of a message that holds the blocks that the canonical message has no place for, as they came: tools that
 * Bedrock runs itself and their results, films, sounds, citations without an address.
 */
export const BLOCKS_FIELD = "bedrock_content";

/** The one word in which Bedrock says that a tool is not the caller's. */
export const isServerTool = (toolUse: JsonObject): boolean => toolUse.type === "server_tool_use";

/** The arguments of a call as JSON text, `{}` for none. */
export const argumentsOf = (input: Json | undefined): string =>
  typeof input === "string" ? input || "{}" : JSON.stringify(input ?? {});

/** The input of a call; text that is no JSON, as a cut answer leaves it, stays text. */
export function inputOf(args: string): Json {
  try {
    return parseJson(args || "{}");
  } catch {
    return args;
  }
}

/** Is there anything to send back besides the visible text? */
export const isSigned = (detail: ReasoningDetail): boolean =>
  detail.type === "reasoning.encrypted" || Boolean(detail.signature);

/** The thinking of a whole block. Redacted bytes stay as they are. */
export function detailOf(content: JsonObject): ReasoningDetail {
  if (typeof content.redactedContent === "string")
    return { type: "reasoning.encrypted", data: content.redactedContent };
  const said = isObject(content.reasoningText) ? content.reasoningText : {};
  const signature = textOrNull(said.signature);
  const text = typeof said.text === "string" ? said.text : "";
  return { type: "reasoning.text", text, ...(signature === null ? {} : { signature }) };
}

export function thoughtBlock({ text, signature, encrypted }: ReasoningItem): JsonObject {
  if (encrypted !== null) return { reasoningContent: { redactedContent: encrypted } };
  return { reasoningContent: { reasoningText: { text, ...(signature === null ? {} : { signature }) } } };
}

const addressOf = (citation: Json): string | null => textOrNull(at(citation, ["location", "web", "url"]));

/** OpenAI's annotation for a citation of the web; `null` for one of a document, which has no address. */
export function annotationOf(citation: Json, start: number, end: number): JsonObject | null {
  const url = addressOf(citation);
  if (url === null || !isObject(citation)) return null;
  const title = textOrNull(citation.title) ?? url;
  return { type: "url_citation", url_citation: { url, title, start_index: start, end_index: end } };
}

/** The reverse: a citation for a caller of this dialect. */
export function citationOf(annotation: unknown): JsonObject | null {
  const cited = at(annotation, ["url_citation"]);
  const url = textOrNull(at(cited, ["url"]));
  if (url === null) return null;
  return { title: textOrNull(at(cited, ["title"])) ?? url, location: { web: { url } } };
}

/** The text of a block that cites its sources. */
export const citedText = (cited: JsonObject): string =>
  // Stryker disable next-line ArrayDeclaration: a text where a part belongs says nothing
  (Array.isArray(cited.content) ? cited.content : [])
    .map((part) => (isObject(part) ? (textOrNull(part.text) ?? "") : ""))
    .join("");

export const citationsIn = (cited: JsonObject): Json[] =>
  Array.isArray(cited.citations) ? cited.citations : [];
