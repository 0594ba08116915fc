/**
 * Tools and the choice among them (MAP-06, MAP-11), in both directions.
 * @module
 */
import { isObject, type Json, type JsonObject, own, textOrNull, without } from "../../json.ts";
import type { ToolNames } from "../_shared/tool-names.ts";
import { UnsupportedInput } from "../codec.ts";

/** Tools that Google runs itself: OpenAI-style type against the key of Gemini's tool. */
const HOSTED: Readonly<Record<string, string>> = {
  google_search: "googleSearch",
  google_search_retrieval: "googleSearchRetrieval",
  enterprise_web_search: "enterpriseWebSearch",
  google_maps: "googleMaps",
  code_execution: "codeExecution",
  url_context: "urlContext",
  file_search: "fileSearch",
  retrieval: "retrieval",
  computer_use: "computerUse",
};

/** The type of a hosted tool by Gemini's key; `undefined` for keys that nobody knows. */
export const hostedType = (key: string): string | undefined =>
  Object.entries(HOSTED).find(([, ours]) => ours === key)?.[0];

/** A declaration. The schema goes as JSON Schema, which loses nothing; Gemini's own subset would refuse `$ref` and more. */
function declaration(fn: JsonObject, names: ToolNames): JsonObject {
  const description = textOrNull(fn.description);
  return {
    name: names.toWire(String(fn.name)),
    ...(description === null ? {} : { description }),
    parametersJsonSchema: isObject(fn.parameters) ? fn.parameters : { type: "object", properties: {} },
  };
}

/** Gemini's tools: one for all functions, one for each that Google runs. @throws UnsupportedInput for unknown ones */
export function encodeTools(kept: JsonObject, names: ToolNames): JsonObject[] {
  // Stryker disable next-line ArrayDeclaration: a tool that is no object is passed over
  const listed = Array.isArray(kept.tools) ? kept.tools : [];
  const functions: JsonObject[] = [];
  const hosted: JsonObject[] = [];
  for (const [i, tool] of listed.entries()) {
    // Stryker disable next-line ConditionalExpression: the schema of requests lets only objects in as tools
    if (!isObject(tool)) continue;
    if (tool.type === "function" && isObject(tool.function))
      functions.push(declaration(tool.function, names));
    else {
      const key = own(HOSTED, String(tool.type));
      if (key === undefined)
        throw new UnsupportedInput(`tools[${i}]`, `Gemini has no tool "${String(tool.type)}"`);
      hosted.push({ [key]: without(tool, ["type", "cache_control"]) });
    }
  }
  return [...(functions.length > 0 ? [{ functionDeclarations: functions }] : []), ...hosted];
}

const MODES: Readonly<Record<string, string>> = { none: "NONE", auto: "AUTO", required: "ANY" };

/** The calling config, or `null` where the request says nothing about it. */
export function encodeToolChoice(choice: Json | undefined, names: ToolNames): JsonObject | null {
  if (typeof choice === "string") {
    const mode = own(MODES, choice);
    // Stryker disable next-line ConditionalExpression: the schema of requests lets no word in that has no mode
    return mode === undefined ? null : { functionCallingConfig: { mode } };
  }
  if (!isObject(choice) || !isObject(choice.function)) return null;
  const allowedFunctionNames = [names.toWire(String(choice.function.name))];
  return { functionCallingConfig: { mode: "ANY", allowedFunctionNames } };
}
