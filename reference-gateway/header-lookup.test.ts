import { describe, expect, test } from "vitest";
import { lookupOf, lookupOfObject, lookupOfRaw } from "./header-lookup.ts";

const PAIRS: readonly (readonly [string, string])[] = [
  ["Accept", "a/b"],
  ["X-Tide", "out"],
  ["x-tide", "in"],
  ["Cookie", "a=1"],
  ["cookie", "b=2"],
  ["__proto__", "sand"],
];
const forms = {
  "names and values in turn": lookupOfRaw(PAIRS.flat()),
  pairs: lookupOf(PAIRS),
  "an object": lookupOfObject({
    accept: "a/b",
    "x-tide": ["out", "in"],
    cookie: ["a=1", "b=2"],
    ["__proto__"]: "sand",
    absent: undefined,
  }),
};

describe.each(Object.entries(forms))("fields from %s", (_form, fields) => {
  test("are found by name, whatever its case, and joined as the platform joins them", () => {
    const platform = new Headers(PAIRS.map(([name, value]): [string, string] => [name, value]));
    for (const name of ["accept", "X-TIDE", "cookie", "__proto__", "constructor", "absent"]) {
      expect([name, fields.get(name)]).toEqual([name, platform.get(name)]);
      expect([name, fields.has(name)]).toEqual([name, platform.has(name)]);
    }
  });

  test("are listed once each, in lower case", () => {
    expect([...fields].map(([name]) => name).sort()).toEqual(["__proto__", "accept", "cookie", "x-tide"]);
  });
});
