import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { Json, JsonObject } from "../../registry/json.ts";
import { syntheticAnswer, syntheticCounts, valueFor } from "./synthetic.ts";
import type { SentRequest } from "./wires/wire.ts";

const asking = (more: Partial<SentRequest> = {}): SentRequest => ({
  model: "some-model",
  stream: false,
  maxTokens: undefined,
  parameters: {},
  system: [],
  turns: [{ role: "user", texts: ["How high is the tide?"] }],
  tools: [],
  toolChoice: undefined,
  cacheMarks: 0,
  ...more,
});

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const accepts = (schema: Json, value: unknown): boolean => ajv.validate(schema as JsonObject, value);

const PLACE = {
  type: "object",
  properties: {
    harbour: { type: "string", minLength: 2 },
    depth: { type: "number", minimum: 1, maximum: 9 },
  },
  required: ["harbour", "depth"],
  additionalProperties: false,
};

/** Shapes that agents and structured outputs ask for. */
const SCHEMAS: readonly [string, JsonObject][] = [
  ["a flat object", PLACE],
  ["an empty object", { type: "object", properties: {}, additionalProperties: false }],
  [
    "enums, constants and nullable fields",
    {
      type: "object",
      properties: {
        kind: { enum: ["ebb", "flood"] },
        version: { const: 3 },
        note: { type: ["string", "null"] },
        sure: { type: "boolean" },
      },
      required: ["kind", "version", "note", "sure"],
      additionalProperties: false,
    },
  ],
  [
    "lists of objects behind references",
    {
      type: "object",
      properties: { places: { type: "array", items: { $ref: "#/$defs/place" }, minItems: 1 } },
      required: ["places"],
      additionalProperties: false,
      $defs: { place: PLACE },
    },
  ],
  [
    "alternatives",
    {
      type: "object",
      properties: { found: { anyOf: [PLACE, { type: "null" }] }, count: { type: "integer", minimum: 0 } },
      required: ["found", "count"],
      additionalProperties: false,
    },
  ],
];

describe("a made-up answer", () => {
  test.each(SCHEMAS)("satisfies a format of %s", (_shape, schema) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const format = { type: "json_schema", json_schema: { name: "reading", schema } };
      const { text = "" } = syntheticAnswer(asking({ parameters: { response_format: format } }), seed);
      expect(accepts(schema, JSON.parse(text)), text).toBe(true);
    }
  });

  test.each(SCHEMAS)("calls the caller's tool with arguments of %s", (_shape, schema) => {
    const tools = [{ name: "search_docs", description: "", schema }];
    const { calls = [] } = syntheticAnswer(asking({ tools }), 7);
    expect(calls.map(({ name }) => name)).toEqual(["search_docs"]);
    expect(accepts(schema, calls[0]?.arguments)).toBe(true);
  });

  test("answers in words once the tool's result is there", () => {
    const tools = [{ name: "search_docs", description: "", schema: PLACE }];
    const turns: SentRequest["turns"] = [
      { role: "user", texts: ["How high?"] },
      { role: "assistant", texts: [], calls: [{ id: "a", name: "search_docs", arguments: {} }] },
      { role: "tool", texts: ["3 m"], callId: "a" },
    ];
    const { calls, text } = syntheticAnswer(asking({ tools, turns }), 7);
    expect(calls).toBeUndefined();
    expect(text).toContain("1 tool result");
  });

  test("calls no tool where the caller forbids it, and the named one where it is named", () => {
    const tools = ["one", "two"].map((name) => ({ name, description: "", schema: PLACE }));
    expect(syntheticAnswer(asking({ tools, toolChoice: "none" }), 7).calls).toBeUndefined();
    expect(syntheticAnswer(asking({ tools, toolChoice: { name: "two" } }), 7).calls?.[0]?.name).toBe("two");
  });

  test("is cut at the output limit and says so", () => {
    const { text = "", finish } = syntheticAnswer(asking({ maxTokens: 3 }), 7);
    expect([text.length, finish]).toEqual([12, "length"]);
  });

  test("reasons only when asked to", () => {
    expect(syntheticAnswer(asking(), 7).reasoning).toBeUndefined();
    expect(
      syntheticAnswer(asking({ parameters: { reasoning_effort: "none" } }), 7).reasoning,
    ).toBeUndefined();
    const thinking = asking({ parameters: { reasoning_effort: "low" } });
    const answer = syntheticAnswer(thinking, 7);
    expect(answer.reasoning).toBeDefined();
    const { completion, reasoning = 0 } = syntheticCounts(thinking, answer);
    expect(completion).toBeGreaterThan(reasoning);
  });

  test("is the same for the same request and seed, and another for another prompt", () => {
    const tools = [{ name: "search_docs", description: "", schema: PLACE }];
    const of = (text: string, seed: number) =>
      syntheticAnswer(asking({ tools, turns: [{ role: "user", texts: [text] }] }), seed);
    expect(of("ebb", 1)).toEqual(of("ebb", 1));
    expect(of("ebb", 1)).not.toEqual(of("flood", 1));
    expect(of("ebb", 1)).not.toEqual(of("ebb", 2));
  });
});

test("takes a schema that allows everything", () => {
  expect(accepts(true, valueFor(true, 1))).toBe(true);
  expect(valueFor({}, 1)).toBeDefined();
});
