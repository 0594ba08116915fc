/**
 * OpenAI's schemas: what function parameters need, and the subset that strict ones are held to.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isObject, isText, type Json, type JsonObject, step } from "../json.ts";
import { first, listed, rule } from "./define.ts";
import { OPENAI_HOSTS } from "./openai-models.ts";
import { describesObject, schemaPlaces } from "./schema-walk.ts";

const BOTH: readonly ContractApi[] = ["openai-chat", "openai-responses"];
const AT = { apis: BOTH, hosts: OPENAI_HOSTS };
const GOOD: JsonObject = { type: "object", properties: {}, required: [], additionalProperties: false };
const tool = (parameters: JsonObject): JsonObject => ({
  tools: [{ type: "function", function: { name: "tide", parameters } }],
});
const strict = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  response_format: {
    type: "json_schema",
    json_schema: {
      name: "answer",
      strict: true,
      schema: { ...GOOD, properties, required: Object.keys(properties), ...more },
    },
  },
});

interface Given {
  pointer: string;
  schema: Json | undefined;
  strict: boolean;
  /** What a refusal names as `code`. */
  code: string;
}

/** Parameters of functions, in chat and in Responses. */
function* parameters(body: JsonObject): Generator<Given> {
  for (const [pointer, one] of listed(body.tools, "/tools")) {
    if (one.type !== "function") continue;
    const nested = isObject(one.function);
    const holder = nested ? step(pointer, "function") : pointer;
    const given = isObject(one.function) ? one.function : one;
    yield {
      pointer: step(holder, "parameters"),
      schema: given.parameters,
      strict: given.strict === true,
      code: "invalid_function_parameters",
    };
  }
}

/** Schemas of an answer's format. */
function* formats(body: JsonObject): Generator<Given> {
  const chat = dig(body, "response_format", "json_schema");
  const code = "invalid_json_schema";
  if (isObject(chat))
    yield {
      pointer: "/response_format/json_schema/schema",
      schema: chat.schema,
      strict: chat.strict === true,
      code,
    };
  const responses = dig(body, "text", "format");
  if (isObject(responses) && responses.type === "json_schema")
    yield {
      pointer: "/text/format/schema",
      schema: responses.schema,
      strict: responses.strict === true,
      code,
    };
}

function* strictOnes(body: JsonObject): Generator<Given> {
  for (const given of [...parameters(body), ...formats(body)]) if (given.strict) yield given;
}

const inStrict =
  (find: (place: { pointer: string; schema: JsonObject; root: boolean }) => Finding | null) =>
  (body: JsonObject): Finding | null =>
    first(strictOnes(body), ({ pointer, schema, code }) => {
      const found = first(schemaPlaces(schema, pointer), find);
      return found ? { ...found, code } : null;
    });

const inParameters =
  (find: (place: { pointer: string; schema: JsonObject; root: boolean }) => Finding | null) =>
  (body: JsonObject): Finding | null =>
    first(parameters(body), ({ pointer, schema, code }) => {
      const found = first(schemaPlaces(schema, pointer), find);
      return found ? { ...found, code } : null;
    });

const NOT_STRICT = [
  "patternProperties",
  "unevaluatedProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
  "unevaluatedItems",
  "contains",
  "minContains",
  "maxContains",
  "uniqueItems",
  "oneOf",
  "allOf",
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
  "dependentSchemas",
] as const;

const invalid = (pointer: string, seen: Json | undefined, why: string): Finding => ({
  pointer,
  seen,
  message: `Invalid schema: ${why}`,
});

export const OPENAI_SCHEMA_RULES: readonly Rule[] = [
  rule("openai.schema.root", {
    ...AT,
    repair: "give the parameters type object at the root",
    find: (body) =>
      first(parameters(body), ({ pointer, schema, code }) =>
        isObject(schema) && Object.keys(schema).length > 0 && schema.type !== "object"
          ? {
              pointer: step(pointer, "type"),
              seen: schema.type,
              code,
              message: `Invalid schema for function: schema must be a JSON Schema of 'type: "object"', got 'type: ${JSON.stringify(schema.type ?? "None")}'.`,
            }
          : null,
      ),
    example: { refused: tool({ type: "string" }), accepted: tool(GOOD) },
  }),
  rule("openai.schema.array-items", {
    ...AT,
    repair: "say what the array's items are",
    find: inParameters(({ pointer, schema }) =>
      schema.type === "array" && schema.items === undefined && schema.prefixItems === undefined
        ? invalid(step(pointer, "items"), undefined, "array schema missing items.")
        : null,
    ),
    example: {
      refused: tool({ ...GOOD, properties: { a: { type: "array" } } }),
      accepted: tool({ ...GOOD, properties: { a: { type: "array", items: {} } } }),
    },
  }),
  rule("openai.schema.object-properties", {
    ...AT,
    repair: "send properties, empty where there are none",
    find: inParameters(({ pointer, schema, root }) =>
      root && schema.type === "object" && schema.properties === undefined
        ? invalid(step(pointer, "properties"), undefined, "object schema missing properties.")
        : null,
    ),
    example: { refused: tool({ type: "object" }), accepted: tool({ type: "object", properties: {} }) },
  }),
  rule("openai.schema.required-null", {
    ...AT,
    repair: "leave required out, or send a list",
    find: inParameters(({ pointer, schema }) =>
      schema.required === null
        ? invalid(step(pointer, "required"), null, "None is not of type 'array'.")
        : null,
    ),
    example: { refused: tool({ ...GOOD, required: null }), accepted: tool(GOOD) },
  }),
  rule("openai.schema.name", {
    ...AT,
    repair: "name the format with 1 to 64 letters, digits, _ and -",
    find: (body) =>
      first(
        [
          ["/response_format/json_schema/name", dig(body, "response_format", "json_schema", "name")],
          ["/text/format/name", dig(body, "text", "format", "name")],
        ] as const,
        ([pointer, name]) =>
          isText(name) && !/^[a-zA-Z0-9_-]{1,64}$/.test(name)
            ? {
                pointer,
                seen: name,
                code: "invalid_value",
                message: `Invalid '${pointer.slice(1).replaceAll("/", ".")}': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`,
              }
            : null,
      ),
    example: {
      refused: { response_format: { type: "json_schema", json_schema: { name: "an answer" } } },
      accepted: { response_format: { type: "json_schema", json_schema: { name: "an-answer" } } },
    },
  }),
  rule("openai.strict.additionalProperties.chat", {
    ...AT,
    facts: ["openai.strict.additionalProperties.responses"],
    repair: "set additionalProperties to false on every object of a strict schema",
    find: inStrict(({ pointer, schema }) =>
      describesObject(schema) && schema.additionalProperties !== false
        ? invalid(
            step(pointer, "additionalProperties"),
            schema.additionalProperties,
            "'additionalProperties' is required to be supplied and to be false.",
          )
        : null,
    ),
    example: { refused: strict({}, { additionalProperties: true }), accepted: strict({}) },
  }),
  rule("openai.strict.required-all", {
    ...AT,
    repair: "list every property in required; what may be missing is a union with null",
    find: inStrict(({ pointer, schema }) => {
      const names = isObject(schema.properties) ? Object.keys(schema.properties) : [];
      const required = Array.isArray(schema.required) ? schema.required : [];
      const missing = names.find((name) => !required.includes(name));
      return missing === undefined
        ? null
        : invalid(
            step(pointer, "required"),
            schema.required,
            `'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`,
          );
    }),
    example: {
      refused: strict({ a: { type: "string" } }, { required: [] }),
      accepted: strict({ a: { type: "string" } }),
    },
  }),
  rule("openai.strict.keywords", {
    ...AT,
    repair: "leave the keyword out of the strict schema, or send strict false",
    find: inStrict(
      ({ pointer, schema, root }) =>
        first(NOT_STRICT, (keyword) =>
          schema[keyword] === undefined
            ? null
            : invalid(step(pointer, keyword), schema[keyword], `'${keyword}' is not permitted.`),
        ) ??
        (root && Array.isArray(schema.anyOf)
          ? invalid(
              step(pointer, "anyOf"),
              "anyOf",
              "schema must be a JSON Schema of 'type: \"object\"', not anyOf.",
            )
          : null) ??
        (isText(schema.$ref) && Object.keys(schema).length > 1 && !root
          ? invalid(step(pointer, "$ref"), schema.$ref, "$ref cannot have keywords beside it.")
          : null),
    ),
    example: {
      refused: strict({ a: { type: "array", items: { type: "string" }, uniqueItems: true } }),
      accepted: strict({ a: { type: "array", items: { type: "string" } } }),
    },
  }),
];
