/**
 * A caller's generation config, tools and choice, in canonical form.
 * @module
 */
import { isObject, type Json, type JsonObject, without } from "../../../json.ts";
import { budgetOf, effortOf } from "../../_shared/reasoning.ts";
import { UnsupportedInput } from "../../codec.ts";
import { RENAMED } from "../generation-config.ts";
import { hostedType } from "../tools.ts";
import type { NativeConfig, NativeRequest } from "./native.ts";

/** Keys of a schema under which names, not keywords, stand. */
const NAMED = ["properties", "$defs", "definitions", "patternProperties"];

/** Gemini's own schema subset as JSON Schema: types in lower case, `nullable` as a second type. */
export function toJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(toJsonSchema);
  if (!isObject(schema)) return schema;
  const plain = Object.fromEntries(
    Object.entries(schema).map(([key, value = null]) => {
      if (key === "type" && typeof value === "string") return [key, value.toLowerCase()];
      if (NAMED.includes(key) && isObject(value))
        return [
          key,
          Object.fromEntries(
            Object.entries(value).map(([name, inner = null]) => [name, toJsonSchema(inner)]),
          ),
        ];
      return [key, ["enum", "const", "default", "example"].includes(key) ? value : toJsonSchema(value)];
    }),
  );
  if (plain.nullable !== true || typeof plain.type !== "string") return plain;
  return { ...without(plain, ["nullable"]), type: [plain.type, "null"] };
}

const schemaOf = (subset: unknown, whole: unknown): JsonObject | null => {
  if (isObject(whole)) return whole;
  const translated = isObject(subset) ? toJsonSchema(subset) : null;
  return isObject(translated) ? translated : null;
};

function formatOf(config: NativeConfig): JsonObject | null {
  const type = config.responseMimeType ?? "text/plain";
  if (type === "text/plain") return null;
  if (type !== "application/json")
    throw new UnsupportedInput("generationConfig.responseMimeType", `there is no equivalent of "${type}"`);
  const schema = schemaOf(config.responseSchema, config.responseJsonSchema);
  if (schema === null) return { type: "json_object" };
  return { type: "json_schema", json_schema: { name: "response", schema } };
}

function thinkingOf({ thinkingConfig: thinking }: NativeConfig): JsonObject {
  const { thinkingBudget: budget, thinkingLevel: level, includeThoughts: shown } = thinking ?? {};
  // Thinking that is asked for is shown unless the caller says otherwise.
  const hidden = shown === false && budget !== 0 ? { include_reasoning: false } : {};
  if (level && level !== "THINKING_LEVEL_UNSPECIFIED")
    return { reasoning_effort: level.toLowerCase(), ...hidden };
  if (typeof budget !== "number") return typeof shown === "boolean" ? { include_reasoning: shown } : {};
  if (budget < 0) return { thinking: { type: "adaptive" }, ...hidden };
  const effort = effortOf(budget);
  if (budgetOf(effort) === budget) return { reasoning_effort: effort, ...hidden };
  return { reasoning_effort: effort, thinking: { type: "enabled", budget_tokens: budget }, ...hidden };
}

function modalitiesOf({ responseModalities: words }: NativeConfig): JsonObject {
  const lower = (words ?? []).map((word) => word.toLowerCase());
  return lower.every((word) => word === "text") ? {} : { modalities: lower };
}

/** The parameters of a generation config. @throws UnsupportedInput */
export function parametersOf(config: NativeConfig): JsonObject {
  const plain = Object.entries(RENAMED).flatMap(([ours, theirs]) => {
    const value = (config as JsonObject)[theirs];
    return value === undefined || value === null ? [] : [[ours, value] as const];
  });
  const format = formatOf(config);
  return {
    ...Object.fromEntries(plain),
    ...(config.maxOutputTokens ? { max_tokens: config.maxOutputTokens } : {}),
    ...(config.stopSequences ? { stop: config.stopSequences } : {}),
    ...(format === null ? {} : { response_format: format }),
    ...thinkingOf(config),
    ...modalitiesOf(config),
  };
}

/** The tools of a caller. @throws UnsupportedInput for those that nobody knows */
export function toolsOf({ tools }: NativeRequest): JsonObject[] {
  return (tools ?? []).flatMap(({ functionDeclarations = [], ...hosted }, i) => [
    ...functionDeclarations.map((declared): JsonObject => {
      const parameters = schemaOf(declared.parameters, declared.parametersJsonSchema);
      const fn: JsonObject = { name: declared.name };
      if (typeof declared.description === "string") fn.description = declared.description;
      if (parameters !== null) fn.parameters = parameters;
      return { type: "function", function: fn };
    }),
    ...Object.entries(hosted as JsonObject).map(([key, config]): JsonObject => {
      const type = hostedType(key);
      if (type === undefined)
        throw new UnsupportedInput(`tools[${i}].${key}`, "there is no equivalent of this tool");
      return { ...(isObject(config) ? config : {}), type };
    }),
  ]);
}

/** The choice among tools, `undefined` where the request leaves it open. @throws UnsupportedInput */
export function toolChoiceOf({ toolConfig, tools }: NativeRequest): Json | undefined {
  const { mode, allowedFunctionNames: allowed = [] } = toolConfig?.functionCallingConfig ?? {};
  if (mode === "NONE") return "none";
  if (mode === "AUTO" || mode === "VALIDATED") return "auto";
  if (mode !== "ANY") return undefined;
  const [only, another] = allowed;
  if (only !== undefined && another === undefined) return { type: "function", function: { name: only } };
  // Stryker disable next-line ArrayDeclaration: a text declares no functions
  const declared = (tools ?? []).flatMap(({ functionDeclarations = [] }) => functionDeclarations);
  if (allowed.length === 0 || declared.every(({ name }) => allowed.includes(name))) return "required";
  throw new UnsupportedInput(
    "toolConfig.functionCallingConfig.allowedFunctionNames",
    "a choice is all functions, one of them or none",
  );
}
