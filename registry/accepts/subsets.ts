/** The parts of JSON Schema that hosts take, by their APIs. State of November 2026. @module */
import type { SchemaTraits } from "./formats.ts";
import type { SchemaSubset } from "./schemas.ts";

const RANGES = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const SIZES = ["minLength", "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties"];

/** Formats and strict tools of Claude. */
export const CLAUDE_STRICT: SchemaSubset = {
  refused: [...RANGES, ...SIZES, "not", "oneOf", "if", "then", "else", "patternProperties"],
  mostMinItems: 1,
  closed: true,
  finite: true,
  bareRefs: true,
  patterns: /\(\?[=!<]|\\[1-9]|\\b/i,
  limits: { optional: 24, unions: 16 },
  evidence:
    "structured outputs guide and the SDK's own transformation: no ranges and lengths, closed objects, no recursion, minItems 0 or 1; issue reports on the limits",
};

/** Parameters of Claude's ordinary tools: free, but for their root. */
export const CLAUDE_TOOL: SchemaSubset = {
  refused: [],
  refusedAtRoot: ["oneOf", "anyOf", "allOf"],
  evidence: "public error message: input_schema does not support oneOf, allOf, or anyOf at the top level",
};

/** Formats of Cohere: no name, always strict. */
export const COHERE_FORMAT: SchemaSubset = {
  refused: ["allOf", "oneOf", "not", ...RANGES, "minItems", ...SIZES],
  required: "one",
  complete: true,
  patterns: /[$^]|\(\?[=!]/,
  evidence:
    "Cohere, structured outputs: unsupported keywords by name; at least one required field in every object",
};

/** Strict formats and functions of OpenAI. */
const OPENAI_STRICT: SchemaSubset = {
  refused: [
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
  ],
  refusedAtRoot: ["anyOf"],
  closed: true,
  required: "all",
  bareRefs: true,
  complete: true,
  evidence:
    "structured outputs guide, supported schemas: closed objects, every property required, no composition but anyOf, $ref alone",
};

/** Functions of OpenAI that are not strict. */
const OPENAI_TOOL: SchemaSubset = {
  refused: [],
  complete: true,
  evidence: "public error messages: array schema missing items; object schema missing properties",
};

/** Schemas at OpenAI and Azure. */
export const OPENAI_SCHEMAS: SchemaTraits = { strict: OPENAI_STRICT, tool: OPENAI_TOOL };
