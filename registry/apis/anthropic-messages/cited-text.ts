/**
 * Text with its citations as Anthropic has them: a block of its own for each cited passage.
 * @module
 */
import { at, type Json, type JsonObject } from "../../json.ts";

interface Passage {
  start: number;
  end: number;
  citations: JsonObject[];
}

/** A web citation in Anthropic's form. The index that would let the model find the page again is not ours to give. */
export function citationFrom(annotation: unknown): JsonObject | null {
  const url = at(annotation, ["url_citation", "url"]);
  const title = at(annotation, ["url_citation", "title"]);
  if (typeof url !== "string") return null;
  return {
    type: "web_search_result_location",
    url,
    title: typeof title === "string" ? title : url,
    encrypted_index: "",
    cited_text: "",
  };
}

const offset = (annotation: Json, name: string): number => {
  const value = at(annotation, ["url_citation", name]);
  return Number.isInteger(value) ? Number(value) : -1;
};

/** The cited passages in order, or `null` where they overlap or lie outside the text. */
function passagesOf(text: string, annotations: readonly Json[]): Passage[] | null {
  const passages: Passage[] = [];
  for (const annotation of annotations) {
    const [start, end] = [offset(annotation, "start_index"), offset(annotation, "end_index")];
    const citation = citationFrom(annotation);
    if (citation === null) continue;
    const last = passages.at(-1);
    if (last && last.start === start && last.end === end) last.citations.push(citation);
    else if (start < (last?.end ?? 0) || end <= start || end > text.length) return null;
    else passages.push({ start, end, citations: [citation] });
  }
  return passages;
}

const plain = (text: string): JsonObject[] => (text === "" ? [] : [{ type: "text", text }]);

/** The blocks of a message that says something; citations whose places make no sense are put on the whole text. */
export function textBlocks(text: string, annotations: readonly JsonObject[]): JsonObject[] {
  const passages = passagesOf(text, annotations);
  if (passages === null) {
    const citations = annotations.map(citationFrom).filter((found) => found !== null);
    return [{ type: "text", text, citations }];
  }
  let position = 0;
  const blocks = passages.flatMap(({ start, end, citations }) => {
    const before = plain(text.slice(position, start));
    position = end;
    return [...before, { type: "text", text: text.slice(start, end), citations }];
  });
  return [...blocks, ...plain(text.slice(position))];
}
