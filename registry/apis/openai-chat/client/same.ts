/**
 * Does what a provider wrote say by itself what its caller is to read? Every field that the canonical form knows must
 * stand there as the canonical form has it; of fields that nobody knows it may hold whatever it likes (MAP-16).
 * @module
 */
import type { ChatChunk, ChunkChoice, Delta, ToolCallDelta } from "../../../canonical/chat.ts";
import type { Usage } from "../../../canonical/usage.ts";
import { at, isObject, type Json, type JsonObject } from "../../../json.ts";
import { ANSWER_ONLY } from "../answer-fields.ts";
import { writeUsage } from "../usage.ts";

/** A value and its absence are told apart; `null` and an empty text say no more than absence. */
const saying = (value: unknown): unknown => (value === undefined || value === "" ? null : value);

const says = (source: JsonObject, key: string, value: unknown): boolean =>
  saying(source[key]) === saying(value);

/** Stand all of these fields there, as the very same values? */
function holds(source: JsonObject, fields: object, except: readonly string[]): boolean {
  const given = fields as Record<string, unknown>;
  return Object.keys(given).every(
    (key) => except.includes(key) || saying(given[key]) === saying(source[key]),
  );
}

/** Fields that lead back to who made them, and are marked with it on the way (MAP-17). */
const isUnmarked = (source: JsonObject, fields: object): boolean =>
  ANSWER_ONLY.every((key) => says(source, key, (fields as Record<string, unknown>)[key]));

interface Call {
  id?: string;
  type?: string;
  function?: { name?: string; arguments?: string };
}

function sameCall(source: Json | undefined, call: Call): boolean {
  if (!isObject(source) || !isObject(source.function)) return false;
  const { name, arguments: args } = call.function ?? {};
  return (
    says(source, "id", call.id) &&
    says(source, "type", call.type) &&
    says(source.function, "name", name) &&
    says(source.function, "arguments", args) &&
    isUnmarked(source, call)
  );
}

function sameCalls(source: Json | undefined, calls: readonly Call[] = []): boolean {
  const listed = Array.isArray(source) ? source : [];
  return listed.length === calls.length && calls.every((call, i) => sameCall(listed[i], call));
}

const samePlaces = (source: Json | undefined, calls: readonly ToolCallDelta[] = []): boolean =>
  Array.isArray(source)
    ? calls.every(({ index }, i) => at(source[i], ["index"]) === index)
    : calls.length === 0;

const WORDS = ["role", "content", "refusal", "reasoning_content", "reasoning"] as const;

/** Is this how the message or delta speaks, calls apart? */
function sameWords(source: JsonObject, said: Delta): boolean {
  const { reasoning: _host, ...rest } = said;
  return (
    says(source, "role", said.role) &&
    says(source, "content", said.content) &&
    says(source, "refusal", said.refusal) &&
    says(source, "reasoning_content", said.reasoning_content) &&
    isUnmarked(source, said) &&
    holds(source, rest, [...WORDS, "tool_calls"])
  );
}

function sameChoice(source: Json | undefined, choice: ChunkChoice): boolean {
  if (!isObject(source) || source.index !== choice.index) return false;
  // A chunk says whether it is the last: `null`, not nothing.
  if (source.finish_reason !== choice.finish_reason || says(source, "usage", null) === false) return false;
  const { delta } = source;
  return (
    isObject(delta) &&
    sameWords(delta, choice.delta) &&
    sameCalls(delta.tool_calls, choice.delta.tool_calls) &&
    samePlaces(delta.tool_calls, choice.delta.tool_calls) &&
    holds(source, choice, ["index", "delta", "finish_reason"])
  );
}

/** Does a provider's event say what this chunk says? Its usage is another matter. */
export function sameChunk(body: JsonObject, chunk: ChatChunk): boolean {
  const { choices } = body;
  return (
    Array.isArray(choices) &&
    choices.length === chunk.choices.length &&
    chunk.choices.every((choice, i) => sameChoice(choices[i], choice)) &&
    holds(body, chunk, ["choices", "usage"])
  );
}

function sameWhole(source: Json | undefined, choice: JsonObject): boolean {
  const { message } = choice;
  if (!isObject(source) || !isObject(source.message) || !isObject(message)) return false;
  const said = message as Delta;
  return (
    // A message says that it has no text: `null`, not nothing.
    Object.hasOwn(source.message, "content") === Object.hasOwn(message, "content") &&
    (source.message.content === "") === (message.content === "") &&
    sameWords(source.message, said) &&
    sameCalls(source.message.tool_calls, said.tool_calls ?? []) &&
    says(source, "usage", null) &&
    holds(source, choice, ["message"])
  );
}

/** Does a provider's whole answer say what this one says, as it is written for its caller? Its usage is another matter. */
export function sameAnswer(body: JsonObject, written: JsonObject): boolean {
  const { choices } = body;
  const others = Array.isArray(written.choices) ? written.choices : [];
  return (
    Array.isArray(choices) &&
    choices.length === others.length &&
    others.every((choice, i) => isObject(choice) && sameWhole(choices[i], choice)) &&
    holds(body, written, ["choices", "usage"])
  );
}

/** Does a provider count as the API does, in its names: is this usage what its caller is to read? */
export function sameUsage(raw: JsonObject, usage: Usage): boolean {
  const written = writeUsage(usage);
  return Object.keys(written).every((name) => {
    const [given, counted] = [raw[name], written[name]];
    if (!isObject(counted)) return given === counted;
    return isObject(given) && Object.keys(counted).every((detail) => given[detail] === counted[detail]);
  });
}

/** A provider's usage with the counts as the API has them, whatever else it holds. */
export function setUsage(raw: JsonObject, usage: Usage): JsonObject {
  const written = writeUsage(usage);
  const set: JsonObject = { ...raw };
  for (const name of Object.keys(written)) {
    const [given, counted] = [raw[name], written[name]];
    // Details of a host's own stay beside those that are counted here.
    set[name] = isObject(given) && isObject(counted) ? { ...given, ...counted } : counted;
  }
  return set;
}
