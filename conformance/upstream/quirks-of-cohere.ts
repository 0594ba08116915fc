/**
 * Quirks of Cohere's streams: events with a name and a type, parts by their index, usage at the end.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import {
  between,
  DONE,
  eachPart,
  halves,
  lacking,
  merged,
  objectAt,
  type Quirk,
  quirk,
  replaced,
  type WireEvent,
} from "./wire-events.ts";

const event = (json: JsonObject): WireEvent => ({ fields: [`event: ${String(json.type)}`], data: "", json });
const is = (json: JsonObject | null, ...types: string[]): boolean => types.includes(String(json?.type));

const chunks = quirk("chunks");
const usage = quirk("usage");
const tools = quirk("tools");

const messageOf = (json: JsonObject | null): JsonObject => objectAt(objectAt(json?.delta).message);
const withMessage = (json: JsonObject, message: JsonObject): JsonObject => ({
  ...json,
  delta: { ...objectAt(json.delta), message },
});

/** Where a delta has its text: under the message, two keys deep at most. */
type Place = readonly [outer: string, inner?: string];

function placeOf(json: JsonObject | null): Place | null {
  const message = messageOf(json);
  if (is(json, "tool-plan-delta")) return ["tool_plan"];
  if (!is(json, "content-delta")) return null;
  const inner = ["text", "thinking"].find((key) => typeof objectAt(message.content)[key] === "string");
  return inner === undefined ? null : ["content", inner];
}

function textAt(json: JsonObject | null, [outer, inner]: Place): string {
  const message = messageOf(json);
  return String((inner === undefined ? message[outer] : objectAt(message[outer])[inner]) ?? "");
}

function saying(json: JsonObject, [outer, inner]: Place, text: string): WireEvent {
  const message = messageOf(json);
  const value: Json = inner === undefined ? text : { ...objectAt(message[outer]), [inner]: text };
  return event(withMessage(json, { ...message, [outer]: value }));
}

const isStart = (json: JsonObject): boolean => String(json.type).endsWith("-start");
const isEnd = (json: JsonObject): boolean => String(json.type).endsWith("-end") && !is(json, "message-end");

const CHUNKS: readonly Quirk[] = [
  chunks(
    "debug-events",
    "Debug events among the others",
    "cohere's API reference, stream events",
    between(() => event({ type: "debug", prompt: "the whole prompt" })),
  ),
  chunks(
    "unknown-events",
    "Events of a type that is new",
    "own",
    between(() => event({ type: "weather-delta", index: 0, delta: { message: { content: { text: "?" } } } })),
  ),
  chunks("unnamed", "Events without names, by their type alone", "relays, own", (events) =>
    events.map((each) => ({ ...each, fields: [] })),
  ),
  chunks("untyped", "Events without types, by their name alone", "own", (events) =>
    events.map((each) => (each.json ? { ...each, json: lacking(each.json, "type") } : each)),
  ),
  chunks(
    "null-fields",
    "Fields that are null wherever they may be",
    "vercel/ai#11410",
    eachPart((json) => ({ id: null, index: null, delta: null, logprobs: null, error: null, ...json })),
  ),
  chunks(
    "extra-fields",
    "Fields that nobody documents",
    "own",
    eachPart((json) => ({ ...json, weather: { wind: [1, 2] }, text: "?", message: null })),
  ),
  chunks(
    "padding",
    "Padding of random length on every event",
    "own",
    eachPart((json, position) => ({ ...json, p: "x".repeat(position % 17) })),
  ),
  chunks(
    "ids",
    "Every event has an id, and none the first one's",
    "own",
    eachPart((json, position) => (position === 0 ? json : { ...json, id: `other-${position}` })),
  ),
  chunks(
    "start-repeated",
    "The opening comes twice",
    "relays, own",
    replaced((json, each) => (is(json, "message-start") ? [each, structuredClone(each)] : null)),
  ),
  chunks(
    "no-starts",
    "Contents begin without being announced",
    "own",
    replaced((json) => (is(json, "content-start") ? [] : null)),
  ),
  chunks(
    "no-ends",
    "Nothing is ever closed but the message",
    "own",
    replaced((json) => (isEnd(json) ? [] : null)),
  ),
  chunks(
    "empty-deltas",
    "Empty deltas among the others",
    "own",
    replaced((json, each) => {
      const place = placeOf(json);
      return place && [saying(json, place, ""), each, saying(json, place, "")];
    }),
  ),
  chunks(
    "split-deltas",
    "Every delta in two",
    "own",
    replaced((json) => {
      const place = placeOf(json);
      return place && halves(textAt(json, place)).map((half) => saying(json, place, half));
    }),
  ),
  chunks(
    "merged-deltas",
    "All deltas of a part in one",
    "proxies that buffer, own",
    merged(({ json: before }, { json: after }) => {
      const [a, b] = [placeOf(before), placeOf(after)];
      if (!before || !a || !b || a.join() !== b.join() || before.index !== after?.index) return null;
      return saying(before, a, textAt(before, a) + textAt(after, b));
    }),
  ),
  chunks("no-done", "No `[DONE]` at the end", "own", (events) => events.filter(({ data }) => data !== DONE)),
];

const hasUsage = (json: JsonObject): boolean => isObject(objectAt(json.delta).usage);

const USAGE: readonly Quirk[] = [
  usage(
    "nulls-before",
    "Usage is null on every event but the last",
    "own",
    eachPart((json) =>
      hasUsage(json) || !isObject(json.delta) ? json : { ...json, delta: { ...json.delta, usage: null } },
    ),
  ),
  usage(
    "twice",
    "The last event comes twice",
    "relays, own",
    replaced((json, each) => (hasUsage(json) ? [each, structuredClone(each)] : null)),
  ),
  usage(
    "at-the-top",
    "Usage stands beside the delta",
    "own",
    replaced((json) => {
      const { usage: counts, ...delta } = objectAt(json.delta);
      return isObject(counts) ? [event({ ...json, delta, usage: counts })] : null;
    }),
  ),
  usage(
    "behind-the-finish",
    "Usage follows the finish in an event of its own",
    "own",
    replaced((json) => {
      const { usage: counts, ...delta } = objectAt(json.delta);
      if (!isObject(counts)) return null;
      return [event({ ...json, delta }), event({ type: "message-usage", delta: { usage: counts } })];
    }),
  ),
  usage(
    "early",
    "Usage comes before the finish as well",
    "own",
    replaced((json, each) =>
      hasUsage(json)
        ? [event({ type: "message-usage", delta: { usage: objectAt(objectAt(json.delta).usage) } }), each]
        : null,
    ),
  ),
];

const callOf = (json: JsonObject): JsonObject | null => {
  const { tool_calls: call } = messageOf(json);
  return is(json, "tool-call-start", "tool-call-delta") && isObject(call) ? call : null;
};

const withCall = (json: JsonObject, call: Json): WireEvent =>
  event(withMessage(json, { ...messageOf(json), tool_calls: call }));

/** Changes each piece of each call. */
const eachCall = (change: (call: JsonObject, json: JsonObject) => Json): Quirk["events"] =>
  replaced((json) => {
    const call = callOf(json);
    return call && [withCall(json, change(call, json))];
  });

const TOOLS: readonly Quirk[] = [
  tools(
    "listed",
    "Each piece of a call stands in a list",
    "own",
    eachCall((call) => [call]),
  ),
  tools(
    "null-arguments",
    "A call begins with arguments that are null",
    "cohere, recorded",
    eachCall((call, json) =>
      isStart(json) ? { ...call, function: { ...objectAt(call.function), arguments: null } } : call,
    ),
  ),
  tools(
    "late-name",
    "A call's name comes in its second piece",
    "vercel/ai#6687",
    replaced((json) => {
      const call = callOf(json);
      if (!call || !isStart(json)) return null;
      const { name = null } = objectAt(call.function);
      const rest = { ...call, function: lacking(objectAt(call.function), "name") };
      const second = withCall({ ...json, type: "tool-call-delta" }, { function: { name, arguments: "" } });
      return [withCall(json, rest), second];
    }),
  ),
  tools(
    "empty-pieces",
    "Empty pieces among the others, with the type of the call",
    "own",
    replaced((json, each) =>
      callOf(json) && !isStart(json)
        ? [withCall(json, { type: "function", function: { arguments: "" } }), each]
        : null,
    ),
  ),
  tools(
    "odd-indexes",
    "Calls are numbered with gaps",
    "own",
    eachPart((json) =>
      String(json.type).startsWith("tool-call") && typeof json.index === "number"
        ? { ...json, index: json.index * 3 + 4 }
        : json,
    ),
  ),
  tools(
    "complete",
    "An answer that calls tools says that it is complete",
    "relays, envoyproxy/ai-gateway#2399",
    replaced((json) =>
      objectAt(json.delta).finish_reason === "TOOL_CALL"
        ? [event({ ...json, delta: { ...objectAt(json.delta), finish_reason: "COMPLETE" } })]
        : null,
    ),
  ),
];

/** Every quirk of streams in this dialect. */
export const COHERE: readonly Quirk[] = [...CHUNKS, ...USAGE, ...TOOLS];
