import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonExcess, parseJson, parseObject } from "./json.ts";

const LIMITS = { depth: 3, elements: 10, keys: 2 };

describe("jsonExcess", () => {
  test.each([
    ["[[[1]]]", null],
    ["[[[[1]]]]", "depth"],
    ['{"a":{"b":{"c":{}}}}', "depth"],
    ["[1,2,3,4,5,6,7,8,9,10]", null],
    ["[1,2,3,4,5,6,7,8,9,10,11]", "elements"],
    ["[{},{},{},{},{}]", null],
    ["[{},{},{},{},{},{}]", "elements"],
    ['{"a":1,"b":2}', null],
    ['{"a":1,"b":2,"c":3}', "keys"],
    ['[{"a":1,"b":2},{"a":1,"b":2}]', null],
    ['{"a":{"x":1,"y":2},"b":{"x":1}}', null],
    ['"[[[[[[,,,,,,,,,,,,,:::"', null],
    ['["\\\\","[[[[[[[["]', null],
    ['["\\"[[[[[["]', null],
    ['"never closed [[[[[[[', null],
    ["]]]]]][[[[", null],
    ["", null],
  ])("of %s says %s", (text, excess) => {
    expect(jsonExcess(text, LIMITS)).toBe(excess);
  });

  test("agrees with a count of the parsed value", () => {
    const depthOf = (value: unknown): number =>
      typeof value === "object" && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
    const widest = (value: unknown): number => {
      if (typeof value !== "object" || value === null) return 0;
      const inner = Math.max(0, ...Object.values(value).map(widest));
      return Array.isArray(value) ? inner : Math.max(inner, Object.keys(value).length);
    };
    const unbounded = { depth: 1e9, elements: 1e9, keys: 1e9 };
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 6 }), (value, limit) => {
        const text = JSON.stringify(value);
        expect(jsonExcess(text, { ...unbounded, depth: limit })).toBe(
          depthOf(value) > limit ? "depth" : null,
        );
        expect(jsonExcess(text, { ...unbounded, keys: limit })).toBe(widest(value) > limit ? "keys" : null);
      }),
    );
  });
});

describe("parseJson", () => {
  test("gives what can be written again, and refuses what cannot", () => {
    const deep = `${"[".repeat(128)}${"]".repeat(128)}`;
    expect(JSON.stringify(parseJson(deep))).toBe(deep);
    expect(() => parseJson(`[${deep}]`)).toThrow(SyntaxError);
    expect(() => parseJson("[".repeat(500_000))).toThrow("depth");
    expect(() => parseJson(`[${"{},".repeat(2_000_000)}{}]`)).toThrow("elements");
    expect(() => parseJson("{half")).toThrow(SyntaxError);
  });
});

test("gives the object that a text holds, and null where parseObject finds none", () => {
  expect(parseObject('{"a":[1]}')).toEqual({ a: [1] });
  for (const text of ["[1]", "null", '"a"', "", "{", `{"a":${"[".repeat(2000)}${"]".repeat(2000)}}`])
    expect(parseObject(text), text.slice(0, 20)).toBeNull();
});
