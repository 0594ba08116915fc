import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { AnyJson, AnyObject, takingOf } from "./accepts.ts";
import { list } from "./lists.ts";

const VALUES: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  1.5,
  "",
  "a",
  "abc",
  " a ",
  [],
  [1],
  ["a"],
  ["a", 1],
  {},
  { a: "a" },
  { a: 1 },
  { a: "a", b: 1 },
  { a: undefined },
  { b: null },
  { kind: "x", a: "a" },
  { kind: "y", a: "a" },
  { kind: "y", list: ["a"] },
  { kind: "y", list: ["a", 1] },
  { kind: "y", list: Array(11_000).fill("a") },
  { kind: "z" },
];

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  "a text": z.string(),
  "a text with rules": z.string().min(1).max(2).regex(/^a/),
  "a text with a rule of its own": z.string().refine((text) => text !== "a"),
  "a rule that tells problems": z.string().superRefine((text, context) => {
    if (text === "abc") context.addIssue({ code: "custom", message: "no" });
  }),
  "a trimmed text": z.string().trim(),
  "a text that becomes a number": z.string().transform((text) => text.length),
  "a coerced text": z.coerce.string(),
  "a date": z.iso.date(),
  "a number": z.number(),
  "a whole number": z.int(),
  "a boolean": z.boolean(),
  "a word": z.enum(["a", "abc"]),
  "a literal": z.literal("a"),
  unknown: z.unknown(),
  "any JSON": AnyJson,
  "any JSON object": AnyObject,
  "a loose object": z.looseObject({ a: z.string() }),
  "a loose object with a field that may be absent": z.looseObject({ a: z.string().nullish() }),
  "a loose object with a field that may be undefined": z.looseObject({
    a: z.union([z.string(), z.undefined()]),
  }),
  "a loose object with a default": z.looseObject({ a: z.string().default("a") }),
  "a loose object that takes what it should not": z.looseObject({ a: z.string().catch("a") }),
  "an object that drops fields": z.object({ a: z.string() }),
  "a strict object": z.strictObject({ a: z.string() }),
  "a record": z.record(z.string(), z.string()),
  "an array": z.array(z.string()).max(1),
  "one of two": z.union([z.string(), z.array(z.string())]),
  "one of two, of which the first drops fields": z.union([
    z.object({ a: z.string() }),
    z.looseObject({ a: z.string() }),
  ]),
  "one told by a field": z.discriminatedUnion("kind", [
    z.looseObject({ kind: z.literal("x"), a: z.string() }),
    z.looseObject({ kind: z.literal("y"), list: list("parts", z.string(), { min: 1 }).optional() }),
  ]),
};

describe.each(Object.entries(SCHEMAS))("takingOf %s", (_name, schema) => {
  const { accepts, isWhole } = takingOf(schema);

  test("accepts only what the schema takes and gives as it is", () => {
    for (const value of VALUES.filter(accepts))
      expect(schema.safeParse(value)).toEqual({ success: true, data: value });
  });

  test("is whole only where the schema changes nothing that it takes", () => {
    const changed = VALUES.filter((value) => {
      const result = schema.safeParse(value);
      return result.success && !isDeepStrictEqual(result.data, value);
    });
    expect(isWhole && changed.length > 0).toBe(false);
  });
});

test("accepts all that the schema takes where all of the schema is known", () => {
  for (const [name, schema] of Object.entries(SCHEMAS).filter(([, each]) => takingOf(each).isWhole))
    expect(
      VALUES.filter((value) => takingOf(schema).accepts(value)),
      name,
    ).toEqual(VALUES.filter((value) => schema.safeParse(value).success));
});

test("knows the plain schemas, and is not known for those that make something else", () => {
  const known = Object.entries(SCHEMAS).filter(([, schema]) => takingOf(schema).isWhole);
  expect(known.map(([name]) => name)).toEqual([
    "a text",
    "a text with rules",
    "a text with a rule of its own",
    "a rule that tells problems",
    "a boolean",
    "a word",
    "a literal",
    "unknown",
    "any JSON",
    "any JSON object",
    "a loose object",
    "a loose object with a field that may be absent",
    "an array",
    "one of two",
    "one told by a field",
  ]);
});
