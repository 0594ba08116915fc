/**
 * Tools, the choice among them and the form of the answer, in canonical form (MAP-11, MAP-19).
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { customParameters } from "../../_shared/custom-text.ts";
import type {
  CustomTool,
  Format,
  FunctionTool,
  ResponsesRequest,
  Tool,
  ToolChoice,
} from "./request-schema.ts";
import type { Untranslatables } from "./untranslated.ts";

const isFunction = (tool: Tool): tool is FunctionTool => tool.type === "function";
const isCustom = (tool: Tool): tool is CustomTool => tool.type === "custom";

/** Names of tools that take free text, as the caller declared them. */
export function customNames(body: JsonObject): ReadonlySet<string> {
  const tools = Array.isArray(body.tools) ? body.tools.filter(isObject) : [];
  return new Set(tools.filter(({ type }) => type === "custom").map(({ name }) => String(name)));
}

/** The words in which `properties`, `items` and the rest hold further schemas. */
const inner = (schema: JsonObject): Json[] => [
  ...["properties", "$defs", "definitions"].flatMap((key) => {
    const named = schema[key];
    return isObject(named) ? Object.values(named).filter((value) => value !== undefined) : [];
  }),
  ...["anyOf", "allOf", "oneOf", "prefixItems"].flatMap((key) => {
    const listed = schema[key];
    return Array.isArray(listed) ? listed : [];
  }),
  ...(isObject(schema.items) ? [schema.items] : []),
];

/** Does a schema demand every property that it names, all the way down? Only such a schema can be followed strictly. */
function isTotal(schema: Json): boolean {
  if (!isObject(schema)) return true;
  const named = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const required = Array.isArray(schema.required) ? schema.required : [];
  const isOpen = schema.additionalProperties !== undefined && schema.additionalProperties !== false;
  return !isOpen && named.every((name) => required.includes(name)) && inner(schema).every(isTotal);
}

const mapped = (value: Json | undefined, close: (schema: Json) => Json): Json | undefined => {
  if (Array.isArray(value)) return value.map(close);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, close(one ?? null)]))
    : value;
};

/** The same schema without room for properties that it does not name. */
function closed(schema: Json): Json {
  if (!isObject(schema)) return schema;
  const out: JsonObject = { ...schema };
  for (const key of ["properties", "$defs", "definitions", "anyOf", "allOf", "oneOf", "prefixItems"])
    if (out[key] !== undefined) out[key] = mapped(out[key], closed);
  if (isObject(out.items)) out.items = closed(out.items);
  if (isObject(out.properties)) out.additionalProperties = false;
  return out;
}

/**
 * A function without a word about strictness is a strict one in this API, as far as its schema allows, and a lax one in
 * chat completions: the word is written, so that the meaning stays.
 */
function readFunction({ name, description, parameters, strict }: FunctionTool): JsonObject {
  const schema = parameters as JsonObject | null | undefined;
  const isImplied = (strict === undefined || strict === null) && isObject(schema) && isTotal(schema);
  return {
    type: "function",
    function: {
      name,
      ...(description ? { description } : {}),
      ...(schema ? { parameters: isImplied ? closed(schema) : schema } : {}),
      ...(isImplied ? { strict: true } : typeof strict === "boolean" ? { strict } : {}),
    },
  };
}

/** Free text as the one argument of a function. A grammar becomes advice: nobody else can enforce it. */
function readCustom({ name, description, format }: CustomTool): JsonObject {
  const { type, syntax, definition } = (format ?? {}) as JsonObject;
  const grammar = type === "grammar" ? `Must follow this ${syntax ?? ""} grammar:\n${definition ?? ""}` : "";
  const parameters = customParameters(grammar);
  return { type: "function", function: { name, ...(description ? { description } : {}), parameters } };
}

function readTool(tool: Tool, place: string, lost: Untranslatables): JsonObject[] {
  if (isFunction(tool)) return [readFunction(tool)];
  if (isCustom(tool)) return [readCustom(tool)];
  lost.add(
    `${place}.type`,
    `a provider runs tools of type ${tool.type} itself, and other APIs have no form for them`,
  );
  return [];
}

const chosen = (name: string): JsonObject => ({ type: "function", function: { name } });

interface Choice {
  choice: Json | undefined;
  /** The only tools that may be called; `null` for all. */
  names: ReadonlySet<string> | null;
}

function readChoice(choice: ToolChoice, lost: Untranslatables): Choice {
  if (typeof choice === "string") return { choice, names: null };
  if (choice.type === "function" || choice.type === "custom")
    return { choice: chosen(String(choice.name)), names: null };
  if (choice.type === "allowed_tools" && Array.isArray(choice.tools)) {
    const names = choice.tools
      .filter(isObject)
      .flatMap(({ name }) => (typeof name === "string" ? [name] : []));
    return { choice: choice.mode as Json, names: new Set(names) };
  }
  lost.add("tool_choice.type", `a choice of type ${choice.type} has no form in other APIs`);
  return { choice: undefined, names: null };
}

const nameOf = (tool: JsonObject): string => (isObject(tool.function) ? String(tool.function.name) : "");

/** `tools`, `tool_choice`; where only some tools may be called, the others are not offered. */
export function readTools(request: ResponsesRequest, lost: Untranslatables): JsonObject {
  const read = (request.tools ?? []).flatMap((tool, i) => readTool(tool, `tools[${i}]`, lost));
  const { choice, names } = request.tool_choice
    ? readChoice(request.tool_choice, lost)
    : { choice: undefined, names: null };
  const tools = names === null ? read : read.filter((tool) => names.has(nameOf(tool)));
  return {
    ...(tools.length === 0 ? {} : { tools }),
    ...(choice === undefined || tools.length === 0 ? {} : { tool_choice: choice }),
  };
}

/** `text.format` as `response_format`. */
export function readFormat(format: Format | null | undefined): JsonObject {
  if (!format || format.type === "text") return {};
  if (format.type === "json_object") return { response_format: { type: "json_object" } };
  const { name, schema, description, strict } = format;
  const json_schema: JsonObject = {
    name,
    schema: schema as JsonObject,
    ...(description ? { description } : {}),
    ...(typeof strict === "boolean" ? { strict } : {}),
  };
  return { response_format: { type: "json_schema", json_schema } };
}
