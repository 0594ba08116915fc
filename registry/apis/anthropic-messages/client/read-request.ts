/**
 * Requests of callers who speak Anthropic's dialect, in canonical form (ERR-08).
 * @module
 */
import { ChatRequestSchema } from "../../../canonical/chat.ts";
import { TOOL_SWITCHES } from "../../../canonical/tool-switches.ts";
import { isGiven, isObject, type Json, type JsonObject, own, without } from "../../../json.ts";
import { PARAMETERS, STRUCTURAL } from "../../../parameters.ts";
import { refusalOf } from "../../_shared/issue.ts";
import { effortOf } from "../../_shared/reasoning.ts";
import { requested } from "../../_shared/refusals.ts";
import type { DecodedRequest, RequestPlace } from "../../codec.ts";
import { readMessages } from "./read-messages.ts";
import {
  isCustomTool,
  type MessagesRequest,
  MessagesRequestSchema,
  type Tool,
  type ToolChoice,
} from "./request-schema.ts";

/** Fields that are read into others; every other one passes under its own name. */
const READ = [
  "system",
  "messages",
  "stop_sequences",
  "tools",
  "tool_choice",
  "output_config",
  "output_format",
  "metadata",
  "service_tier",
  "cache_control",
];

function readTool(tool: Tool): JsonObject {
  if (!isCustomTool(tool)) return tool as JsonObject;
  const { name, description, input_schema, strict, cache_control } = tool;
  const switches = TOOL_SWITCHES.filter((key) => isGiven(tool[key]));
  return {
    type: "function",
    function: {
      name,
      ...(description ? { description } : {}),
      parameters: input_schema as JsonObject,
      ...(typeof strict === "boolean" ? { strict } : {}),
    },
    ...Object.fromEntries(switches.map((key) => [key, tool[key] as Json])),
    ...(cache_control ? { cache_control: cache_control as JsonObject } : {}),
  };
}

function readChoice(choice: ToolChoice): JsonObject {
  const single = choice.disable_parallel_tool_use;
  const words = { auto: "auto", any: "required", none: "none" };
  return {
    tool_choice:
      choice.type === "tool" ? { type: "function", function: { name: choice.name } } : words[choice.type],
    ...(typeof single === "boolean" ? { parallel_tool_calls: !single } : {}),
  };
}

/** The effort that was asked for, or the one that a budget comes to, for endpoints that know only efforts. */
function effortFrom({ thinking, output_config }: MessagesRequest): JsonObject {
  const effort = output_config?.effort;
  if (effort) return { reasoning_effort: effort };
  return thinking?.type === "enabled" ? { reasoning_effort: effortOf(thinking.budget_tokens) } : {};
}

function readOutput({ output_config, output_format }: MessagesRequest): JsonObject {
  const format = output_config?.format ?? output_format;
  if (!format) return {};
  const json_schema: JsonObject = { name: "response", strict: true, schema: format.schema as JsonObject };
  return { response_format: { type: "json_schema", json_schema } };
}

function instructions({ system }: MessagesRequest): JsonObject[] {
  if (typeof system === "string") return system === "" ? [] : [{ role: "system", content: system }];
  if (!system || system.length === 0) return [];
  const parts = system.map(({ text, cache_control }) => ({
    type: "text",
    text,
    ...(cache_control ? { cache_control: cache_control as JsonObject } : {}),
  }));
  return [{ role: "system", content: parts }];
}

/** A mark on the whole request means its last block. */
function conversation(request: MessagesRequest): JsonObject[] {
  const messages = [...instructions(request), ...readMessages(request.messages)];
  const last = messages.at(-1);
  if (last && request.cache_control) last.cache_control = request.cache_control as JsonObject;
  return messages;
}

const KNOWN_FIELDS: readonly string[] = [
  ...Object.keys(MessagesRequestSchema.shape),
  ...PARAMETERS,
  ...STRUCTURAL,
  // Read by the gateway, never a provider's business.
  "strict",
];

/** Fields of the API's own that have no other form: edits of the context, containers, servers of tools. */
export const beside = (body: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(body).filter(([name, value]) => isGiven(value) && !KNOWN_FIELDS.includes(name)),
  );

const SERVICE_TIERS: Readonly<Record<string, string>> = { standard_only: "default" };

function canonical(request: MessagesRequest): JsonObject {
  const { metadata, service_tier: tier, stop_sequences: stop, tools, tool_choice: choice } = request;
  return {
    ...(without(request, READ) as JsonObject),
    messages: conversation(request),
    ...(stop ? { stop } : {}),
    ...(tools ? { tools: tools.map(readTool) } : {}),
    ...(choice ? readChoice(choice) : {}),
    ...effortFrom(request),
    ...readOutput(request),
    ...(typeof metadata?.user_id === "string" ? { user: metadata.user_id } : {}),
    ...(typeof tier === "string" ? { service_tier: own(SERVICE_TIERS, tier) ?? tier } : {}),
  };
}

/** Reads a request; a form that only Anthropic has a place for is `unsupported`, and names the place. */
export function decodeRequest(body: Json, place: RequestPlace): DecodedRequest {
  const addressed: Json =
    isObject(body) && place.model !== undefined ? { ...body, model: place.model } : body;
  const parsed = MessagesRequestSchema.safeParse(addressed);
  if (!parsed.success) return refusalOf(parsed.error);
  return requested(() => {
    const result = ChatRequestSchema.safeParse(canonical(parsed.data));
    return result.success ? { ok: true, request: result.data } : refusalOf(result.error);
  });
}
