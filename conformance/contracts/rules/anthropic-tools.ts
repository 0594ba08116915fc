/**
 * Anthropic Messages: tools, schemas, structured output, and what partner hosts do not have.
 * @module
 */
import type { ContractApi, Finding } from "../contract.ts";
import { dig, isObject, isText, type Json, type JsonObject, objectsIn, step } from "../json.ts";
import { claudeFacts } from "../models/anthropic.ts";
import { first, listed, rule } from "./define.ts";
import { describesObject, recursive, schemaPlaces } from "./schema-walk.ts";

const APIS: readonly ContractApi[] = ["anthropic-messages", "anthropic-count-tokens"];
const TOOL: JsonObject = { name: "tide", input_schema: { type: "object" } };
const OBJECT: JsonObject = { type: "object", properties: {}, additionalProperties: false };
const format = (schema: JsonObject): JsonObject => ({
  output_config: { format: { type: "json_schema", schema } },
});
const asked = (...content: JsonObject[]): JsonObject => ({ messages: [{ role: "user", content }] });

/** The schemas that the API compiles into a grammar: the output format's, and those of strict tools. */
function* grammars(body: JsonObject): Generator<[string, Json | undefined]> {
  yield ["/output_config/format/schema", dig(body, "output_config", "format", "schema")];
  for (const [pointer, tool] of listed(body.tools, "/tools"))
    if (tool.strict === true) yield [step(pointer, "input_schema"), tool.input_schema];
}

/** The first place of any grammar at which something is wrong. */
const inGrammar =
  (find: (place: { pointer: string; schema: JsonObject }) => Finding | null) =>
  (body: JsonObject): Finding | null =>
    first(grammars(body), ([pointer, schema]) => first(schemaPlaces(schema, pointer), find));

const REFUSED_KEYWORDS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "not",
] as const;

const unsupported = (pointer: string, keyword: string, seen: Json | undefined): Finding => ({
  pointer: step(pointer, keyword),
  seen,
  message: `output_config.format.schema: property '${keyword}' is not supported`,
});

const serverTools = (body: JsonObject, pattern: RegExp): [string, JsonObject] | undefined =>
  listed(body.tools, "/tools").find(([, { type }]) => isText(type) && pattern.test(type));

const tagRefused = (found: [string, JsonObject] | undefined): Finding | null =>
  found
    ? {
        pointer: step(found[0], "type"),
        seen: found[1].type,
        message: `${found[0].slice(1).replaceAll("/", ".")}: Input tag '${found[1].type}' found using 'type' does not match any of the expected tags`,
      }
    : null;

const union = ({ type, anyOf }: JsonObject): boolean => Array.isArray(type) || Array.isArray(anyOf);

/** Optional and union-typed parameters over all grammars of a request. */
function counted(body: JsonObject): { optional: number; unions: number } {
  let [optional, unions] = [0, 0];
  for (const [pointer, schema] of grammars(body))
    for (const { schema: part } of schemaPlaces(schema, pointer)) {
      const properties = isObject(part.properties) ? part.properties : {};
      const required = Array.isArray(part.required) ? part.required : [];
      optional += Object.keys(properties).filter((name) => !required.includes(name)).length;
      unions += Object.values(properties).filter((value) => isObject(value) && union(value)).length;
    }
  return { optional, unions };
}

const many = (count: number, schema: JsonObject): JsonObject => {
  const names = Array.from({ length: count }, (_, at) => `p${at}`);
  return { ...OBJECT, properties: Object.fromEntries(names.map((name) => [name, schema])) };
};

export const ANTHROPIC_TOOL_RULES = [
  rule("anthropic.tool_choice.without-tools", {
    apis: APIS,
    repair: "leave tool_choice out where there are no tools",
    find: (body) =>
      isObject(body.tool_choice) && objectsIn(body.tools).length === 0
        ? {
            pointer: "/tool_choice",
            seen: body.tool_choice,
            message: "tool_choice: tool_choice may only be specified while providing tools",
          }
        : null,
    example: {
      refused: { tool_choice: { type: "auto" } },
      accepted: { tools: [TOOL], tool_choice: { type: "auto" } },
    },
  }),
  rule("anthropic.schema.top-level-combinator", {
    apis: APIS,
    repair: "move oneOf, anyOf and allOf below the root",
    find: (body) =>
      first(listed(body.tools, "/tools"), ([pointer, tool]) =>
        first(["oneOf", "anyOf", "allOf"], (key) => {
          const value = dig(tool, "input_schema", key);
          return value === undefined
            ? null
            : {
                pointer: step(step(pointer, "input_schema"), key),
                seen: value,
                message: "input_schema does not support oneOf, allOf, or anyOf at the top level",
              };
        }),
      ),
    example: {
      refused: { tools: [{ name: "tide", input_schema: { type: "object", anyOf: [{}] } }] },
      accepted: {
        tools: [{ name: "tide", input_schema: { type: "object", properties: { a: { anyOf: [{}] } } } }],
      },
    },
  }),
  rule("anthropic.stop.whitespace", {
    apis: ["anthropic-messages"],
    repair: "leave stop sequences of white space only out",
    find: ({ stop_sequences: stops }) =>
      first(Array.isArray(stops) ? stops.entries() : [], ([at, stop]) =>
        isText(stop) && stop.trim() === ""
          ? {
              pointer: step("/stop_sequences", at),
              seen: stop,
              message: "stop_sequences: each stop sequence must contain non-whitespace",
            }
          : null,
      ),
    example: { refused: { stop_sequences: ["\n"] }, accepted: { stop_sequences: ["\nEND"] } },
  }),
  rule("anthropic.order.system-role-refused", {
    apis: APIS,
    repair: "put system text into `system`",
    find: (body, { model, host }) => {
      const facts = claudeFacts(model);
      if (!facts) return null;
      return first(listed(body.messages, "/messages"), ([pointer, { role }]) =>
        role === "system" && (!facts.midSystem || host === "azure" || pointer === "/messages/0")
          ? {
              pointer: step(pointer, "role"),
              seen: role,
              message: "role 'system' is not supported on this model",
            }
          : null,
      );
    },
    example: {
      refused: {
        messages: [
          { role: "user", content: "a" },
          { role: "system", content: "b" },
        ],
      },
      accepted: { messages: [{ role: "user", content: "a" }] },
    },
  }),
  rule("anthropic.so.refused-keywords", {
    apis: ["anthropic-messages"],
    repair: "leave the keyword out of the schema, and say it in the description",
    find: inGrammar(({ pointer, schema }) =>
      first(REFUSED_KEYWORDS, (keyword) =>
        schema[keyword] === undefined ? null : unsupported(pointer, keyword, schema[keyword]),
      ),
    ),
    example: {
      refused: format({ ...OBJECT, properties: { age: { type: "integer", minimum: 0 } } }),
      accepted: format({ ...OBJECT, properties: { age: { type: "integer" } } }),
    },
  }),
  rule("anthropic.so.additional-properties", {
    apis: ["anthropic-messages"],
    repair: "set additionalProperties to false on every object",
    find: inGrammar(({ pointer, schema }) =>
      describesObject(schema) && schema.additionalProperties !== false
        ? {
            pointer: step(pointer, "additionalProperties"),
            seen: schema.additionalProperties,
            message: "For 'object' type, 'additionalProperties' must be explicitly set to false",
          }
        : null,
    ),
    example: { refused: format({ type: "object", properties: {} }), accepted: format(OBJECT) },
  }),
  rule("anthropic.so.min-items", {
    apis: ["anthropic-messages"],
    repair: "send minItems of 0 or 1, or none",
    find: inGrammar(({ pointer, schema }) =>
      typeof schema.minItems === "number" && schema.minItems > 1
        ? unsupported(pointer, "minItems", schema.minItems)
        : null,
    ),
    example: {
      refused: format({
        ...OBJECT,
        properties: { a: { type: "array", items: { type: "string" }, minItems: 2 } },
      }),
      accepted: format({
        ...OBJECT,
        properties: { a: { type: "array", items: { type: "string" }, minItems: 1 } },
      }),
    },
  }),
  rule("anthropic.so.recursion", {
    apis: ["anthropic-messages"],
    repair: "unroll recursive references, and leave external ones out",
    find: (body) =>
      first(grammars(body), ([pointer, schema]) => {
        const place = recursive(schema);
        if (place !== null)
          return {
            pointer: `${pointer}${place.slice(1)}`,
            seen: "$ref",
            message: "recursive schemas are not supported",
          };
        return first(schemaPlaces(schema, pointer), ({ pointer: at, schema: part }) =>
          isText(part.$ref) && !part.$ref.startsWith("#")
            ? { pointer: step(at, "$ref"), seen: part.$ref, message: "external $ref is not supported" }
            : null,
        );
      }),
    example: {
      refused: format({ ...OBJECT, properties: { next: { $ref: "#" } } }),
      accepted: format({
        ...OBJECT,
        properties: { a: { $ref: "#/$defs/A" } },
        $defs: { A: { type: "string" } },
      }),
    },
  }),
  rule("anthropic.so.pattern", {
    apis: ["anthropic-messages"],
    repair: "write the pattern without lookaround, backreferences and \\b",
    find: inGrammar(({ pointer, schema }) =>
      isText(schema.pattern) && /\(\?[=!<]|\\[1-9]|\\b/.test(schema.pattern)
        ? unsupported(pointer, "pattern", schema.pattern)
        : null,
    ),
    example: {
      refused: format({ ...OBJECT, properties: { a: { type: "string", pattern: "^(?=a)" } } }),
      accepted: format({ ...OBJECT, properties: { a: { type: "string", pattern: "^a+$" } } }),
    },
  }),
  rule("anthropic.so.limit-optional", {
    apis: ["anthropic-messages"],
    repair: "require more parameters: at most 24 optional ones a request",
    find: (body) => {
      const { optional } = counted(body);
      return optional > 24
        ? {
            pointer: "/output_config",
            seen: optional,
            message: `Schemas contains too many optional parameters (${optional}), which would make grammar compilation inefficient (limit: 24)`,
          }
        : null;
    },
    example: {
      refused: format(many(25, { type: "string" })),
      accepted: format(many(24, { type: "string" })),
    },
  }),
  rule("anthropic.so.limit-union", {
    apis: ["anthropic-messages"],
    repair: "use at most 16 parameters of union types a request",
    find: (body) => {
      const { unions } = counted(body);
      return unions > 16
        ? {
            pointer: "/output_config",
            seen: unions,
            message: `Schemas contains too many parameters with union types (${unions}) (limit: 16)`,
          }
        : null;
    },
    example: {
      refused: format(many(17, { type: ["string", "null"] })),
      accepted: format(many(16, { type: ["string", "null"] })),
    },
  }),
  rule("anthropic.so.limit-strict-tools", {
    apis: ["anthropic-messages"],
    repair: "make at most 20 tools strict",
    find: (body) => {
      const strict = listed(body.tools, "/tools").filter(([, tool]) => tool.strict === true);
      const [pointer] = strict[20] ?? [];
      return pointer === undefined
        ? null
        : { pointer, seen: strict.length, message: `too many strict tools (${strict.length}) (limit: 20)` };
    },
    example: { refused: { tools: strictTools(21) }, accepted: { tools: strictTools(20) } },
  }),
  rule("anthropic.so.models", {
    apis: ["anthropic-messages"],
    repair: "leave output_config.format out: this model has no structured output",
    find: (body, { model }) =>
      claudeFacts(model)?.structured === false && isObject(dig(body, "output_config", "format"))
        ? {
            pointer: "/output_config/format",
            seen: dig(body, "output_config", "format", "type"),
            message: "output_config.format: structured outputs are not supported for this model",
          }
        : null,
    example: { model: "claude-opus-4-20250514", refused: format(OBJECT), accepted: {} },
  }),
  rule("anthropic.so.bedrock-newest", {
    apis: ["anthropic-messages"],
    hosts: ["bedrock"],
    models: /claude-(?:opus-4-1|opus-4-[78]|opus-5|sonnet-5|fable-5)/,
    repair: "leave output_config.format and strict tools out: Bedrock has neither for this model",
    find: (body) =>
      first(grammars(body), ([pointer, schema]) =>
        schema === undefined
          ? null
          : { pointer, seen: "schema", message: "output_config.format: Extra inputs are not permitted" },
      ),
    example: {
      host: "bedrock",
      model: "anthropic.claude-opus-4-8",
      refused: format(OBJECT),
      accepted: {},
    },
  }),
  rule("anthropic.media.url-hosts", {
    apis: ["anthropic-messages"],
    hosts: ["vertex", "bedrock"],
    repair: "send the bytes as base64: this host fetches nothing",
    find: (body) =>
      first(listed(body.messages, "/messages"), ([at, { content }]) =>
        first(listed(content, step(at, "content")), ([pointer, block]) => {
          const type = dig(block, "source", "type");
          return type === "url" || type === "file"
            ? {
                pointer: step(step(pointer, "source"), "type"),
                seen: type,
                message: `${pointer.slice(1).replaceAll("/", ".")}.source: Input tag '${type}' does not match any of the expected tags`,
              }
            : null;
        }),
      ),
    example: {
      host: "vertex",
      refused: asked({ type: "image", source: { type: "url", url: "https://example.com/a.png" } }),
      accepted: asked({
        type: "image",
        source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" },
      }),
    },
  }),
  rule("anthropic.web.search-hosts", {
    apis: ["anthropic-messages"],
    hosts: ["bedrock", "vertex"],
    repair: "leave web tools out: this host does not run them",
    find: (body, { host }) =>
      tagRefused(
        serverTools(body, host === "bedrock" ? /^web_(?:search|fetch)_/ : /^web_(?:search_2026|fetch_)/),
      ),
    example: {
      host: "bedrock",
      refused: { tools: [{ type: "web_search_20250305", name: "web_search" }] },
      accepted: { tools: [TOOL] },
    },
  }),
  rule("anthropic.code.exec-hosts", {
    apis: ["anthropic-messages"],
    hosts: ["bedrock", "vertex"],
    repair: "leave code execution out: this host does not run it",
    find: (body) => tagRefused(serverTools(body, /^code_execution_/)),
    example: {
      host: "vertex",
      refused: { tools: [{ type: "code_execution_20250825", name: "code_execution" }] },
      accepted: { tools: [TOOL] },
    },
  }),
  rule("anthropic.count.server-tools", {
    apis: ["anthropic-count-tokens"],
    repair: "leave server tools out of a count",
    find: (body) =>
      tagRefused(serverTools(body, /^(?:web_search|web_fetch|code_execution|tool_search_tool|advisor)_/)),
    example: {
      refused: { tools: [{ type: "web_search_20250305", name: "web_search" }] },
      accepted: { tools: [TOOL] },
    },
  }),
];

function strictTools(count: number): JsonObject[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `tool_${at}`,
    strict: true,
    input_schema: OBJECT,
  }));
}
