/**
 * Quirks of streams in Anthropic's dialect: typed events, blocks by their index, usage in instalments.
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

/** The kinds of deltas that come in pieces, and where their text stands. */
const TEXT_OF: Readonly<Record<string, string>> = {
  text_delta: "text",
  thinking_delta: "thinking",
  input_json_delta: "partial_json",
};

/** The key under which a delta has its text; `null` for every other event. */
function textKey(json: JsonObject | null): string | null {
  if (!is(json, "content_block_delta")) return null;
  return TEXT_OF[String(objectAt(json?.delta).type)] ?? null;
}

/** The same delta with another text. */
const saying = (json: JsonObject, key: string, text: string): WireEvent =>
  event({ ...json, delta: { ...objectAt(json.delta), [key]: text } });

const textIn = (json: JsonObject | null, key: string): string => String(objectAt(json?.delta)[key] ?? "");

/** Same block, same kind of delta. */
const continues = (before: JsonObject | null, after: JsonObject | null): boolean =>
  textKey(before) !== null &&
  before?.index === after?.index &&
  objectAt(before?.delta).type === objectAt(after?.delta).type;

const finishing = (json: JsonObject): boolean =>
  is(json, "message_delta") && typeof objectAt(json.delta).stop_reason === "string";

const CHUNKS: readonly Quirk[] = [
  chunks(
    "pings",
    "Pings before and behind every event",
    "anthropic, envoyproxy/ai-gateway#2549",
    between(() => event({ type: "ping" })),
  ),
  chunks(
    "unknown-events",
    "Events of a type that is new",
    "anthropic's versioning policy, pydantic-ai#5818",
    between(() => event({ type: "content_block_note", index: 0, delta: { type: "text_delta", text: "?" } })),
  ),
  chunks(
    "unknown-deltas",
    "Deltas of a type that is new",
    "own",
    replaced((json, each) =>
      is(json, "content_block_delta")
        ? [event({ ...json, delta: { type: "tide_delta", text: "?" } }), each]
        : null,
    ),
  ),
  chunks(
    "null-fields",
    "Fields that are null wherever they may be",
    "vercel/ai#11387",
    eachPart((json) => ({
      message: null,
      delta: null,
      content_block: null,
      usage: null,
      error: null,
      index: null,
      ...json,
    })),
  ),
  chunks(
    "extra-fields",
    "Fields that nobody documents",
    "tensorzero#4617",
    eachPart((json) => ({ ...json, weather: { wind: [1, 2] }, stop_sequence: null, text: "?" })),
  ),
  chunks(
    "padding",
    "Padding of random length on every event",
    "anthropic, recorded",
    eachPart((json, position) => ({ ...json, p: "abcdefghijklmnopq".slice(position % 17) })),
  ),
  chunks(
    "start-repeated",
    "The opening comes twice",
    "relays, own",
    replaced((json, each) => (is(json, "message_start") ? [each, structuredClone(each)] : null)),
  ),
  chunks("unnamed", "Events without names, by their type alone", "relays of OpenAI's form, own", (events) =>
    events.map((each) => (each.json?.type === "error" ? each : { ...each, fields: [] })),
  ),
  chunks(
    "no-block-stops",
    "No block is ever closed",
    "own",
    replaced((json) => (is(json, "content_block_stop") ? [] : null)),
  ),
  chunks(
    "empty-deltas",
    "Empty deltas among the others",
    "anthropic, recorded",
    replaced((json, each) => {
      const key = textKey(json);
      return key === null ? null : [saying(json, key, ""), each, saying(json, key, "")];
    }),
  ),
  chunks(
    "split-deltas",
    "Every delta in two",
    "own",
    replaced((json) => {
      const key = textKey(json);
      return key === null ? null : halves(textIn(json, key)).map((half) => saying(json, key, half));
    }),
  ),
  chunks(
    "merged-deltas",
    "All deltas of a block in one",
    "proxies that buffer, own",
    merged(({ json: before }, { json: after }) => {
      const key = textKey(before);
      if (!before || !after || key === null || !continues(before, after)) return null;
      return saying(before, key, textIn(before, key) + textIn(after, key));
    }),
  ),
  chunks(
    "odd-indexes",
    "Blocks are numbered with gaps",
    "own",
    eachPart((json) => (typeof json.index === "number" ? { ...json, index: json.index * 3 + 4 } : json)),
  ),
  chunks(
    "no-message-stop",
    "The stream ends without message_stop",
    "relays, own",
    replaced((json) => (is(json, "message_stop") ? [] : null)),
  ),
  chunks("done", "A `[DONE]` where message_stop belongs", "relays of OpenAI's form, own", (events) =>
    events.map((each) => (is(each.json, "message_stop") ? { fields: [], data: DONE, json: null } : each)),
  ),
];

const startUsage = (events: readonly WireEvent[]): JsonObject =>
  objectAt(objectAt(events.find(({ json }) => is(json, "message_start"))?.json?.message).usage);

const isFlat = (value: Json | undefined): boolean => value !== null && !isObject(value);

/** Changes what the opening and the later events say of usage, given what the opening said. */
const counted =
  (
    opening: (start: JsonObject) => JsonObject,
    later: (start: JsonObject, said: JsonObject) => JsonObject,
  ): Quirk["events"] =>
  (events) => {
    const start = startUsage(events);
    // Where the stream broke off, the opening is all that is said.
    if (!events.some(({ json }) => is(json, "message_delta") && isObject(json?.usage))) return events;
    return events.map((each) => {
      const { json } = each;
      if (json && is(json, "message_start"))
        return { ...each, json: { ...json, message: { ...objectAt(json.message), usage: opening(start) } } };
      if (json && is(json, "message_delta") && isObject(json.usage))
        return { ...each, json: { ...json, usage: later(start, json.usage) } };
      return each;
    });
  };

/** Counts of a later event that only repeat the opening's. */
const repeats = (start: JsonObject, said: JsonObject): string[] =>
  Object.keys(said).filter((key) => key !== "output_tokens" && isFlat(said[key]) && said[key] === start[key]);

const zero = (value: Json | undefined): Json => {
  if (typeof value === "number") return 0;
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, zero(inner)]));
};

const USAGE: readonly Quirk[] = [
  usage(
    "late",
    "The opening counts nothing: everything stands in the last event",
    "bedrock, envoyproxy/ai-gateway#2292",
    counted(
      (start) => objectAt(zero(start)),
      (start, said) => ({ ...start, ...said }),
    ),
  ),
  usage(
    "nulls-later",
    "Counts of the opening are null in the last event",
    "envoyproxy/ai-gateway#1631",
    counted(
      (start) => start,
      (start, said) => ({
        ...said,
        ...Object.fromEntries(repeats(start, said).map((key) => [key, null])),
      }),
    ),
  ),
  usage(
    "output-alone",
    "The last event has only what the opening could not know",
    "vercel/ai#11969",
    counted(
      (start) => start,
      (start, said) => repeats(start, said).reduce(lacking, said),
    ),
  ),
  usage(
    "running",
    "Counts grow from event to event",
    "anthropic's documentation: cumulative, envoyproxy/ai-gateway#2236",
    replaced((json, each) => {
      if (!finishing(json) || !isObject(json.usage)) return null;
      const so = (output: number) =>
        event({
          ...json,
          delta: { stop_reason: null },
          usage: { ...objectAt(json.usage), output_tokens: output },
        });
      return [so(1), so(2), each];
    }),
  ),
  usage(
    "twice",
    "The event with finish and usage comes twice",
    "relays, own",
    replaced((json, each) => (finishing(json) ? [each, structuredClone(each)] : null)),
  ),
  usage(
    "behind-the-finish",
    "Usage follows the finish in an event of its own",
    "own",
    replaced((json) =>
      finishing(json) && isObject(json.usage)
        ? [event(lacking(json, "usage")), event({ ...json, delta: {} })]
        : null,
    ),
  ),
];

const isCallStart = (json: JsonObject): boolean =>
  is(json, "content_block_start") && objectAt(json.content_block).type === "tool_use";

const withBlock = (json: JsonObject, block: JsonObject): WireEvent =>
  event({ ...json, content_block: block });

const TOOLS: readonly Quirk[] = [
  tools(
    "no-input",
    "A call begins without an input, not even an empty one",
    "own",
    replaced((json) =>
      isCallStart(json) ? [withBlock(json, lacking(objectAt(json.content_block), "input"))] : null,
    ),
  ),
  tools(
    "null-input",
    "A call begins with the input null",
    "relays, own",
    replaced((json) =>
      isCallStart(json) ? [withBlock(json, { ...objectAt(json.content_block), input: null })] : null,
    ),
  ),
  tools(
    "caller",
    "A call says who made it",
    "anthropic's programmatic tool calling",
    replaced((json) =>
      isCallStart(json)
        ? [withBlock(json, { ...objectAt(json.content_block), caller: { type: "direct" } })]
        : null,
    ),
  ),
  tools("whole-input", "A call comes whole in its start, without deltas", "relays, own", (events) => {
    const inputs = new Map<Json | undefined, string>();
    for (const { json } of events)
      if (textKey(json) === "partial_json")
        inputs.set(json?.index, (inputs.get(json?.index) ?? "") + textIn(json, "partial_json"));
    return events.flatMap((each) => {
      const { json } = each;
      if (json && textKey(json) === "partial_json" && json.index !== undefined) return [];
      if (!json || !isCallStart(json)) return [each];
      const input: Json = JSON.parse(inputs.get(json.index) || "{}");
      return [withBlock(json, { ...objectAt(json.content_block), input })];
    });
  }),
  tools(
    "end-turn",
    "An answer that calls tools ends its turn",
    "relays, envoyproxy/ai-gateway#2399",
    replaced((json) =>
      objectAt(json.delta).stop_reason === "tool_use"
        ? [event({ ...json, delta: { ...objectAt(json.delta), stop_reason: "end_turn" } })]
        : null,
    ),
  ),
];

/** Every quirk of streams in this dialect. */
export const ANTHROPIC: readonly Quirk[] = [...CHUNKS, ...USAGE, ...TOOLS];
