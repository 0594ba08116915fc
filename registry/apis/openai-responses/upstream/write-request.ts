/**
 * Requests to providers of the Responses API (MAP-01…13).
 * @module
 */
import type { ChatRequest } from "../../../canonical/chat.ts";
import { isGiven, isObject, type Json, type JsonObject, without } from "../../../json.ts";
import { keptParameters, maxTokensOf } from "../../_shared/parameters.ts";
import { type ToolNames, toolNames } from "../../_shared/tool-names.ts";
import { type EncodeContext, type EncodedRequest, UnsupportedInput } from "../../codec.ts";
import { withChatFormat } from "../format.ts";
import { writeItems } from "./write-items.ts";

/** The path below the base URL; the model stands in the body. */
export const path = (): string => "responses";

/** A native body with the model it goes to (MAP-14). */
export const addressNative = (body: JsonObject, providerModelId: string): JsonObject => ({
  ...body,
  model: providerModelId,
});

/** What chats pay for apart and this API has no place for: without it the answer would be another one. */
const UNSAYABLE = ["modalities", "audio", "prediction", "web_search_options"];

/** Parameters that are written elsewhere or under another name. */
const WRITTEN = [
  "model",
  "messages",
  "stream",
  "stream_options",
  "max_tokens",
  "max_completion_tokens",
  "tools",
  "tool_choice",
  "response_format",
  "verbosity",
  "reasoning_effort",
  "logprobs",
  "store",
];

function refuseUnsayable(kept: JsonObject): void {
  for (const name of UNSAYABLE)
    if (isGiven(kept[name])) throw new UnsupportedInput(name, "the Responses API has no place for it");
}

function writeLimit(kept: JsonObject): JsonObject {
  const limit = maxTokensOf(kept);
  return limit === undefined ? {} : { max_output_tokens: limit };
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

/** The choice in its flat form: a word, or one function. */
const writeChoice = (choice: Json, names: ToolNames): Json =>
  isObject(choice) && isObject(choice.function)
    ? { type: "function", name: names.toWire(String(choice.function.name)) }
    : choice;

function writeTools(kept: JsonObject, names: ToolNames): JsonObject {
  const tools = Array.isArray(kept.tools) ? kept.tools.filter(isObject) : [];
  const choice = kept.tool_choice;
  if (tools.length === 0) return {};
  return {
    tools: tools.map((tool) => writeTool(tool, names)),
    ...(isGiven(choice) ? { tool_choice: writeChoice(choice, names) } : {}),
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
function writeInclude(kept: JsonObject, { endpoint, traits }: EncodeContext): JsonObject {
  const isSealed = endpoint.capabilities.has("reasoning") && traits.thoughtField !== "none";
  const include = [
    ...(isSealed ? ["reasoning.encrypted_content"] : []),
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
  const effort = kept.reasoning_effort;
  const body: JsonObject = {
    model: context.endpoint.providerModelId,
    input: writeItems(request, context),
    ...without(kept, [...WRITTEN, ...UNSAYABLE]),
    ...writeLimit(kept),
    ...writeTools(kept, names),
    ...writeText(kept),
    ...(isGiven(effort) ? { reasoning: { effort } } : {}),
    ...writeInclude(kept, context),
    // Without probabilities: there is no other word for it.
    ...(kept.logprobs === false && !isGiven(kept.top_logprobs) ? { top_logprobs: 0 } : {}),
    store: false,
    ...(typeof kept.stream === "boolean" ? { stream: kept.stream } : {}),
  };
  return { body: context.traits.chatFormats ? withChatFormat(body) : body, dropped };
}
