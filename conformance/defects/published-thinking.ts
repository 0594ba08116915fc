/**
 * Providers of Responses that publish what a model thought, as one text in parts: parts that are lost, swapped or set apart.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { withCodec } from "./plants.ts";
import { defect, listed } from "./responses-plants.ts";
import { mapText } from "./stream-plants.ts";

const isThinking = ({ type }: JsonObject): boolean => type === "reasoning";

/** The parts of published thinking in whole answers, changed before they are read. */
const withParts = (change: (parts: JsonObject[]) => JsonObject[]) =>
  withCodec((original) => ({
    decodeResponse: (body: Json, context) => {
      if (!isObject(body) || !Array.isArray(body.output)) return original.decodeResponse(body, context);
      const output = listed(body.output).map((item) =>
        isThinking(item) && Array.isArray(item.content)
          ? { ...item, content: change(listed(item.content)) }
          : item,
      );
      return original.decodeResponse({ ...body, output }, context);
    },
  }));

export const publishedThinkingDefects: readonly Defect[] = [
  defect(
    {
      id: "published-thinking-backwards",
      title: "The parts of published thinking are put together from the last to the first",
      seenIn: "own",
      breaks: ["RES-03"],
    },
    withParts((parts) => parts.toReversed()),
  ),
  defect(
    {
      id: "published-thinking-first-part",
      title: "Of published thinking only the first part is read",
      seenIn: "own",
      breaks: ["RES-03"],
    },
    withParts((parts) => parts.slice(0, 1)),
  ),
  defect(
    {
      id: "published-thinking-set-apart",
      title: "The parts of published thinking are set apart in a stream as if they were summaries",
      seenIn: "own",
      breaks: ["STR-04"],
    },
    mapText((text) =>
      text
        .replaceAll("response.reasoning_text.delta", "response.reasoning_summary_text.delta")
        .replaceAll('"content_index"', '"summary_index"'),
    ),
  ),
];
