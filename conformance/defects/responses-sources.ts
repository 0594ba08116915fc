/**
 * The sources of texts as gateways mislay them on the way to callers of the Responses API (STR-04).
 * @module
 */
import { isObject, type JsonObject } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { unchanged } from "./plants.ts";
import { answering } from "./responses.ts";

const placeOf = ({ output_index, content_index }: JsonObject): string => `${output_index}.${content_index}`;

/** Where each text starts in all of them. */
function startsIn(events: readonly JsonObject[]): Map<string, number> {
  const starts = new Map<string, number>();
  let length = 0;
  for (const event of events) {
    if (event.type !== "response.output_text.delta") continue;
    if (!starts.has(placeOf(event))) starts.set(placeOf(event), length);
    length += String(event.delta).length;
  }
  return starts;
}

/** The places of each source, counted from the start of the whole answer. */
function countedTogether(events: JsonObject[]): JsonObject[] {
  const starts = startsIn(events);
  return events.map((event) => {
    const { annotation } = event;
    if (event.type !== "response.output_text.annotation.added" || !isObject(annotation)) return event;
    const start = starts.get(placeOf(event)) ?? 0;
    const { start_index: from, end_index: to } = annotation;
    const moved = { start_index: Number(from) + start, end_index: Number(to) + start };
    return { ...event, annotation: { ...annotation, ...moved } };
  });
}

/** Every source at the text that was told last. */
function atTheLast(events: JsonObject[]): JsonObject[] {
  const last = events.findLast(({ type }) => type === "response.output_text.delta");
  const { item_id, output_index, content_index } = last ?? {};
  return events.map((event) =>
    event.type === "response.output_text.annotation.added"
      ? { ...event, item_id, output_index, content_index }
      : event,
  );
}

export const responsesSourceDefects: readonly Defect[] = [
  {
    id: "responses.sources-counted-together",
    title: "The sources of a later text count their places from the start of the whole answer",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: unchanged,
    around: answering(countedTogether, (body) => body),
  },
  {
    id: "responses.sources-at-the-last",
    title: "Sources that come late stand at the text that was told last, whichever they are of",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: unchanged,
    around: answering(atTheLast, (body) => body),
  },
];
