/**
 * Tools and the choice among them (MAP-06, MAP-11).
 * @module
 */
import type { ChatRequest } from "../../../canonical/chat.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import type { ToolNames } from "../../_shared/tool-names.ts";
import { UnsupportedInput } from "../../codec.ts";
import { cachePoint, calledNames, hasToolHistory, nonBlank } from "./write-messages.ts";

const NO_PARAMETERS: JsonObject = { type: "object", properties: {} };

/** A schema that says it is an object, as Bedrock demands. */
function schemaOf(parameters: Json | undefined): JsonObject {
  if (!isObject(parameters)) return NO_PARAMETERS;
  return Object.hasOwn(parameters, "type") ? parameters : { ...NO_PARAMETERS, ...parameters };
}

function encodeTool(tool: Json, names: ToolNames, param: string): JsonObject {
  if (!isObject(tool) || tool.type !== "function" || !isObject(tool.function))
    throw new UnsupportedInput(param, "Bedrock takes function tools only");
  const { name, description, parameters, strict } = tool.function;
  const said = nonBlank(description);
  return {
    toolSpec: {
      name: names.toWire(String(name)),
      ...(said === null ? {} : { description: said }),
      inputSchema: { json: schemaOf(parameters) },
      ...(strict === true ? { strict } : {}),
    },
  };
}

/** A tool of the history that the request does not declare: Bedrock refuses calls without any declaration. */
const undeclared = (name: string, names: ToolNames): JsonObject => ({
  toolSpec: { name: names.toWire(name), inputSchema: { json: NO_PARAMETERS } },
});

function encodeChoice(choice: Json | undefined, names: ToolNames): JsonObject | null {
  if (choice === "auto") return { auto: {} };
  if (choice === "required") return { any: {} };
  if (isObject(choice) && isObject(choice.function))
    return { tool: { name: names.toWire(String(choice.function.name)) } };
  return null;
}

/**
 * `toolConfig`, or `null` where the request has no use for tools. Bedrock has no word for `none`: the tools are left out,
 * unless the history holds calls, which Bedrock refuses without them.
 * @throws UnsupportedInput for tools that are no functions
 */
export function encodeToolConfig(
  kept: JsonObject,
  request: ChatRequest,
  names: ToolNames,
  caching: boolean,
): JsonObject | null {
  const history = hasToolHistory(request);
  if (kept.tool_choice === "none" && !history) return null;
  const declared = Array.isArray(kept.tools) ? kept.tools : [];
  const tools = declared.flatMap((tool, i) => [
    encodeTool(tool, names, `tools[${i}]`),
    ...cachePoint(isObject(tool) ? tool : {}, caching),
  ]);
  if (tools.length === 0 && history) {
    const called = calledNames(request);
    tools.push(...(called.length > 0 ? called : ["tool"]).map((name) => undeclared(name, names)));
  }
  if (tools.length === 0) return null;
  const toolChoice = encodeChoice(kept.tool_choice, names);
  return { tools, ...(toolChoice === null ? {} : { toolChoice }) };
}
