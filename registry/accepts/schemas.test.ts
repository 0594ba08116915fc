import { describe, expect, test } from "vitest";
import { UnsupportedInput } from "../apis/codec.ts";
import type { JsonObject } from "../json.ts";
import { adaptSchema, type SchemaSubset } from "./schemas.ts";
import { CLAUDE_STRICT, CLAUDE_TOOL, COHERE_FORMAT, OPENAI_SCHEMAS } from "./subsets.ts";

const object = (properties: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
  ...more,
});
const openai = OPENAI_SCHEMAS.strict as SchemaSubset;
const adapt = (schema: JsonObject, subset: SchemaSubset) => adaptSchema(schema, subset, "schema");

/** Where and why a schema is refused. */
function refusal(schema: JsonObject, subset: SchemaSubset): string {
  try {
    adapt(schema, subset);
  } catch (thrown) {
    if (thrown instanceof UnsupportedInput) return `${thrown.param}: ${thrown.message}`;
  }
  throw new Error("nothing was refused");
}

describe("keywords that a host does not check", () => {
  test("stand in the description, and are named", () => {
    const schema = object({ age: { type: "integer", minimum: 0, description: "In years" } });
    const { schema: adapted, said } = adapt(schema, CLAUDE_STRICT);
    expect(adapted).toEqual(object({ age: { type: "integer", description: "In years\n\n{minimum: 0}" } }));
    expect(said).toEqual(["minimum"]);
  });

  test("are looked for at every depth, and at the root alone where they are refused there alone", () => {
    const inner = { anyOf: [{ type: "string" }, { type: "null" }] };
    const root = object({ name: inner }, { anyOf: [{ required: ["name"] }] });
    const { schema, said } = adapt(root, CLAUDE_TOOL);
    expect(schema.anyOf).toBeUndefined();
    expect(schema.properties).toEqual({ name: inner });
    expect(said).toEqual(["anyOf"]);
    const deep = object({
      list: { type: "array", items: object({ name: { type: "string", minLength: 1 } }) },
    });
    expect(adapt(deep, CLAUDE_STRICT).said).toEqual(["minLength"]);
  });

  test("keep what the host takes: minItems of 1, patterns without look-around", () => {
    const list = { type: "array", items: { type: "string", pattern: "^a+$" }, minItems: 1 };
    expect(adapt(object({ list }), CLAUDE_STRICT)).toEqual({ schema: object({ list }), said: [] });
    const odd = { type: "array", items: { type: "string", pattern: "(?=a)" }, minItems: 2 };
    expect(adapt(object({ odd }), CLAUDE_STRICT).said).toEqual(["minItems", "pattern"]);
  });

  test("become the nearest one where there is one: oneOf is anyOf", () => {
    const union = { oneOf: [{ type: "string" }, { type: "integer" }] };
    const { schema } = adapt(object({ union }), openai);
    expect(schema.properties).toEqual({ union: { anyOf: union.oneOf } });
  });
});

describe("what narrows the answer is done silently", () => {
  test("objects are closed, and where all must be required all are", () => {
    const loose = { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } };
    expect(adapt(loose, CLAUDE_STRICT)).toEqual({
      schema: { ...loose, additionalProperties: false },
      said: [],
    });
    expect(adapt(loose, openai).schema).toEqual({
      ...loose,
      additionalProperties: false,
      required: ["a", "b"],
    });
    expect(adapt({ ...loose, required: ["a"] }, COHERE_FORMAT).schema.required).toEqual(["a"]);
    expect(adapt(loose, COHERE_FORMAT).schema.required).toEqual(["a", "b"]);
  });

  test("a reference with words beside it stands alone in a union", () => {
    const schema = object(
      { mate: { $ref: "#/$defs/Mate", description: "The next one" } },
      { $defs: { Mate: object({ name: { type: "string" } }) } },
    );
    expect(adapt(schema, openai).schema.properties).toEqual({
      mate: { anyOf: [{ $ref: "#/$defs/Mate" }], description: "The next one" },
    });
  });
});

describe("what has no near form is refused with its place", () => {
  const itself = object(
    { mate: { $ref: "#/$defs/Mate" } },
    { $defs: { Mate: object({ boss: { anyOf: [{ $ref: "#/$defs/Mate" }, { type: "null" }] } }) } },
  );

  test("a schema that holds itself, directly or through another", () => {
    expect(refusal(itself, CLAUDE_STRICT)).toMatch(/^schema\.properties\.mate\.\$ref: /);
    expect(refusal(object({ next: { $ref: "#" } }), CLAUDE_STRICT)).toMatch(
      /^schema\.properties\.next\.\$ref: /,
    );
    const round = {
      $defs: { A: object({ b: { $ref: "#/$defs/B" } }), B: object({ a: { $ref: "#/$defs/A" } }) },
    };
    expect(refusal(object({ a: { $ref: "#/$defs/A" } }, round), CLAUDE_STRICT)).toMatch(/holds itself/);
    expect(adapt(itself, openai).said).toEqual([]);
  });

  test("a schema that is used twice is no such thing", () => {
    const Port = object({ name: { type: "string" } });
    const schema = object(
      { from: { $ref: "#/$defs/Port" }, to: { $ref: "#/$defs/Port" } },
      { $defs: { Port } },
    );
    expect(adapt(schema, CLAUDE_STRICT).schema).toEqual(schema);
  });

  test("a schema elsewhere, an object of any properties, too many of a kind", () => {
    expect(refusal(object({ a: { $ref: "https://a.example/s" } }), CLAUDE_STRICT)).toMatch(/another address/);
    const map = { type: "object", additionalProperties: { type: "string" } };
    expect(refusal(object({ map }), CLAUDE_STRICT)).toMatch(
      /^schema\.properties\.map\.additionalProperties: /,
    );
    const names = Array.from({ length: 25 }, (_, i) => [`p${i}`, { type: "string" }]);
    const optional = { type: "object", properties: Object.fromEntries(names) };
    expect(refusal(optional, CLAUDE_STRICT)).toMatch(/^schema: at most 24 /);
    expect(refusal({ type: "object", properties: {} }, COHERE_FORMAT)).toMatch(/^schema\.properties: /);
  });

  test("a schema deeper than any body", () => {
    let deep: JsonObject = { type: "string" };
    for (let i = 0; i < 70; i++) deep = { type: "array", items: deep };
    expect(refusal(object({ deep }), CLAUDE_STRICT)).toMatch(/at most 64 levels/);
  });
});
