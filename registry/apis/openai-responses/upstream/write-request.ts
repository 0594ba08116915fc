/**
 * Requests to providers of the Responses API (MAP-01…13).
 * @module
 */
import type { ChatRequest } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject, without } from "../../../json.ts";
import { keptParameters, maxTokensOf } from "../../_shared/parameters.ts";
import { type ToolNames, toolNames } from "../../_shared/tool-names.ts";
import { type EncodeContext, type EncodedRequest, UnsupportedInput } from "../../codec.ts";
import { writeItems } from "./write-items.ts";

/** The path below the base URL; the model stands in the body. */
export const path = (): string => "responses";

/** A native body with the model it goes to (MAP-14). */
export const addressNative = (body: JsonObject, providerModelId: string): JsonObject => ({
  ...body,
  model: providerModelId,
});

/** The fewest tokens that the API takes as a limit. */
const MIN_TOKENS = 16;

/** Parameters of chats that this API has no place for, and without which the answer would be another. */
const UNSAYABLE = ["stop", "logit_bias", "modalities", "audio", "prediction", "web_search_options"];

/** Parameters that it has no place for either, and that only nudge an answer: dropped and reported. */
const DROPPED = ["seed", "frequency_penalty", "presence_penalty", "n"];

/** Parameters that are written elsewhere or under another name. */
const WRITTEN = [
  ...["model", "messages", "stream", "stream_options", "max_tokens", "max_completion_tokens", "tools"],
  ...["tool_choice", "response_format", "verbosity", "reasoning_effort", "logprobs", "store"],
];

const isGiven = (value: Json | undefined): value is Json => value !== undefined && value !== null;

function refuseUnsayable(kept: JsonObject): void {
  for (const name of UNSAYABLE)
    if (isGiven(kept[name])) throw new UnsupportedInput(name, "the Responses API has no place for it");
  if (isGiven(kept.n) && kept.n !== 1) throw new UnsupportedInput("n", "the Responses API gives one answer");
}

/** The limit of the answer; one that is smaller than the API takes cannot be raised unseen. */
function writeLimit(kept: JsonObject): JsonObject {
  const limit = maxTokensOf(kept);
  if (limit === undefined) return {};
  if (Number(limit) < MIN_TOKENS) {
    const name = isGiven(kept.max_completion_tokens) ? "max_completion_tokens" : "max_tokens";
    throw new UnsupportedInput(name, `the Responses API takes ${MIN_TOKENS} or more, given ${String(limit)}`);
  }
  return { max_output_tokens: limit };
}

/** A function in its flat form. Silence about strictness is lax in a chat and strict here: the word is written. */
function writeTool(tool: JsonObject, names: ToolNames): JsonObject {
  if (tool.type !== "function" || !isObject(tool.function)) return tool;
  const { name, description, parameters, strict } = tool.function;
  return {
    type: "function",
    name: names.toWire(String(name)),
    ...(description ? { description } : {}),
    parameters: isObject(parameters) ? parameters : { type: "object", properties: {} },
    strict: strict === true,
  };
}

function writeTools(kept: JsonObject, names: ToolNames): JsonObject {
  const tools = Array.isArray(kept.tools) ? kept.tools.filter(isObject) : [];
  const choice = kept.tool_choice;
  if (tools.length === 0) return {};
  const named = isObject(choice) && isObject(choice.function) ? String(choice.function.name) : null;
  return {
    tools: tools.map((tool) => writeTool(tool, names)),
    ...(named !== null ? { tool_choice: { type: "function", name: names.toWire(named) } } : {}),
    ...(named === null && isGiven(choice) ? { tool_choice: choice } : {}),
  };
}

function writeText(kept: JsonObject): JsonObject {
  const { response_format: format, verbosity } = kept;
  const schema = isObject(format) && isObject(format.json_schema) ? format.json_schema : {};
  const text: JsonObject = {
    ...(isObject(format) ? { format: { type: format.type, ...schema } } : {}),
    ...(isGiven(verbosity) ? { verbosity } : {}),
  };
  return Object.keys(text).length === 0 ? {} : { text };
}

/** What must be asked for to come at all: the reasoning that goes back, and the probabilities of tokens. */
function writeInclude(kept: JsonObject, { endpoint }: EncodeContext): JsonObject {
  const include = [
    ...(endpoint.capabilities.has("reasoning") ? ["reasoning.encrypted_content"] : []),
    ...(kept.logprobs === true ? ["message.output_text.logprobs"] : []),
  ];
  return include.length === 0 ? {} : { include };
}

/**
 * The body for one attempt. Nothing is stored at the provider: a caller of a chat has not asked for that.
 * @throws UnsupportedInput for what the API cannot say
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const { kept, dropped } = keptParameters(request, context.endpoint);
  refuseUnsayable(kept);
  const names = toolNames(request);
  const gone = DROPPED.filter((name) => isGiven(kept[name]) && name !== "n");
  const effort = kept.reasoning_effort;
  const body: JsonObject = {
    model: context.endpoint.providerModelId,
    input: writeItems(request, context),
    ...without(kept, [...WRITTEN, ...DROPPED, ...UNSAYABLE]),
    ...writeLimit(kept),
    ...writeTools(kept, names),
    ...writeText(kept),
    ...(isGiven(effort) ? { reasoning: { effort } } : {}),
    ...writeInclude(kept, context),
    store: false,
    ...(typeof kept.stream === "boolean" ? { stream: kept.stream } : {}),
  };
  return { body, dropped: [...dropped, ...gone] };
}
