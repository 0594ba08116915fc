/**
 * Requests in the OpenAI chat dialect: the canonical form, narrowed to what this endpoint takes.
 * @module
 */
import { type ChatMessage, type ChatRequest, ChatRequestSchema } from "../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, own, textOrNull, without } from "../../json.ts";
import { refusalOf } from "../_shared/issue.ts";
import { keptParameters, maxTokensOf } from "../_shared/parameters.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";
import type { ApiTraits, DecodedRequest, EncodeContext, EncodedRequest } from "../codec.ts";
import { endThinkingForForcedCalls, withThoughtsBesideCalls } from "./upstream/forced-calls.ts";
import { placedMessages } from "./upstream/media.ts";
import { spellThinking } from "./upstream/thinking.ts";
import { toolIds } from "./upstream/tool-ids.ts";

/** What answers of other dialects leave in a history: only the hosts that gave it take it back. */
const ANSWER_ONLY = [
  "reasoning_details",
  "extra_content",
  "tool_plan",
  "citations",
  "anthropic_content",
  "bedrock_content",
  "is_error",
];

function stripCacheMarks(value: Json): Json {
  if (Array.isArray(value)) return value.map(stripCacheMarks);
  return isObject(value) ? (without(value, ["cache_control"]) as JsonObject) : value;
}

/** The thinking of an earlier turn, as the first part of its content. */
function withThinkingPart(message: JsonObject): JsonObject {
  const thought = textOrNull(message.reasoning_content);
  if (thought === null) return message;
  const { content } = message;
  const said = typeof content === "string" && content !== "" ? [{ type: "text", text: content }] : content;
  const thinking = { type: "thinking", thinking: [{ type: "text", text: thought }] };
  return { ...message, content: [thinking, ...(Array.isArray(said) ? said : [])] };
}

/** The thinking of an earlier turn by the host's name for it, or without it where the host takes none. */
function withThought(message: JsonObject, field: "reasoning" | "none"): JsonObject {
  const { reasoning_content: thought } = message;
  const rest = without(message, ["reasoning_content", ...(field === "none" ? ["reasoning"] : [])]);
  return field === "none" || textOrNull(thought) === null
    ? rest
    : ({ reasoning: thought, ...rest } as JsonObject);
}

/** A mark on a whole message, on its text: hosts with marks know them on parts. */
function withMarkInside(message: JsonObject): JsonObject {
  const { cache_control: mark, content } = message;
  if (mark === undefined || typeof content !== "string") return message;
  return {
    ...without(message, ["cache_control"]),
    content: [{ type: "text", text: content, cache_control: mark }],
  };
}

const only = (message: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(message).filter(([key]) => keys.includes(key)));

interface Spelling {
  names: ToolNames;
  ids: (id: string) => string;
}

/** What answers say by `null`, such as `refusal`, says nothing in a history, and strict hosts do not know it. */
const withoutNulls = (message: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(message).filter(([key, value]) => value !== null || key === "content"));

function encodeMessage(message: ChatMessage, traits: ApiTraits, { names, ids }: Spelling): JsonObject {
  const { replayed = [] } = traits;
  let out = without(
    withoutNulls({ ...message } as JsonObject),
    ANSWER_ONLY.filter((key) => !replayed.includes(key)),
  );
  if (message.role === "developer") out.role = traits.developerRole;
  if (message.role === "tool") out.tool_call_id = ids(message.tool_call_id);
  if (traits.thinkingParts) out = withThinkingPart(out);
  if (traits.contentDemanded && (out.content ?? null) === null) out.content = "";
  if (traits.thoughtField) out = withThought(out, traits.thoughtField);
  if (traits.thoughtsWithCalls) out = withThoughtsBesideCalls(out);
  if (traits.messageFields) out = only(out, traits.messageFields);
  if (!traits.messageNames) out = without(out, ["name"]);
  if (message.role === "assistant" && message.tool_calls) {
    out.tool_calls = message.tool_calls.map((call) => ({
      ...without(call, ANSWER_ONLY),
      id: ids(call.id),
      function: {
        ...call.function,
        name: names.toWire(call.function.name),
        arguments: call.function.arguments || "{}",
      },
    })) as unknown as Json;
  }
  if (traits.cacheControl) return withMarkInside(out);
  const plain = without(out, ["cache_control"]);
  if (plain.content !== undefined) plain.content = stripCacheMarks(plain.content);
  return plain;
}

/** Function tools in a form that every host accepts: no empty description, always an object schema (MAP-11). */
function encodeTool(tool: JsonObject, traits: ApiTraits, names: ToolNames): JsonObject {
  if (tool.type !== "function" || !isObject(tool.function)) return tool;
  const declared = tool.function;
  const fn: JsonObject = { ...declared, name: names.toWire(String(declared.name)) };
  if (!fn.description) delete fn.description;
  if (!isObject(fn.parameters)) fn.parameters = { type: "object", properties: {} };
  return { ...(traits.cacheControl ? tool : without(tool, ["cache_control"])), function: fn };
}

function encodeToolChoice(choice: Json, names: ToolNames): Json {
  if (!isObject(choice) || !isObject(choice.function)) return choice;
  return { ...choice, function: { ...choice.function, name: names.toWire(String(choice.function.name)) } };
}

export const path = (): string => "chat/completions";

/** The caller's parameters, some under the names that this host has for them. */
function spelled(kept: JsonObject, { renamed = {}, toolChoices = {} }: ApiTraits): JsonObject {
  const body = Object.fromEntries(
    Object.entries(kept).map(([key, value]) => [own(renamed, key) ?? key, value]),
  );
  const choice = body.tool_choice;
  if (typeof choice === "string") body.tool_choice = own(toolChoices, choice) ?? choice;
  return body;
}

/**
 * The body for one attempt. The caller's request is read, never changed (MAP-13); falsy values survive (MAP-03); what the
 * endpoint does not take is left out and listed (MAP-09); usage is always asked for on streams (STR-06).
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const { endpoint, traits } = context;
  const names = toolNames(request);
  const ids = toolIds(request, traits.toolCallIds);
  const { kept, dropped } = keptParameters(request, endpoint);
  const written = spelled(without(kept, ["max_tokens", "max_completion_tokens"]), traits);
  const body = endThinkingForForcedCalls(spellThinking(written, context), traits);
  const limit = maxTokensOf(kept);
  if (limit !== undefined) body[traits.maxTokensField] = limit;
  body.model = endpoint.providerModelId;
  body.messages = placedMessages(request.messages, traits).map((message) =>
    encodeMessage(message, traits, { names, ids }),
  );
  if (Array.isArray(body.tools))
    body.tools = body.tools.filter(isObject).map((tool) => encodeTool(tool, traits, names));
  if (body.tool_choice !== undefined) body.tool_choice = encodeToolChoice(body.tool_choice, names);
  if (request.stream && traits.streamOptions !== false)
    body.stream_options = { ...request.stream_options, include_usage: true } as JsonObject;
  else delete body.stream_options;
  return { body, dropped };
}

export const addressNative = (body: JsonObject, providerModelId: string): JsonObject => ({
  ...body,
  model: providerModelId,
});

/** Reads a caller's request. */
export function decodeRequest(body: Json): DecodedRequest {
  const parsed = ChatRequestSchema.safeParse(body);
  if (parsed.success) return { ok: true, request: parsed.data };
  return refusalOf(parsed.error, (param) => /content\[\d+\]\.type$/.test(param));
}
