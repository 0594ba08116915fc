/**
 * Cache marks within what a host takes: no more than it counts, and long ones before short ones (MAP-12, MAP-15).
 * @module
 */
import { ONLY_ON, readOnlyOn } from "../canonical/only-on.ts";
import { isObject, type Json, type JsonObject, without } from "../json.ts";

/** A request with changed marks; `null` where they fit as they are. */
interface Marked {
  messages: Json;
  tools: Json | undefined;
}

const isMarked = (value: Json): value is JsonObject => isObject(value) && isObject(value.cache_control);

const isInstruction = (message: Json): boolean =>
  isObject(message) && (message.role === "system" || message.role === "developer");

/** The parts of a message as its host will see them. */
const contentOf = (message: JsonObject): Json[] =>
  readOnlyOn(message)?.blocks ?? (Array.isArray(message.content) ? message.content : []);

const NONE: Json[] = [];

/** A mark on a message with parts counts once, on the last of them. */
function placesOf(message: Json): Json[] {
  if (!isObject(message)) return NONE;
  const content = contentOf(message);
  // Mostly nothing is marked, and then there is nothing to put together.
  if (!isMarked(message) && !content.some(isMarked)) return NONE;
  return [...content, message].filter(isMarked);
}

/** What bears a mark, in the order in which hosts build their prefix: tools, instructions, the rest. */
function marksIn({ tools, messages }: JsonObject): JsonObject[] {
  const said = Array.isArray(messages) ? messages : [];
  const listed = [
    ...(Array.isArray(tools) ? tools.filter(isMarked) : []),
    ...said.filter(isInstruction).flatMap(placesOf),
    ...said.filter((message) => !isInstruction(message)).flatMap(placesOf),
  ];
  return listed.filter(isMarked);
}

const HOUR = "1h";
const ttlOf = ({ cache_control: mark }: JsonObject): Json | undefined =>
  isObject(mark) ? mark.ttl : undefined;

/**
 * Leaves the last marks where there are too many: their prefixes hold those of the first. A long mark behind a short one
 * is a short one.
 * @param most how many the host takes
 */
export function fittingMarks(request: JsonObject, most: number): Marked | null {
  const marks = marksIn(request);
  const surplus = new Set<Json>(marks.slice(0, Math.max(0, marks.length - most)));
  const kept = marks.filter((one) => !surplus.has(one));
  const firstShort = kept.findIndex((one) => ttlOf(one) !== HOUR);
  const shortened = new Set<Json>(
    firstShort < 0 ? [] : kept.slice(firstShort).filter((one) => ttlOf(one) === HOUR),
  );
  if (surplus.size === 0 && shortened.size === 0) return null;
  const fitted = (value: Json): Json => {
    if (!isObject(value)) return value;
    if (surplus.has(value)) return without(value, ["cache_control"]);
    const mark = value.cache_control;
    return shortened.has(value) && isObject(mark)
      ? { ...value, cache_control: without(mark, ["ttl"]) }
      : value;
  };
  const { tools, messages } = request;
  return {
    tools: Array.isArray(tools) ? tools.map(fitted) : tools,
    messages: (Array.isArray(messages) ? messages : []).map((message) => {
      const own = fitted(message);
      if (!isObject(own)) return own;
      const only = own[ONLY_ON];
      return {
        ...own,
        ...(Array.isArray(own.content) ? { content: own.content.map(fitted) } : {}),
        ...(isObject(only) && Array.isArray(only.blocks)
          ? { [ONLY_ON]: { ...only, blocks: only.blocks.map(fitted) } }
          : {}),
      };
    }),
  };
}
