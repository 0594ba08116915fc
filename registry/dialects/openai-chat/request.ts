/**
 * Requests in the OpenAI chat dialect: the canonical form, narrowed to what this endpoint takes.
 * @module
 */
import type { ChatMessage, ChatRequest } from "../../chat.ts";
import { isObject, type Json, type JsonObject, without } from "../../json.ts";
import { type Parameter, STRUCTURAL } from "../../parameters.ts";
import type { DialectTraits, EncodeContext, EncodedRequest } from "../dialect.ts";
import { type ToolNames, toolNames } from "../tool-names.ts";

/** Read by the gateway, never a provider's business. */
const GATEWAY_ONLY = ["strict"];

/** Parameters with a price of their own: PTB refuses them, BYOK lets them pass (BIL-06). */
export const UNLISTED_BUT_BILLED = ["web_search_options", "modalities", "audio", "prediction"];

function stripCacheMarks(value: Json): Json {
  if (Array.isArray(value)) return value.map(stripCacheMarks);
  return isObject(value) ? (without(value, ["cache_control"]) as JsonObject) : value;
}

function encodeMessage(message: ChatMessage, traits: DialectTraits, names: ToolNames): JsonObject {
  let out = { ...message } as JsonObject;
  if (message.role === "developer") out.role = traits.developerRole;
  if (!traits.messageNames) out = without(out, ["name"]);
  if (message.role === "assistant" && message.tool_calls) {
    out.tool_calls = message.tool_calls.map((call) => ({
      ...call,
      function: {
        ...call.function,
        name: names.toWire(call.function.name),
        arguments: call.function.arguments || "{}",
      },
    })) as unknown as Json;
  }
  if (traits.cacheControl) return out;
  const plain = without(out, ["cache_control"]);
  if (plain.content !== undefined) plain.content = stripCacheMarks(plain.content);
  return plain;
}

/** Function tools in a form that every host accepts: no empty description, always an object schema (MAP-11). */
function encodeTool(tool: JsonObject, traits: DialectTraits, names: ToolNames): JsonObject {
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

function isSupported(key: string, context: EncodeContext): boolean {
  return (
    (STRUCTURAL as readonly string[]).includes(key) ||
    UNLISTED_BUT_BILLED.includes(key) ||
    context.endpoint.supportedParameters.includes(key as Parameter)
  );
}

/**
 * The body for one attempt. The caller's request is read, never changed (MAP-13); falsy values survive (MAP-03); what the
 * endpoint does not take is left out and listed (MAP-09); usage is always asked for on streams (STR-06).
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const { endpoint, traits } = context;
  const names = toolNames(request);
  const dropped: string[] = [];
  const body: JsonObject = {};
  for (const [key, value] of Object.entries(request as JsonObject)) {
    if (value === undefined || GATEWAY_ONLY.includes(key)) continue;
    if (!isSupported(key, context)) {
      if (value !== null) dropped.push(key);
    } else if (key === "max_tokens" || key === "max_completion_tokens") {
      if (value !== null)
        body[traits.maxTokensField] = request.max_completion_tokens ?? request.max_tokens ?? null;
    } else {
      body[key] = value;
    }
  }
  body.model = endpoint.providerModelId;
  body.messages = request.messages.map((message) => encodeMessage(message, traits, names));
  if (Array.isArray(body.tools))
    body.tools = body.tools.filter(isObject).map((tool) => encodeTool(tool, traits, names));
  if (body.tool_choice !== undefined) body.tool_choice = encodeToolChoice(body.tool_choice, names);
  if (request.stream) body.stream_options = { ...request.stream_options, include_usage: true } as JsonObject;
  else delete body.stream_options;
  return { body, dropped };
}
