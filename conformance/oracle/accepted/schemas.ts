/**
 * Schemas and names that callers give to tools and formats: what generators of schemas write.
 * @module
 */
import type { JsonObject } from "../../../registry/json.ts";

const STRICT = { additionalProperties: false } as const;

export const SCHEMAS = {
  strict: { type: "object", properties: { port: { type: "string" } }, required: ["port"], ...STRICT },
  open: {
    type: "object",
    properties: { port: { type: "string" }, at: { type: "string", format: "date-time" } },
  },
  bounded: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      limit: { type: "integer", exclusiveMinimum: 0, maximum: 9_007_199_254_740_991 },
      name: { type: "string", minLength: 1, maxLength: 80, pattern: "^[a-z]+$" },
      tags: { type: "array", items: { type: "string" }, minItems: 2, maxItems: 5, uniqueItems: true },
    },
    required: ["limit", "name", "tags"],
    ...STRICT,
  },
  recursive: {
    type: "object",
    properties: { boss: { anyOf: [{ $ref: "#/$defs/Sailor" }, { type: "null" }] } },
    required: ["boss"],
    ...STRICT,
    $defs: {
      Sailor: {
        type: "object",
        properties: { boss: { $ref: "#/$defs/Sailor", description: "the one above" } },
        required: ["boss"],
        ...STRICT,
      },
    },
  },
  nullable: {
    type: "object",
    properties: {
      at: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
      kind: { enum: ["a", "b"] },
    },
    required: ["at", "kind"],
    ...STRICT,
  },
  union: {
    type: "object",
    properties: {
      what: {
        oneOf: [
          { type: "object", properties: { a: { const: "a" } }, required: ["a"], ...STRICT },
          { type: "object", properties: { b: { type: "number" } }, required: ["b"], ...STRICT },
        ],
      },
    },
    required: ["what"],
    ...STRICT,
  },
  map: {
    type: "object",
    properties: { ports: { type: "object", additionalProperties: { type: "number" } } },
  },
  "no-arguments": { type: "object", properties: {} },
  "root-union": {
    type: "object",
    properties: { a: { type: "string" }, b: { type: "string" } },
    anyOf: [{ required: ["a"] }, { required: ["b"] }],
  },
  loose: { properties: { list: { type: "array" } } },
} as const satisfies Readonly<Record<string, JsonObject>>;

export type SchemaName = keyof typeof SCHEMAS;

/** Names of tools: plain ones, those of MCP servers, and what hosts take no letter of. */
export const TOOL_NAMES = [
  "tide_table",
  "bell",
  "Read",
  "ns.harbour/depth",
  "été",
  "1st",
  "mcp__harbour_logbook__find_the_entry_that_was_written_by_the_pilot_on_a_given_day",
] as const;
