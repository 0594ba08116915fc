/**
 * What a caller gets, read by the suite's own eyes: nothing of the gateway's or the registry's parsing is used here, so
 * that a fault there cannot hide itself.
 * @module
 */
import { isObject, type JsonObject } from "../../registry/json.ts";

export interface ToolCallSeen {
  id: string;
  /** OpenAI's word for what is called: `function`. */
  type: string;
  name: string;
  arguments: string;
}

/** A streamed answer put together the way client SDKs do it. */
export interface Assembled {
  text: string;
  reasoning: string;
  refusal: string;
  toolCalls: ToolCallSeen[];
  finishReasons: string[];
  ids: string[];
  roles: number;
  usage: JsonObject | null;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON, or `null`. */
  json: JsonObject | null;
  /** The JSON of each data line of a stream, in order, without `[DONE]`. */
  events: JsonObject[];
  /** Data lines that are neither JSON nor `[DONE]`. */
  strange: string[];
  done: boolean;
  comments: number;
}

function readEvents(text: string): Pick<Reply, "events" | "strange" | "done" | "comments"> {
  const found: Pick<Reply, "events" | "strange" | "done" | "comments"> = {
    events: [],
    strange: [],
    done: false,
    comments: 0,
  };
  for (const line of text.split("\n")) {
    if (line === "") continue;
    if (line.startsWith(":")) found.comments++;
    else if (line === "data: [DONE]") found.done = true;
    else {
      const body = line.startsWith("data: ") ? parse(line.slice(6)) : null;
      if (body === null) found.strange.push(line);
      else found.events.push(body);
    }
  }
  return found;
}

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null; // Shown as text by the case that needed JSON.
  }
}

/** Reads a whole response. */
export async function readReply(response: Response): Promise<Reply> {
  const text = await response.text();
  const isStream = (response.headers.get("content-type") ?? "").startsWith("text/event-stream");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isStream ? null : parse(text),
    ...(isStream ? readEvents(text) : { events: [], strange: [], done: false, comments: 0 }),
  };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Puts the chunks of one choice together. */
export function assemble(reply: Reply, index = 0): Assembled {
  const out: Assembled = {
    text: "",
    reasoning: "",
    refusal: "",
    toolCalls: [],
    finishReasons: [],
    ids: [...new Set(reply.events.filter((event) => !event.error).map((event) => text(event.id)))],
    roles: 0,
    usage: null,
  };
  const calls = new Map<number, ToolCallSeen>();
  for (const event of reply.events) {
    if (isObject(event.usage)) out.usage = event.usage;
    for (const choice of Array.isArray(event.choices) ? event.choices : []) {
      if (!isObject(choice) || choice.index !== index || !isObject(choice.delta)) continue;
      const { delta } = choice;
      out.text += text(delta.content);
      out.reasoning += text(delta.reasoning_content);
      out.refusal += text(delta.refusal);
      if (delta.role !== undefined) out.roles++;
      for (const call of Array.isArray(delta.tool_calls) ? delta.tool_calls : []) {
        if (!isObject(call) || typeof call.index !== "number") continue;
        const fn = isObject(call.function) ? call.function : {};
        const known = calls.get(call.index) ?? { id: "", type: "", name: "", arguments: "" };
        known.id ||= text(call.id);
        known.type ||= text(call.type);
        known.name ||= text(fn.name);
        known.arguments += text(fn.arguments);
        calls.set(call.index, known);
      }
      if (typeof choice.finish_reason === "string") out.finishReasons.push(choice.finish_reason);
    }
  }
  out.toolCalls = [...calls].sort(([a], [b]) => a - b).map(([, call]) => call);
  return out;
}

/** The same reading of a whole JSON answer. */
export function whole(reply: Reply, index = 0): Assembled {
  const choices = Array.isArray(reply.json?.choices) ? reply.json.choices.filter(isObject) : [];
  const choice = choices.find((candidate) => candidate.index === index) ?? {};
  const message = isObject(choice.message) ? choice.message : {};
  const calls = Array.isArray(message.tool_calls) ? message.tool_calls.filter(isObject) : [];
  return {
    text: text(message.content),
    reasoning: text(message.reasoning_content),
    refusal: text(message.refusal),
    toolCalls: calls.map((call) => {
      const fn = isObject(call.function) ? call.function : {};
      return { id: text(call.id), type: text(call.type), name: text(fn.name), arguments: text(fn.arguments) };
    }),
    finishReasons: typeof choice.finish_reason === "string" ? [choice.finish_reason] : [],
    ids: [text(reply.json?.id)],
    roles: message.role === "assistant" ? 1 : 0,
    usage: isObject(reply.json?.usage) ? reply.json.usage : null,
  };
}

/** The error of a reply: its envelope, or the error frame of its stream. */
export function errorOf(reply: Reply): JsonObject | null {
  const body = reply.json ?? reply.events.find((event) => event.error !== undefined) ?? null;
  return body && isObject(body.error) ? body.error : null;
}
