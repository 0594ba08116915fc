/**
 * Requests of the Responses API as a simulated provider reads them.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { SentRequest, SentTurn } from "./wire.ts";

const listed = (value: Json | undefined): JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

const textsOf = (content: Json | undefined): string[] =>
  typeof content === "string"
    ? [content]
    : listed(content).flatMap(({ text }) => (typeof text === "string" ? [text] : []));

function imagesOf(content: Json | undefined): NonNullable<SentTurn["images"]> {
  return listed(content).flatMap(({ image_url: url }) => {
    if (typeof url !== "string") return [];
    const [, type, data] = /^data:([^;]+);base64,(.*)$/s.exec(url) ?? [];
    return [type !== undefined && data !== undefined ? { type, data } : { type: null, data: url }];
  });
}

function parsedOrText(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isInstruction = ({ role }: JsonObject): boolean => role === "system" || role === "developer";

/** Items as turns: calls belong to the answer before them, each result is a turn. */
function turnsOf(items: readonly JsonObject[]): SentTurn[] {
  const turns: SentTurn[] = [];
  for (const item of items) {
    const last = turns.at(-1);
    if (item.type === "function_call") {
      const turn = last?.role === "assistant" ? last : ({ role: "assistant", texts: [] } as SentTurn);
      if (turn !== last) turns.push(turn);
      const call = { id: String(item.call_id), name: String(item.name) };
      turn.calls = [...(turn.calls ?? []), { ...call, arguments: parsedOrText(String(item.arguments)) }];
    } else if (item.type === "function_call_output") {
      const images = imagesOf(item.output);
      turns.push({
        role: "tool",
        texts: textsOf(item.output),
        callId: String(item.call_id),
        ...(images.length === 0 ? {} : { images }),
      });
    } else if (item.role !== undefined && !isInstruction(item)) {
      const images = imagesOf(item.content);
      turns.push({
        role: item.role as SentTurn["role"],
        texts: textsOf(item.content),
        ...(images.length === 0 ? {} : { images }),
      });
    }
  }
  return turns;
}

const STRUCTURE = [
  "model",
  "input",
  "instructions",
  "stream",
  "tools",
  "tool_choice",
  "max_output_tokens",
  "store",
  "include",
  "reasoning",
  "text",
];

/** Whether probabilities were asked for: by name, or not by asking for none of them. */
function probabilities({ include, top_logprobs: most }: JsonObject): JsonObject {
  if (Array.isArray(include) && include.includes("message.output_text.logprobs")) return { logprobs: true };
  return most === 0 ? { logprobs: false } : {};
}

/** What this API nests, under the names of chats. */
function nested({ reasoning, text }: JsonObject): JsonObject {
  const { effort } = isObject(reasoning) ? reasoning : {};
  const { format, verbosity } = isObject(text) ? text : {};
  const { type, ...schema } = isObject(format) ? format : {};
  return {
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(verbosity === undefined ? {} : { verbosity }),
    ...(type === undefined
      ? {}
      : { response_format: type === "json_schema" ? { type, json_schema: schema } : { type } }),
  };
}

/** A request off the wire. */
export function readResponsesRequest(sent: JsonObject, body: string): SentRequest {
  const items: JsonObject[] =
    typeof sent.input === "string" ? [{ role: "user", content: sent.input }] : listed(sent.input);
  const choice = sent.tool_choice;
  const said = typeof sent.instructions === "string" ? [sent.instructions] : [];
  return {
    model: String(sent.model),
    stream: sent.stream === true,
    maxTokens: sent.max_output_tokens,
    parameters: {
      ...Object.fromEntries(Object.entries(sent).filter(([name]) => !STRUCTURE.includes(name))),
      ...probabilities(sent),
      ...nested(sent),
    },
    system: [...said, ...items.filter(isInstruction).flatMap(({ content }) => textsOf(content))],
    turns: turnsOf(items),
    tools: listed(sent.tools).map(({ name, description, parameters }) => ({
      name: String(name),
      description,
      schema: parameters,
    })),
    toolChoice: isObject(choice)
      ? { name: String(choice.name) }
      : (choice as "none" | "auto" | "required" | undefined),
    cacheMarks: body.split('"cache_control"').length - 1,
  };
}
