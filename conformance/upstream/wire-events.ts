/**
 * Recorded streams as events on the wire, and the small steps that quirks are made of.
 * @module
 */
import { at, isObject, type Json, type JsonObject } from "../../registry/json.ts";

/** One event of a recorded stream. */
export interface WireEvent {
  /** Its other lines, as they stand: `event: …`, `id: …`; the headers of a frame: `:event-type: …`. */
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

/** Makes quirks of one family that change events. */
export const quirk =
  (family: Quirk["family"]) =>
  (id: string, title: string, seenIn: string, events: Quirk["events"]): Quirk => ({
    id,
    family,
    title,
    seenIn,
    ...(events ? { events } : {}),
  });

export const DONE = "[DONE]";

/** The data of an event as a JSON object. */
export function parse(data: string): JsonObject | null {
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

/** An event that is part of an answer, and no error. */
export const isPart = ({ json, fields }: WireEvent): boolean =>
  json !== null &&
  !isObject(json.error) &&
  json.type !== "error" &&
  !fields.some((line) => /^(?:event: error|:message-type: (?:exception|error))$/.test(line));

/** Every part of the answer changed by itself. */
export const eachPart =
  (change: (json: JsonObject, position: number) => JsonObject): Quirk["events"] =>
  (events) =>
    events.map((each, i) => (isPart(each) && each.json ? { ...each, json: change(each.json, i) } : each));

/** Some events replaced by none, one or many; `null` leaves an event as it is. */
export const replaced =
  (change: (json: JsonObject, event: WireEvent) => WireEvent[] | null): Quirk["events"] =>
  (events) =>
    events.flatMap((each) => (isPart(each) && each.json ? (change(each.json, each) ?? [each]) : [each]));

/** An event put before every other and behind the last one, unless that is an error: nothing follows errors. */
export const between =
  (make: (next: WireEvent) => WireEvent): Quirk["events"] =>
  (events) => {
    const last = events.at(-1);
    const salted = events.flatMap((each) => [make(each), each]);
    return last && isPart(last) ? [...salted, make(last)] : salted;
  };

/** The halves of a text, cut between two characters. */
export function halves(text: string): [string, string] {
  const characters = [...text];
  const middle = Math.ceil(characters.length / 2);
  return [characters.slice(0, middle).join(""), characters.slice(middle).join("")];
}

/** Neighbours joined wherever `join` makes one event of two. */
export const merged =
  (join: (before: WireEvent, after: WireEvent) => WireEvent | null): Quirk["events"] =>
  (events) => {
    const done: WireEvent[] = [];
    for (const each of events) {
      const before = done.at(-1);
      const both = before && isPart(before) && isPart(each) ? join(before, each) : null;
      if (both) done.splice(-1, 1, both);
      else done.push(each);
    }
    return done;
  };

export const objectAt = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** A JSON object without a key. */
export const lacking = (json: JsonObject, key: string): JsonObject =>
  Object.fromEntries(Object.entries(json).filter(([name]) => name !== key));

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
    events.flatMap((each) => (each.json && isChunk(each) ? [event(make(each.json)), each] : [each]));

export const like = (
  { id, object, created, model }: JsonObject,
  choices: JsonObject["choices"],
): JsonObject => ({
  id,
  object,
  created,
  model,
  choices,
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
