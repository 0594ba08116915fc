/**
 * Recorded streams as events on the wire, and the small steps that quirks are made of.
 * @module
 */
import { at, isObject, type JsonObject } from "../../registry/json.ts";

/** One event of a recorded stream. */
export interface WireEvent {
  /** Its other lines, as they stand: `event: …`, `id: …`. */
  fields: string[];
  data: string;
  /** The data as JSON; `null` for `[DONE]` and whatever else is none. */
  json: JsonObject | null;
}

export interface Quirk {
  id: string;
  family: "framing" | "chunks" | "usage" | "tools";
  title: string;
  /** Where it was seen. */
  seenIn: string;
  /** Changes the events. `paths` says where this provider puts usage. */
  events?(events: WireEvent[], paths: readonly (readonly string[])[]): WireEvent[];
  /** Changes the text of the stream after that. */
  text?(text: string): string;
}

export const DONE = "[DONE]";

function parse(data: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? value : null;
  } catch {
    return null; // `[DONE]`, or a frame that is broken on purpose.
  }
}

/** The events of a stream; comments are dropped, since they are quirks of their own. */
export function readEvents(bytes: Uint8Array): WireEvent[] {
  const text = Buffer.from(bytes)
    .toString("utf8")
    .replace(/\r\n?/g, "\n")
    .replace(/^\ufeff/, "");
  return text.split("\n\n").flatMap((block) => {
    const lines = block.split("\n").filter((line) => line !== "" && !line.startsWith(":"));
    const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trimStart());
    if (data.length === 0) return [];
    const joined = data.join("\n");
    return [{ fields: lines.filter((line) => !line.startsWith("data:")), data: joined, json: parse(joined) }];
  });
}

/** The events as text, in the plainest spelling. */
export const writeEvents = (events: readonly WireEvent[]): string =>
  events
    .map(({ fields, data, json }) => {
      const body = json === null ? data : JSON.stringify(json);
      return [...fields, ...body.split("\n").map((line) => `data: ${line}`), "", ""].join("\n");
    })
    .join("");

export const event = (json: JsonObject): WireEvent => ({ fields: [], data: "", json });

export const choicesOf = ({ json }: WireEvent): JsonObject[] =>
  Array.isArray(json?.choices) ? json.choices.filter(isObject) : [];
export const isChunk = (candidate: WireEvent): boolean =>
  candidate.json !== null && !("error" in candidate.json) && candidate.json.object !== "error";
export const deltaOf = (choice: JsonObject): JsonObject => (isObject(choice.delta) ? choice.delta : {});
export const callsOf = (choice: JsonObject): JsonObject[] => {
  const { tool_calls: calls } = deltaOf(choice);
  return Array.isArray(calls) ? calls.filter(isObject) : [];
};

/** Every chunk changed by itself. */
export const eachChunk =
  (change: (json: JsonObject, position: number) => JsonObject): Quirk["events"] =>
  (events) =>
    events.map((each, i) => (isChunk(each) && each.json ? { ...each, json: change(each.json, i) } : each));

/** Every choice of every chunk changed by itself. */
export const eachChoice = (change: (choice: JsonObject) => JsonObject): Quirk["events"] =>
  eachChunk((json) =>
    Array.isArray(json.choices)
      ? { ...json, choices: json.choices.map((choice) => (isObject(choice) ? change(choice) : choice)) }
      : json,
  );

/** A chunk with the identity of its neighbour, put before every event up to the end of the answer. */
export const salted =
  (make: (neighbour: JsonObject) => JsonObject): Quirk["events"] =>
  (events) =>
    events.flatMap((each) => (each.json ? [event(make(each.json)), each] : [each]));

export const like = (
  { id, object, created, model }: JsonObject,
  choices: JsonObject["choices"],
): JsonObject => ({
  ...{ id, object, created, model, choices },
});

/** The last usage of a stream and the path at which it stands. */
export function lastUsage(events: readonly WireEvent[], paths: readonly (readonly string[])[]) {
  for (const { json } of events.toReversed()) {
    const path = paths.find((candidate) => isObject(at(json, candidate)));
    const usage = path && at(json, path);
    if (path && isObject(usage)) return { path, usage };
  }
  return null;
}

/** A chunk with usage at a path of one or two steps. */
export function putUsage(
  json: JsonObject,
  [first = "", second]: readonly string[],
  usage: JsonObject,
): JsonObject {
  if (second === undefined) return { ...json, [first]: usage };
  return { ...json, [first]: { ...(isObject(json[first]) ? json[first] : {}), [second]: usage } };
}
