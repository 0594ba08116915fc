/**
 * Grounding and citations as OpenAI annotations, and the way back. Gemini counts in UTF-8 bytes, OpenAI in characters.
 * @module
 */
import { at, isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";

const encoder = new TextEncoder();
/** A byte order mark counts like any other character. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const bytesBefore = (text: string, index: number): number => encoder.encode(text.slice(0, index)).length;

const countOr0 = (value: unknown): number => (Number.isInteger(value) ? Math.max(0, Number(value)) : 0);

interface Span {
  start_index: number;
  end_index: number;
}

/** A segment in characters. Where the counts do not fit the text that the segment quotes, the quote is looked for. */
function spanOf(segment: JsonObject, text: string, bytes: Uint8Array): Span {
  const at = (index: number) => decoder.decode(bytes.subarray(0, index)).length;
  const [start_index, end_index] = [at(countOr0(segment.startIndex)), at(countOr0(segment.endIndex))];
  const quote = textOrNull(segment.text);
  if (quote === null || text.slice(start_index, end_index) === quote) return { start_index, end_index };
  const found = text.indexOf(quote);
  return found < 0 ? { start_index, end_index } : { start_index: found, end_index: found + quote.length };
}

function citation(source: JsonObject, span: Span): JsonObject | null {
  const url = textOrNull(source.uri);
  if (url === null) return null;
  return { type: "url_citation", url_citation: { url, title: textOrNull(source.title) ?? "", ...span } };
}

const listAt = (value: unknown, ...path: string[]): Json[] => {
  const found = at(value, path);
  // Stryker disable next-line ArrayDeclaration: what is no object is passed over by every reader of these lists
  return Array.isArray(found) ? (found as Json[]) : [];
};

/** The source that a grounding chunk names, whatever kind of search found it. */
const sourceOf = (chunk: Json | undefined): JsonObject => {
  const found = isObject(chunk) ? (chunk.web ?? chunk.retrievedContext ?? chunk.maps) : null;
  return isObject(found) ? found : {};
};

function fromGrounding(candidate: JsonObject, text: string, bytes: Uint8Array): (JsonObject | null)[] {
  const chunks = listAt(candidate, "groundingMetadata", "groundingChunks");
  const used = new Set<number>();
  const supported = listAt(candidate, "groundingMetadata", "groundingSupports").flatMap((support) => {
    const segment = isObject(support) && isObject(support.segment) ? support.segment : {};
    const span = spanOf(segment, text, bytes);
    return listAt(support, "groundingChunkIndices").map((index) => {
      if (typeof index !== "number") return null;
      used.add(index);
      return citation(sourceOf(chunks[index]), span);
    });
  });
  const whole = { start_index: 0, end_index: text.length };
  const unused = chunks.filter((_, index) => !used.has(index));
  return [...supported, ...unused.map((chunk) => citation(sourceOf(chunk), whole))];
}

function fromCitations(candidate: JsonObject, text: string, bytes: Uint8Array): (JsonObject | null)[] {
  const listed = ["citationSources", "citations"].flatMap((key) =>
    listAt(candidate, "citationMetadata", key),
  );
  return listed.filter(isObject).map((source) => citation(source, spanOf(source, text, bytes)));
}

/** Everything that a candidate cites. @param text the candidate's text so far, which the counts are about */
export function annotationsOf(candidate: JsonObject, text: string): JsonObject[] {
  // Stryker disable next-line ConditionalExpression: it only saves the encoding of the text: without metadata all lists are empty
  if (!isObject(candidate.groundingMetadata) && !isObject(candidate.citationMetadata)) return [];
  const bytes = encoder.encode(text);
  return [...fromGrounding(candidate, text, bytes), ...fromCitations(candidate, text, bytes)].filter(
    (found) => found !== null,
  );
}

/** Grounding metadata for a caller, from another provider's annotations; `null` without any. */
export function groundingOf(annotations: unknown, text: string): JsonObject | null {
  // Stryker disable next-line ArrayDeclaration: what is no object is passed over by every reader of these lists
  const listed = Array.isArray(annotations) ? annotations.filter(isObject) : [];
  const cited = listed.flatMap(({ url_citation: source }) => (isObject(source) ? [source] : []));
  if (cited.length === 0) return null;
  return {
    groundingChunks: cited.map(({ url, title }) => ({ web: { uri: url, title } })),
    groundingSupports: cited.map(({ start_index, end_index }, index) => {
      const [start, end] = [countOr0(start_index), countOr0(end_index)];
      const segment = { startIndex: bytesBefore(text, start), endIndex: bytesBefore(text, end) };
      return { segment: { ...segment, text: text.slice(start, end) }, groundingChunkIndices: [index] };
    }),
  };
}
