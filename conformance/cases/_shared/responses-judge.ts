/**
 * What is wrong with a stream or an object of the Responses API, in words: read off the documented order of events by
 * hand. The API's own clients see little of it: they accept gaps, foreign ids and streams that never end.
 * @module
 */
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";

export interface SeenEvent {
  event: string;
  data: JsonObject;
}

/** The events of a stream, in order; a block that is neither event nor comment is an event of no name. */
export function eventsIn(text: string): SeenEvent[] {
  return text
    .split("\n\n")
    .filter((block) => block.trim() !== "" && !block.startsWith(":"))
    .map((block) => {
      const event = /^event: ?(.*)$/m.exec(block)?.[1] ?? "";
      try {
        const data: unknown = JSON.parse(/^data: ?([^\n]*)$/m.exec(block)?.[1] ?? "");
        return { event, data: isObject(data) ? data : {} };
      } catch {
        return { event, data: {} };
      }
    });
}

export const TERMINAL = ["response.completed", "response.incomplete", "response.failed"];

const listed = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

interface OpenItem {
  id: Json | undefined;
  type: Json | undefined;
  /** Texts by their place: arguments, input, or the parts of content and summary. */
  said: Map<string, string>;
  parts: Map<string, JsonObject | null>;
  annotations: Map<string, Json[]>;
}

const COUNTS = ["input_tokens", "output_tokens", "total_tokens"];
const DETAILS = [
  ["input_tokens_details", "cached_tokens"],
  ["output_tokens_details", "reasoning_tokens"],
] as const;

/** The fields that strict clients demand, and what each may be. */
const FIELDS: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: (value) => typeof value === "string" && value !== "",
  object: (value) => value === "response",
  created_at: Number.isSafeInteger,
  completed_at: (value) => value === null || Number.isSafeInteger(value),
  status: (value) => typeof value === "string",
  model: (value) => typeof value === "string" && value !== "",
  output: Array.isArray,
  tools: Array.isArray,
  tool_choice: (value) => typeof value === "string" || isObject(value),
  instructions: (value) => value === null || typeof value === "string",
  metadata: isObject,
  text: (value) => isObject(value) && isObject(value.format),
  error: (value) => value === null || isObject(value),
  incomplete_details: (value) => value === null || isObject(value),
  parallel_tool_calls: (value) => typeof value === "boolean",
  background: (value) => value === false,
  store: (value) => value === false,
  previous_response_id: (value) => value === null,
  truncation: (value) => value === "disabled",
  service_tier: (value) => typeof value === "string",
  temperature: (value) => typeof value === "number",
  top_p: (value) => typeof value === "number",
  presence_penalty: (value) => typeof value === "number",
  frequency_penalty: (value) => typeof value === "number",
  top_logprobs: (value) => typeof value === "number",
  max_output_tokens: (value) => value === null || Number.isSafeInteger(value),
  max_tool_calls: (value) => value === null || Number.isSafeInteger(value),
  reasoning: (value) => value === null || isObject(value),
  safety_identifier: (value) => value === null || typeof value === "string",
  prompt_cache_key: (value) => value === null || typeof value === "string",
  usage: (value) => value === null || isObject(value),
};

function usageProblems(usage: JsonObject): string[] {
  const counts = COUNTS.filter((name) => !Number.isSafeInteger(usage[name]));
  const details = DETAILS.filter(([outer, inner]) => {
    const found = usage[outer];
    return !isObject(found) || !Number.isSafeInteger(found[inner]);
  });
  const sum = Number(usage.input_tokens) + Number(usage.output_tokens) === usage.total_tokens;
  return [
    ...counts.map((name) => `usage.${name} is ${JSON.stringify(usage[name])}`),
    ...details.map(([outer, inner]) => `usage.${outer}.${inner} is missing`),
    ...(sum ? [] : ["usage.total_tokens is not the sum of input and output"]),
  ];
}

/** What is wrong with a response object that the gateway made. */
export function objectProblems(response: JsonObject | null): string[] {
  if (response === null) return ["the answer is no JSON object"];
  const fields = Object.entries(FIELDS)
    .filter(([name, fits]) => !Object.hasOwn(response, name) || !fits(response[name]))
    .map(([name]) => `${name} is ${JSON.stringify(response[name])}`);
  const completed = response.status === "completed";
  const functions = listed(response.tools).filter(({ type }) => type === "function");
  const flat = functions.every((tool) => typeof tool.name === "string" && tool.function === undefined);
  return [
    ...fields,
    ...(isObject(response.usage) ? usageProblems(response.usage) : []),
    ...(completed === (response.completed_at !== null) ? [] : [`completed_at is ${response.completed_at}`]),
    ...((response.status === "incomplete") === (response.incomplete_details !== null)
      ? []
      : ["incomplete_details does not go with the status"]),
    ...(flat ? [] : ["a tool is repeated in another form than the caller's"]),
    ...(response.output_text === undefined ? [] : ["output_text is on the wire"]),
  ];
}

class StreamJudge {
  readonly problems: string[] = [];
  private readonly open = new Map<number, OpenItem>();
  private readonly closed: JsonObject[] = [];
  private responseId: Json | undefined;
  private announced = 0;

  private say(place: string, problem: string): void {
    this.problems.push(`${place}: ${problem}`);
  }

  private item(place: string, data: JsonObject): OpenItem | null {
    const item = this.open.get(Number(data.output_index));
    if (!item) this.say(place, `no item is open at index ${JSON.stringify(data.output_index)}`);
    else if (data.item_id !== item.id) this.say(place, "the id is not that of the item at this index");
    return item ?? null;
  }

  private response(place: string, data: JsonObject): JsonObject {
    const response = isObject(data.response) ? data.response : {};
    for (const problem of objectProblems(response)) this.say(place, problem);
    this.responseId ??= response.id;
    if (response.id !== this.responseId) this.say(place, "the response has another id than before");
    return response;
  }

  private add(place: string, data: JsonObject): void {
    const item = isObject(data.item) ? data.item : {};
    if (data.output_index !== this.announced)
      this.say(place, `index ${data.output_index} is not the next one`);
    this.announced++;
    if (typeof item.id !== "string" || item.id === "") this.say(place, "the item has no id");
    const known = [...this.open.values()].some(({ id }) => id === item.id);
    if (known || this.closed.some((done) => done?.id === item.id))
      this.say(place, "the id is another item's");
    if (item.type === "message" && !isDeepStrictEqual(item.content, [])) this.say(place, "content is not []");
    if (item.type === "function_call" && item.arguments !== "") this.say(place, "arguments are not empty");
    if (item.type === "reasoning" && !isDeepStrictEqual(item.summary, []))
      this.say(place, "summary is not []");
    if (item.type !== "reasoning" && item.status !== "in_progress") this.say(place, `status ${item.status}`);
    this.open.set(Number(data.output_index), {
      id: item.id,
      type: item.type,
      said: new Map(),
      parts: new Map(),
      annotations: new Map(),
    });
  }

  private part(place: string, data: JsonObject, index: string, field: string): void {
    const item = this.item(place, data);
    if (!item) return;
    const key = `${index} ${data[index]}`;
    const part = isObject(data.part) ? data.part : {};
    if (place.endsWith("added")) {
      if (item.parts.has(key)) this.say(place, "the part was announced before");
      if (data[index] !== item.parts.size) this.say(place, `${index} ${data[index]} is not the next one`);
      if (part[field] !== "") this.say(place, "the part is not empty");
      item.parts.set(key, null);
    } else {
      if (item.parts.get(key) !== null) this.say(place, "the part is not open");
      if (part[field] !== (item.said.get(key) ?? ""))
        this.say(place, "the part is not the sum of its deltas");
      const cited = item.annotations.get(key) ?? [];
      if (part.type === "output_text" && !isDeepStrictEqual(part.annotations, cited))
        this.say(place, "the annotations are not those that were announced");
      item.parts.set(key, part);
    }
  }

  private text(place: string, data: JsonObject, index: string | null, field: string): void {
    const item = this.item(place, data);
    if (!item) return;
    const key = index === null ? field : `${index} ${data[index]}`;
    if (index !== null && item.parts.get(key) !== null) this.say(place, "no part is open there");
    const before = item.said.get(key) ?? "";
    if (place.endsWith("delta")) item.said.set(key, before + String(data.delta));
    else if (data[field] !== before) this.say(place, "the text is not the sum of its deltas");
  }

  private done(place: string, data: JsonObject): void {
    const index = Number(data.output_index);
    const open = this.open.get(index);
    const item = isObject(data.item) ? data.item : {};
    if (!open) {
      this.say(place, `no item is open at index ${data.output_index}`);
      return;
    }
    this.open.delete(index);
    this.closed[index] = item;
    if (item.id !== open.id || item.type !== open.type) this.say(place, "another item was announced");
    const parts = [...open.parts.values()];
    if (parts.includes(null)) this.say(place, "a part of it was never closed");
    const held = item.type === "message" ? item.content : item.type === "reasoning" ? item.summary : null;
    if (held !== null && !isDeepStrictEqual(held, parts))
      this.say(place, "its parts are not those that were told");
    if (item.type === "function_call") {
      if (item.arguments !== open.said.get("arguments")) this.say(place, "arguments differ from the deltas");
      if (typeof item.call_id !== "string" || item.call_id === "") this.say(place, "call_id is missing");
    }
    if (item.type === "custom_tool_call" && item.input !== open.said.get("input"))
      this.say(place, "the input differs from the deltas");
  }

  private end(place: string, data: JsonObject): void {
    const response = this.response(place, data);
    if (`response.${response.status}` !== place) this.say(place, `the status is ${response.status}`);
    if (place === "response.failed") {
      if (!isObject(response.error)) this.say(place, "the error is missing");
      return;
    }
    if (this.open.size > 0) this.say(place, "items are still open");
    if (!isDeepStrictEqual(response.output, this.closed))
      this.say(place, "the output is not the items that were closed");
    const cut = listed(response.output).filter(({ status }) => status === "incomplete").length;
    if (place === "response.completed" && cut > 0) this.say(place, "an item is incomplete");
  }

  private annotation(place: string, data: JsonObject): void {
    const item = this.item(place, data);
    if (!item) return;
    const key = `content_index ${data.content_index}`;
    const before = item.annotations.get(key) ?? [];
    if (data.annotation_index !== before.length) this.say(place, "annotation_index is not the next one");
    item.annotations.set(key, [...before, data.annotation ?? null]);
  }

  private readonly rules: Readonly<Record<string, (place: string, data: JsonObject) => void>> = {
    "response.output_item.added": (place, data) => this.add(place, data),
    "response.output_item.done": (place, data) => this.done(place, data),
    "response.output_text.annotation.added": (place, data) => this.annotation(place, data),
    "response.content_part.added": (place, data) => this.part(place, data, "content_index", fieldOf(data)),
    "response.content_part.done": (place, data) => this.part(place, data, "content_index", fieldOf(data)),
    "response.reasoning_summary_part.added": (place, data) => this.part(place, data, "summary_index", "text"),
    "response.reasoning_summary_part.done": (place, data) => this.part(place, data, "summary_index", "text"),
    "response.output_text.delta": (place, data) => this.text(place, data, "content_index", "text"),
    "response.output_text.done": (place, data) => this.text(place, data, "content_index", "text"),
    "response.refusal.delta": (place, data) => this.text(place, data, "content_index", "refusal"),
    "response.refusal.done": (place, data) => this.text(place, data, "content_index", "refusal"),
    "response.reasoning_summary_text.delta": (place, data) => this.text(place, data, "summary_index", "text"),
    "response.reasoning_summary_text.done": (place, data) => this.text(place, data, "summary_index", "text"),
    "response.function_call_arguments.delta": (place, data) => this.text(place, data, null, "arguments"),
    "response.function_call_arguments.done": (place, data) => this.text(place, data, null, "arguments"),
    "response.custom_tool_call_input.delta": (place, data) => this.text(place, data, null, "input"),
    "response.custom_tool_call_input.done": (place, data) => this.text(place, data, null, "input"),
  };

  event({ event, data }: SeenEvent, position: number): void {
    const place = String(data.type ?? "an event without a type");
    if (event !== place) this.say(place, `the event is called ${event || "nothing"}`);
    if (data.sequence_number !== position)
      this.say(place, `the number is ${data.sequence_number}, not ${position}`);
    const rule = Object.hasOwn(this.rules, place) ? this.rules[place] : undefined;
    if (rule) rule(place, data);
    else if (TERMINAL.includes(place)) this.end(place, data);
    else if (place === "response.created" || place === "response.in_progress") {
      const { status, output, usage } = this.response(place, data);
      const fresh = status === "in_progress" && isDeepStrictEqual(output, []) && usage === null;
      if (!fresh) this.say(place, "it is not an answer that has just begun");
    } else if (place !== "error") this.say(place, "nobody knows such an event");
  }
}

const fieldOf = ({ part }: JsonObject): string =>
  isObject(part) && part.type === "refusal" ? "refusal" : "text";

/** What is wrong with a whole stream; nothing where all is well. */
export function streamProblems(text: string): string[] {
  const events = eventsIn(text);
  const judge = new StreamJudge();
  events.forEach((event, i) => {
    judge.event(event, i);
  });
  const types = events.map(({ data }) => String(data.type));
  const ends = types.filter((type) => TERMINAL.includes(type)).length;
  return [
    ...(types[0] === "response.created" && types[1] === "response.in_progress" ? [] : ["it opens otherwise"]),
    ...(ends === 1 && TERMINAL.includes(types.at(-1) ?? "")
      ? []
      : [`it has ${ends} terminal events, ends with ${types.at(-1)}`]),
    ...(text.includes("[DONE]") ? ["it has [DONE], as this API has not"] : []),
    ...judge.problems,
  ];
}
