/**
 * Requests in the OpenAI chat dialect: the canonical form, narrowed to what this endpoint takes.
 * @module
 */
import { type ChatMessage, type ChatRequest, ChatRequestSchema } from "../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, own, textOrNull, without } from "../../json.ts";
import { customInput } from "../_shared/custom-text.ts";
import { refusalOf } from "../_shared/issue.ts";
import { keptParameters, maxTokensOf } from "../_shared/parameters.ts";
import { type ToolNames, toolNames } from "../_shared/tool-names.ts";
import {
  type ApiTraits,
  type DecodedRequest,
  type EncodeContext,
  type EncodedRequest,
  UnsupportedInput,
} from "../codec.ts";
import { ANSWER_ONLY } from "./answer-fields.ts";
import { asFunctions } from "./client/other-kinds.ts";
import { callIds } from "./upstream/call-ids.ts";
import { endThinkingForForcedCalls, withThoughtsBesideCalls } from "./upstream/forced-calls.ts";
import { placedMessages } from "./upstream/media.ts";
import { spellThinking } from "./upstream/thinking.ts";

const withoutCacheMark = (part: Json): Json =>
  isObject(part) && Object.hasOwn(part, "cache_control") ? without(part, ["cache_control"]) : part;

/** The thinking of an earlier turn, as the first part of its content. */
function withThinkingPart(message: JsonObject): JsonObject {
  const thought = textOrNull(message.reasoning_content);
  if (thought === null) return message;
  const { content } = message;
  const said = typeof content === "string" && content !== "" ? [{ type: "text", text: content }] : content;
  const thinking = { type: "thinking", thinking: [{ type: "text", text: thought }] };
  return { ...message, content: [thinking, ...(Array.isArray(said) ? said : [])] };
}

const ONE_THOUGHT = ["reasoning_content"];
const BOTH_THOUGHTS = ["reasoning_content", "reasoning"];

/** The thinking of an earlier turn by the host's name for it, or without it where the host takes none. */
function withThought(message: JsonObject, field: "reasoning" | "none"): JsonObject {
  const { reasoning_content: thought } = message;
  const left = field === "none" ? BOTH_THOUGHTS : ONE_THOUGHT;
  const rest = left.some((name) => Object.hasOwn(message, name)) ? without(message, left) : message;
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

/** Has a turn of the assistant a word, or a call? */
const saysSomething = (message: ChatMessage): boolean =>
  message.role !== "assistant" ||
  (message.tool_calls ?? []).length > 0 ||
  (message.content ?? "").length > 0 ||
  textOrNull((message as JsonObject).refusal) !== null;

/** Where a host has no place for a refusal beside the content, its words are the content. */
function withRefusalSaid(message: JsonObject, { messageFields }: ApiTraits): JsonObject {
  const words = textOrNull(message.refusal);
  if (words === null || messageFields === undefined || messageFields.includes("refusal")) return message;
  return (message.content ?? "") === "" ? { ...message, content: words } : message;
}

/** Marks on media are known to no host of this API. */
function withMarksOnTexts(message: JsonObject): JsonObject {
  const { content } = message;
  if (!Array.isArray(content)) return message;
  const texts = content.map((part) =>
    isObject(part) && part.type !== "text" ? (without(part, ["cache_control"]) as JsonObject) : part,
  );
  return { ...message, content: texts };
}

const only = (message: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(message).filter(([key]) => keys.includes(key)));

interface Spelling {
  names: ToolNames;
  ids: (id: string) => string;
}

const OF_ANSWERS: ReadonlySet<string> = new Set(ANSWER_ONLY);
const BESIDE_CALLS = ["custom", ...ANSWER_ONLY];

/**
 * A call in the host's form: of a tool that takes free text, the text itself where the host has such tools. One that is in
 * that form already is the caller's own: a body has tens of thousands.
 */
function encodeCall(call: JsonObject, traits: ApiTraits, { names, ids }: Spelling): JsonObject {
  const fn = isObject(call.function) ? call.function : {};
  const id = ids(String(call.id));
  const name = names.toWire(String(fn.name));
  const args = textOrNull(fn.arguments) ?? "{}";
  if (call.custom === true && traits.customTools)
    return { id, type: "custom", custom: { name, input: customInput(args) } };
  const isLeft = Object.keys(call).some((key) => key === "custom" || OF_ANSWERS.has(key));
  const rest = isLeft ? without(call, BESIDE_CALLS) : call;
  const isSpelled = fn === call.function && name === fn.name && args === fn.arguments;
  if (isSpelled && id === call.id) return rest;
  return { ...rest, id, function: isSpelled ? fn : { ...fn, name, arguments: args } };
}

/**
 * The fields of a message that a host takes in a history. What answers say by `null`, such as `refusal`, says nothing there,
 * and strict hosts do not know it. Mostly all are taken, and then one plain copy is all that is made: a body has tens of
 * thousands of messages.
 */
function taken(message: ChatMessage, { replayed = [], messageNames, cacheControl }: ApiTraits): JsonObject {
  const given = message as JsonObject;
  const isLeft = (key: string): boolean =>
    (given[key] === null && key !== "content") ||
    (OF_ANSWERS.has(key) && !replayed.includes(key)) ||
    (key === "name" && !messageNames) ||
    (key === "cache_control" && !cacheControl);
  const left = Object.keys(given).filter(isLeft);
  return left.length === 0 ? { ...given } : without(given, left);
}

/** Whose a piece of reasoning is was noted for the gateway; hosts do not know the note. */
function withoutAuthors(message: JsonObject): JsonObject {
  const { reasoning_details: details } = message;
  if (!Array.isArray(details)) return message;
  const bare = details.map((detail) =>
    isObject(detail) ? (without(detail, ["origin"]) as JsonObject) : detail,
  );
  return { ...message, reasoning_details: bare };
}

/** A turn that only thought. Null in place of words is for turns that call or refuse: an empty text says the same. */
const isSilent = ({ role, tool_calls: calls, function_call: call, refusal, audio }: JsonObject): boolean =>
  role === "assistant" && [calls, call, refusal, audio].every((other) => other === undefined);

function encodeMessage(message: ChatMessage, traits: ApiTraits, { names, ids }: Spelling): JsonObject {
  let out = withRefusalSaid(taken(message, traits), traits);
  if ((traits.replayed ?? []).length > 0) out = withoutAuthors(out);
  if (message.role === "developer") out.role = traits.developerRole;
  if (message.role === "tool") out.tool_call_id = ids(message.tool_call_id);
  if (traits.thinkingParts) out = withThinkingPart(out);
  if ((out.content ?? null) === null && (traits.contentDemanded || isSilent(out))) out.content = "";
  if (traits.thoughtField) out = withThought(out, traits.thoughtField);
  if (traits.thoughtsWithCalls) out = withThoughtsBesideCalls(out);
  if (traits.messageFields) out = only(out, traits.messageFields);
  if (message.role === "assistant" && message.tool_calls) {
    out.tool_calls = message.tool_calls.map((call) => encodeCall(call as JsonObject, traits, { names, ids }));
  }
  if (traits.cacheControl) return withMarksOnTexts(withMarkInside(out));
  if (Array.isArray(out.content)) out.content = out.content.map(withoutCacheMark);
  return out;
}

/** Function tools in a form that every host accepts: no empty description, always an object schema (MAP-11). */
function encodeTool(tool: JsonObject, traits: ApiTraits, names: ToolNames): JsonObject {
  if (tool.type !== "function" || !isObject(tool.function)) return tool;
  const declared = tool.function;
  if (traits.customTools && isObject(tool.custom))
    return { type: "custom", custom: { ...tool.custom, name: names.toWire(String(declared.name)) } };
  const fn: JsonObject = { ...declared, name: names.toWire(String(declared.name)) };
  if (!fn.description) delete fn.description;
  if (!isObject(fn.parameters)) fn.parameters = { type: "object", properties: {} };
  return {
    ...without(tool, traits.cacheControl && traits.toolMarks ? ["custom"] : ["custom", "cache_control"]),
    function: fn,
  };
}

function encodeToolChoice(choice: Json, names: ToolNames, custom: readonly string[]): Json {
  // Stryker disable next-line LogicalOperator: a choice that is an object names a function: the request's schema lets nothing else in
  if (!isObject(choice) || !isObject(choice.function)) return choice;
  const wire = names.toWire(String(choice.function.name));
  if (custom.includes(wire)) return { type: "custom", custom: { name: wire } };
  return { ...choice, function: { ...choice.function, name: names.toWire(String(choice.function.name)) } };
}

export const path = (): string => "chat/completions";

/** The caller's parameters, some under the names that this host has for them. */
function spelled(kept: JsonObject, { renamed = {}, toolChoices = {} }: ApiTraits): JsonObject {
  const body: JsonObject = {};
  for (const key of Object.keys(kept)) body[own(renamed, key) ?? key] = kept[key];
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
  const ids = callIds(request, traits.toolCallIds);
  const { kept, dropped } = keptParameters(request, endpoint);
  const written = spelled(without(kept, ["max_tokens", "max_completion_tokens"]), traits);
  const body = endThinkingForForcedCalls(spellThinking(written, context), traits);
  const limit = maxTokensOf(kept);
  if (limit !== undefined) body[traits.maxTokensField] = limit;
  body.model = endpoint.providerModelId;
  const said = traits.emptyTurns === false ? request.messages.filter(saysSomething) : request.messages;
  body.messages = placedMessages(said, traits).map((message) =>
    encodeMessage(message, traits, { names, ids }),
  );
  if (Array.isArray(body.tools))
    // Stryker disable next-line MethodExpression: the request's schema lets only objects in
    body.tools = body.tools.filter(isObject).map((tool) => encodeTool(tool, traits, names));
  const custom = (Array.isArray(body.tools) ? body.tools.filter(isObject) : []).flatMap((tool) =>
    isObject(tool.custom) ? (textOrNull(tool.custom.name) ?? []) : [],
  );
  if (body.tool_choice !== undefined) body.tool_choice = encodeToolChoice(body.tool_choice, names, custom);
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
  try {
    const parsed = ChatRequestSchema.safeParse(isObject(body) ? asFunctions(body) : body);
    if (parsed.success) return { ok: true, request: parsed.data };
    // Stryker disable next-line Regex: a part's type is a word and has nothing within
    return refusalOf(parsed.error, (param) => /content\[\d+\]\.type$/.test(param));
  } catch (thrown) {
    if (!(thrown instanceof UnsupportedInput)) throw thrown;
    return {
      ok: false,
      param: thrown.param,
      message: `${thrown.param}: ${thrown.message}`,
      unsupported: false,
    };
  }
}
