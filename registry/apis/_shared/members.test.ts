import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withMember } from "./members.ts";

describe("a member of a JSON text", () => {
  test.each<[string, string, string | null, string]>([
    ["is replaced in its place", '{"a":1e2,"usage":{"x":[1]},"b":2}', "null", '{"a":1e2,"usage":null,"b":2}'],
    ["is removed with its comma", '{"a": 1e2, "usage": null, "b": 2}', null, '{"a": 1e2, "b": 2}'],
    [
      "is removed from the end",
      '{"a":12345678901234567890,"usage":null}',
      null,
      '{"a":12345678901234567890}',
    ],
    ["is removed where it is alone", '{"usage":null}', null, "{}"],
    ["is added at the end", '{"a":1e2 }', "null", '{"a":1e2 ,"usage":null}'],
    ["is added where there is none", "{ }", "null", '{ "usage":null}'],
    ["is left alone where it is not there", '{"a":{"usage":1}}', null, '{"a":{"usage":1}}'],
    [
      "is told from its name in a text",
      String.raw`{"a":"\",\"usage\":null","b":"\\","usage":7}`,
      "8",
      String.raw`{"a":"\",\"usage\":null","b":"\\","usage":8}`,
    ],
    ["keeps the blanks around it", '{ "usage" : 7 }\n', "8", '{ "usage" : 8 }\n'],
  ])("%s", (_what, text, value, expected) => {
    expect(withMember(text, "usage", value)).toBe(expected);
  });

  test("is not chosen where its name stands twice", () => {
    expect(withMember('{"usage":1,"usage":2}', "usage", "3")).toBeNull();
  });

  test("changes nothing else, whatever the object holds", () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 6 });
    const blanks = fc.constantFrom(undefined, 1, "\t");
    fc.assert(
      fc.property(object, fc.boolean(), blanks, fc.jsonValue(), (given, has, indent, value) => {
        const { usage: _none, ...rest } = given;
        const whole = has ? { ...rest, usage: null } : rest;
        const text = JSON.stringify(whole, null, indent);
        const set = withMember(text, "usage", JSON.stringify(value)) ?? "";
        expect(JSON.parse(set)).toEqual(JSON.parse(JSON.stringify({ ...rest, usage: value })));
        expect(JSON.parse(withMember(text, "usage", null) ?? "")).toEqual(JSON.parse(JSON.stringify(rest)));
      }),
      { numRuns: 2_000, seed: 20_261_129 },
    );
  });
});
