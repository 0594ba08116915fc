/**
 * Bedrock Converse: schemas of structured output, which Claude is held to as at its maker's.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isText, type Json, type JsonObject } from "../json.ts";
import { first, rule } from "./define.ts";
import { describesObject, recursive, schemaPlaces } from "./schema-walk.ts";

const AT = { apis: ["bedrock-converse"] as readonly ContractApi[] };
const CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const MODEL_SAYS = "The model returned the following errors: ";

const NOT_CHECKED = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "maxItems",
] as const;

/** The schema travels as text. */
function parsedSchema(text: Json | undefined): Json | undefined {
  try {
    return isText(text) ? (JSON.parse(text) as Json) : undefined;
  } catch {
    return undefined; // No JSON: another rule's business.
  }
}

export const BEDROCK_SCHEMA_RULES: readonly Rule[] = [
  rule("bedrock.so.keywords", {
    ...AT,
    models: /anthropic\.claude/,
    facts: ["anthropic.so.recursion"],
    repair: "leave the keyword out of the schema, close its objects, and unroll what holds itself",
    find: (body) => {
      const place = "/outputConfig/textFormat/structure/jsonSchema/schema";
      const schema = parsedSchema(
        dig(body, "outputConfig", "textFormat", "structure", "jsonSchema", "schema"),
      );
      const refuse = (seen: string, why: string): Finding => ({
        pointer: place,
        seen,
        message: `${MODEL_SAYS}output_config.format.schema: ${why}`,
      });
      if (recursive(schema) !== null) return refuse("$ref", "recursive schemas are not supported");
      return first(schemaPlaces(schema, place), ({ schema: part }) => {
        const keyword = NOT_CHECKED.find((name) => typeof part[name] === "number");
        if (keyword) return refuse(keyword, `property '${keyword}' is not supported`);
        return describesObject(part) && part.additionalProperties !== false
          ? refuse("additionalProperties", "'additionalProperties' must be explicitly set to false")
          : null;
      });
    },
    example: {
      model: CLAUDE,
      refused: format(
        '{"type":"object","properties":{"a":{"type":"integer","minimum":0}},"additionalProperties":false}',
      ),
      accepted: format(
        '{"type":"object","properties":{"a":{"type":"integer"}},"additionalProperties":false}',
      ),
    },
  }),
];

function format(schema: string): JsonObject {
  return {
    outputConfig: {
      textFormat: { type: "json_schema", structure: { jsonSchema: { name: "answer", schema } } },
    },
  };
}
