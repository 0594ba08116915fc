/**
 * Requests in Cohere's dialect (MAP-01…12).
 * @module
 */
import type { ChatRequest } from "../../canonical/chat.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { keptParameters, maxTokensOf } from "../_shared/parameters.ts";
import { budgetOf } from "../_shared/reasoning.ts";
import type { ToolNames } from "../_shared/tool-names.ts";
import { type EncodeContext, type EncodedRequest, UnsupportedInput } from "../codec.ts";
import { cohereNames } from "./tool-names.ts";
import { encodeMessage } from "./upstream/write-messages.ts";

export { decodeRequest } from "./client/read-request.ts";

export const path = (): string => "chat";

export const addressNative = (body: JsonObject, providerModelId: string): JsonObject => ({
  ...body,
  model: providerModelId,
});

/** Parameters under Cohere's names. */
const NAMES: Readonly<Record<string, string>> = {
  temperature: "temperature",
  top_p: "p",
  top_k: "k",
  seed: "seed",
  frequency_penalty: "frequency_penalty",
  presence_penalty: "presence_penalty",
  logprobs: "logprobs",
};

/** What the functions below read. */
const TRANSLATED = [
  "model",
  "messages",
  "stream",
  "stream_options",
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "tools",
  "tool_choice",
  "response_format",
  "structured_outputs",
  "reasoning_effort",
  "thinking",
  ...Object.keys(NAMES),
];

/** Cohere takes `p` from 0.01 to 0.99 only; the ends of OpenAI's range mean the same there. */
const nucleus = (p: number): number => Math.min(0.99, Math.max(0.01, p));

function sampling(kept: JsonObject): JsonObject {
  const body: JsonObject = {};
  for (const [name, native] of Object.entries(NAMES)) {
    const value = kept[name];
    if (value !== undefined && value !== null)
      body[native] = name === "top_p" ? nucleus(Number(value)) : value;
  }
  const { stop } = kept;
  if (stop !== undefined && stop !== null) body.stop_sequences = Array.isArray(stop) ? stop : [stop];
  const limit = maxTokensOf(kept);
  if (limit !== undefined) body.max_tokens = limit;
  return body;
}

/** Thinking: the caller's own words for it, else the budget that the effort stands for. */
function thinking({ thinking: own, reasoning_effort: effort }: JsonObject): JsonObject {
  if (isObject(own)) {
    const budget = own.token_budget ?? own.budget_tokens;
    const type = own.type === "disabled" ? "disabled" : "enabled";
    return { thinking: { type, ...(typeof budget === "number" ? { token_budget: budget } : {}) } };
  }
  if (typeof effort !== "string") return {};
  const budget = budgetOf(effort);
  if (budget === 0) return { thinking: { type: "disabled" } };
  return { thinking: { type: "enabled", ...(budget === null ? {} : { token_budget: budget }) } };
}

/** The schema goes in bare: Cohere has no name for it and is always strict. */
function responseFormat({ response_format: format }: JsonObject): JsonObject {
  if (!isObject(format)) return {};
  // Stryker disable next-line StringLiteral: the request's schema demands a type
  if (format.type !== "json_schema") return { response_format: { type: format.type ?? "text" } };
  const { schema } = isObject(format.json_schema) ? format.json_schema : {};
  return { response_format: { type: "json_object", ...(isObject(schema) ? { json_schema: schema } : {}) } };
}

function encodeTool(tool: JsonObject, place: string, names: ToolNames): JsonObject {
  if (tool.type !== "function" || !isObject(tool.function))
    throw new UnsupportedInput(place, `Cohere runs no tool of type ${String(tool.type)}`);
  const { name, description, parameters } = tool.function;
  return {
    type: "function",
    function: {
      name: names.toWire(String(name)),
      ...(typeof description === "string" && description !== "" ? { description } : {}),
      parameters: isObject(parameters) ? parameters : { type: "object", properties: {} },
    },
  };
}

const isStrict = ({ function: fn }: JsonObject): boolean => isObject(fn) && fn.strict === true;
const nameOf = ({ function: fn }: JsonObject): Json | undefined => (isObject(fn) ? fn.name : undefined);

/**
 * Tools and their choice. Cohere knows REQUIRED and NONE: automatic choice is the absence of both, and a named function
 * is REQUIRED with that function alone.
 */
function tools(kept: JsonObject, names: ToolNames): JsonObject {
  // Stryker disable next-line MethodExpression: the request's schema lets only objects in
  const declared = Array.isArray(kept.tools) ? kept.tools.filter(isObject) : [];
  if (declared.length === 0) return {};
  const choice = kept.tool_choice;
  const named = isObject(choice) && isObject(choice.function) ? choice.function.name : undefined;
  const encoded = declared.map((tool, i) => ({ tool, sent: encodeTool(tool, `tools[${i}]`, names) }));
  const offered = named === undefined ? encoded : encoded.filter(({ tool }) => nameOf(tool) === named);
  if (offered.length === 0) throw new UnsupportedInput("tool_choice", `no tool is named ${String(named)}`);
  return {
    tools: offered.map(({ sent }) => sent),
    ...(offered.every(({ tool }) => isStrict(tool)) ? { strict_tools: true } : {}),
    ...(named !== undefined || choice === "required" ? { tool_choice: "REQUIRED" } : {}),
    ...(choice === "none" ? { tool_choice: "NONE" } : {}),
  };
}

const isSet = (value: Json | undefined): boolean => typeof value === "number" && value !== 0;

/** What Cohere refuses or has no place for, although the endpoint lists it. */
function unplaced(kept: JsonObject): string[] {
  const strays = Object.keys(kept).filter((key) => !TRANSLATED.includes(key) && kept[key] !== null);
  // Two penalties at once are a 400.
  const both = isSet(kept.frequency_penalty) && isSet(kept.presence_penalty);
  return both ? [...strays, "presence_penalty"] : strays;
}

/**
 * The body for one attempt (MAP-02…13). @throws UnsupportedInput for content and tools that Cohere has no place for
 */
export function encodeRequest(request: ChatRequest, { endpoint }: EncodeContext): EncodedRequest {
  const names = cohereNames(request);
  const { kept, dropped } = keptParameters(request, endpoint);
  const left = unplaced(kept);
  const sent: JsonObject = Object.fromEntries(Object.entries(kept).filter(([key]) => !left.includes(key)));
  const body: JsonObject = {
    model: endpoint.providerModelId,
    messages: request.messages.map((message, i) => encodeMessage(message, i, names)),
    ...(typeof request.stream === "boolean" ? { stream: request.stream } : {}),
    ...sampling(sent),
    ...tools(sent, names),
    ...responseFormat(sent),
    ...thinking(sent),
  };
  return { body, dropped: [...dropped, ...left] };
}
