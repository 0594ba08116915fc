/**
 * Tools and the choice among them in Anthropic's form (MAP-06, MAP-11).
 * @module
 */
import type { ChatRequest } from "../../../canonical/chat.ts";
import { TOOL_SWITCHES } from "../../../canonical/tool-switches.ts";
import { isObject, type Json, type JsonObject, objectsIn } from "../../../json.ts";
import { type ToolNames, toolNames } from "../../_shared/tool-names.ts";
import type { EncodeContext } from "../../codec.ts";
import { markOf } from "../parts.ts";

/** A schema that says that it is an object: the provider demands the word. */
const objectSchema = (parameters: Json | undefined): JsonObject => {
  if (!isObject(parameters)) return { type: "object", properties: {} };
  return parameters.type === undefined ? { type: "object", ...parameters } : parameters;
};

function writeTool(tool: JsonObject, context: EncodeContext, names: ToolNames): JsonObject {
  if (tool.type !== "function" || !isObject(tool.function)) return tool;
  const { name, description, parameters, strict } = tool.function;
  const switches = TOOL_SWITCHES.filter((key) => tool[key] !== undefined);
  const isStrict = strict === true && context.endpoint.supportedParameters.includes("structured_outputs");
  return {
    name: names.toWire(String(name)),
    ...(description ? { description } : {}),
    input_schema: objectSchema(parameters),
    ...(isStrict ? { strict } : {}),
    ...Object.fromEntries(switches.map((key) => [key, tool[key]])),
    ...markOf(tool, context.traits.cacheControl),
  };
}

const CHOICES: Readonly<Record<string, string>> = { none: "none", auto: "auto", required: "any" };

function writeChoice(kept: JsonObject, names: ToolNames): JsonObject | undefined {
  const choice = kept.tool_choice;
  const single = kept.parallel_tool_calls === false ? { disable_parallel_tool_use: true } : {};
  if (isObject(choice) && isObject(choice.function))
    return { type: "tool", name: names.toWire(String(choice.function.name)), ...single };
  if (typeof choice === "string") {
    const type = CHOICES[choice] ?? choice;
    return type === "none" ? { type } : { type, ...single };
  }
  return kept.parallel_tool_calls === false ? { type: "auto", ...single } : undefined;
}

/** `tools` and `tool_choice`; a choice without tools has no place and is left out, as OpenAI refuses it too. */
export function writeTools(request: ChatRequest, kept: JsonObject, context: EncodeContext): JsonObject {
  const tools = objectsIn(kept.tools);
  if (tools.length === 0) return {};
  const names = toolNames(request);
  const tool_choice = writeChoice(kept, names);
  return {
    tools: tools.map((tool) => writeTool(tool, context, names)),
    ...(tool_choice === undefined ? {} : { tool_choice }),
  };
}
