/**
 * Quirks of Bedrock's Converse streams: frames with headers, blocks by their index, usage in a frame behind the finish.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import {
  between,
  eachPart,
  halves,
  isPart,
  lacking,
  merged,
  objectAt,
  type Quirk,
  quirk,
  replaced,
  type WireEvent,
} from "./wire-events.ts";

const TYPE = ":event-type: ";
const typeOf = ({ fields }: WireEvent): string =>
  fields.find((line) => line.startsWith(TYPE))?.slice(TYPE.length) ?? "";

const frame = (type: string, json: JsonObject): WireEvent => ({
  fields: [`${TYPE}${type}`, ":content-type: application/json", ":message-type: event"],
  data: "",
  json,
});

const chunks = quirk("chunks");
const usage = quirk("usage");
const tools = quirk("tools");

/** Where a delta has its text: `text`, or one key below `reasoningContent` or `toolUse`. */
type Place = readonly [outer: string, inner?: string];

function placeOf({ json }: WireEvent): Place | null {
  const delta = objectAt(json?.delta);
  if (typeof delta.text === "string") return ["text"];
  if (typeof objectAt(delta.reasoningContent).text === "string") return ["reasoningContent", "text"];
  return typeof objectAt(delta.toolUse).input === "string" ? ["toolUse", "input"] : null;
}

function textAt({ json }: WireEvent, [outer, inner]: Place): string {
  const delta = objectAt(json?.delta);
  return String((inner === undefined ? delta[outer] : objectAt(delta[outer])[inner]) ?? "");
}

function saying(each: WireEvent, [outer, inner]: Place, text: string): WireEvent {
  const delta = objectAt(each.json?.delta);
  const value: Json = inner === undefined ? text : { ...objectAt(delta[outer]), [inner]: text };
  return { ...each, json: { ...each.json, delta: { ...delta, [outer]: value } } };
}

const dropping = (type: string): Quirk["events"] =>
  replaced((_json, each) => (typeOf(each) === type ? [] : null));

const doubling = (type: string): Quirk["events"] =>
  replaced((_json, each) => (typeOf(each) === type ? [each, structuredClone(each)] : null));

/** The index of a block at its first frame, unless that announces it. */
function unannounced(): (each: WireEvent) => number | null {
  const seen = new Set<Json | undefined>();
  return (each) => {
    const index = each.json?.contentBlockIndex;
    if (typeof index !== "number" || seen.has(index)) return null;
    seen.add(index);
    return typeOf(each) === "contentBlockStart" ? null : index;
  };
}

const announcing =
  (start: Json): Quirk["events"] =>
  (events) => {
    const first = unannounced();
    return events.flatMap((each) => {
      const index = first(each);
      return index === null
        ? [each]
        : [frame("contentBlockStart", { contentBlockIndex: index, start }), each];
    });
  };

const CHUNKS: readonly Quirk[] = [
  chunks(
    "unknown-events",
    "Frames of a type that is new",
    "own",
    between(() => frame("weatherReport", { contentBlockIndex: 0, delta: { text: "?" } })),
  ),
  chunks("header-order", "Headers come in another order", "own", (events) =>
    events.map((each) => ({ ...each, fields: [...each.fields].reverse() })),
  ),
  chunks("extra-headers", "Headers that nobody documents", "own", (events) =>
    events.map((each) => ({ ...each, fields: [":weather: fine", ...each.fields, "x-tide: out"] })),
  ),
  chunks("no-content-type", "Frames without a content type", "own", (events) =>
    events.map((each) => ({
      ...each,
      fields: each.fields.filter((line) => !line.startsWith(":content-type")),
    })),
  ),
  chunks(
    "no-padding",
    "Frames without padding",
    "bedrock, recorded",
    eachPart((json) => lacking(json, "p")),
  ),
  chunks(
    "padding",
    "Padding of any length",
    "bedrock",
    eachPart((json, position) => ({ ...json, p: "x".repeat((position * 37) % 101) })),
  ),
  chunks(
    "null-fields",
    "Fields that are null wherever they may be",
    "vercel/ai#11387",
    eachPart((json) => ({
      start: null,
      delta: null,
      stopReason: null,
      additionalModelResponseFields: null,
      trace: null,
      ...json,
    })),
  ),
  chunks(
    "extra-fields",
    "Fields that nobody documents",
    "own",
    eachPart((json) => ({ ...json, weather: { wind: [1, 2] }, message: null, text: "?" })),
  ),
  chunks("start-repeated", "The opening comes twice", "own", doubling("messageStart")),
  chunks("no-start", "The message begins without its opening", "own", dropping("messageStart")),
  chunks(
    "announced",
    "Every block is announced",
    "bedrock's service model: start is a union",
    announcing({}),
  ),
  chunks("announced-null", "Every block is announced with nothing", "own", announcing(null)),
  chunks("no-block-stops", "No block is ever closed", "own", dropping("contentBlockStop")),
  chunks(
    "empty-deltas",
    "Empty deltas among the others",
    "bedrock, recorded",
    replaced((_json, each) => {
      const place = placeOf(each);
      return place && [saying(each, place, ""), each, saying(each, place, "")];
    }),
  ),
  chunks(
    "split-deltas",
    "Every delta in two",
    "own",
    replaced((_json, each) => {
      const place = placeOf(each);
      return place && halves(textAt(each, place)).map((half) => saying(each, place, half));
    }),
  ),
  chunks(
    "merged-deltas",
    "All deltas of a block in one",
    "proxies that buffer, own",
    merged((before, after) => {
      const [a, b] = [placeOf(before), placeOf(after)];
      const same = before.json?.contentBlockIndex === after.json?.contentBlockIndex;
      if (!a || !b || a.join() !== b.join() || !same) return null;
      return saying(before, a, textAt(before, a) + textAt(after, b));
    }),
  ),
  chunks(
    "odd-indexes",
    "Blocks are numbered with gaps",
    "own",
    eachPart((json) =>
      typeof json.contentBlockIndex === "number"
        ? { ...json, contentBlockIndex: json.contentBlockIndex * 3 + 4 }
        : json,
    ),
  ),
  chunks("stop-repeated", "The finish comes twice", "own", doubling("messageStop")),
];

/** Changes the usage of every frame in which it stands. */
const eachUsage = (change: (counts: JsonObject) => JsonObject): Quirk["events"] =>
  eachPart((json) => (isObject(json.usage) ? { ...json, usage: change(json.usage) } : json));

const USAGE: readonly Quirk[] = [
  usage("twice", "The frame with usage comes twice", "own", doubling("metadata")),
  usage("before-the-finish", "Usage comes before the finish", "envoyproxy/ai-gateway#1503", (events) => {
    const isLate = (each: WireEvent) => isPart(each) && typeOf(each) === "metadata";
    const late = events.filter(isLate);
    return events.flatMap((each) => {
      if (isLate(each)) return [];
      return typeOf(each) === "messageStop" ? [...late, each] : [each];
    });
  }),
  usage(
    "metrics-alone",
    "Frames of metadata without usage come first and last",
    "own",
    replaced((_json, each) =>
      typeOf(each) === "metadata"
        ? [
            frame("metadata", { metrics: { latencyMs: 1 } }),
            each,
            frame("metadata", { metrics: { latencyMs: 1 }, usage: null }),
          ]
        : null,
    ),
  ),
  usage(
    "nulls",
    "Counts that do not apply are null",
    "own",
    eachUsage((counts) => ({
      cacheReadInputTokens: null,
      cacheWriteInputTokens: null,
      cacheDetails: null,
      ...counts,
    })),
  ),
  usage(
    "zeros",
    "Counts that do not apply are 0",
    "bedrock, recorded",
    eachUsage((counts) => ({ cacheReadInputTokens: 0, cacheWriteInputTokens: 0, ...counts })),
  ),
  usage(
    "spelt-twice",
    "Counts of the cache stand under two names",
    "bedrock, recorded",
    eachUsage((counts) => ({
      ...counts,
      cacheReadInputTokenCount: counts.cacheReadInputTokens ?? 0,
      cacheWriteInputTokenCount: counts.cacheWriteInputTokens ?? 0,
    })),
  ),
];

const isCallStart = (each: WireEvent): boolean =>
  typeOf(each) === "contentBlockStart" && isObject(objectAt(each.json?.start).toolUse);

/** Changes the announcement of every call. */
const eachStart = (change: (call: JsonObject) => JsonObject): Quirk["events"] =>
  replaced((json, each) => {
    if (!isCallStart(each)) return null;
    const start = objectAt(json.start);
    return [{ ...each, json: { ...json, start: { ...start, toolUse: change(objectAt(start.toolUse)) } } }];
  });

const TOOLS: readonly Quirk[] = [
  tools(
    "null-type",
    "A call's type is null",
    "own",
    eachStart((call) => ({ ...call, type: null })),
  ),
  tools(
    "input-in-start",
    "A call begins with an input that is empty",
    "own",
    eachStart((call) => ({ ...call, input: "" })),
  ),
  tools(
    "start-repeated",
    "A null piece follows the start of a call",
    "own",
    replaced((json, each) =>
      isCallStart(each)
        ? [
            each,
            frame("contentBlockDelta", {
              contentBlockIndex: json.contentBlockIndex ?? 0,
              delta: { toolUse: { input: null } },
            }),
          ]
        : null,
    ),
  ),
  tools(
    "end-turn",
    "An answer that calls tools ends its turn",
    "own",
    replaced((json, each) =>
      json.stopReason === "tool_use" ? [{ ...each, json: { ...json, stopReason: "end_turn" } }] : null,
    ),
  ),
];

/** Every quirk of streams in this dialect. */
export const BEDROCK: readonly Quirk[] = [...CHUNKS, ...USAGE, ...TOOLS];
