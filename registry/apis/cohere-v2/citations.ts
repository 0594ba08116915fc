/**
 * Cohere's citations and OpenAI's annotations. A citation of a document that has an address is both; the others have no
 * OpenAI form and reach the caller as `citations` (RES-03, RES-04).
 * @module
 */
import { isObject, type Json, type JsonObject, textOrNull } from "../../json.ts";

function annotationsOf(citation: JsonObject): JsonObject[] {
  // Stryker disable next-line ArrayDeclaration: a word has none of the fields that are read
  const sources = Array.isArray(citation.sources) ? citation.sources.filter(isObject) : [];
  return sources.flatMap(({ document }) => {
    const url = isObject(document) ? textOrNull(document.url) : null;
    if (url === null || !isObject(document)) return [];
    const span = { start_index: citation.start ?? 0, end_index: citation.end ?? 0 };
    return [
      { type: "url_citation", url_citation: { url, title: textOrNull(document.title) ?? url, ...span } },
    ];
  });
}

/** The annotations that citations amount to; nothing where none of their sources has an address. */
export function toAnnotations(citations: readonly Json[]): { annotations?: JsonObject[] } {
  // Stryker disable next-line MethodExpression: what is no object has no sources
  const annotations = citations.filter(isObject).flatMap(annotationsOf);
  return annotations.length === 0 ? {} : { annotations };
}

/** Citations for a caller: Cohere's own where the answer has them, else those that its annotations amount to. */
export function citationsOf(message: Readonly<Record<string, unknown>>, text: string): Json[] {
  if (Array.isArray(message.citations)) return message.citations;
  // Stryker disable next-line ArrayDeclaration: a word has none of the fields that are read
  const listed = Array.isArray(message.annotations) ? message.annotations.filter(isObject) : [];
  return listed.flatMap(({ url_citation: cited }, i) => {
    const url = isObject(cited) ? textOrNull(cited.url) : null;
    if (url === null || !isObject(cited)) return [];
    const { start_index: start = 0, end_index: end = 0, title } = cited;
    // Stryker disable next-line ConditionalExpression: JSON leaves out what is undefined
    const document = { id: `doc:${i}`, url, ...(title === undefined ? {} : { title }) };
    return [
      {
        start,
        end,
        text: text.slice(Number(start), Number(end)),
        sources: [{ type: "document", id: `doc:${i}`, document }],
        type: "TEXT_CONTENT",
      },
    ];
  });
}
