import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutLeading, withoutTrailing } from "./strings.ts";

const zeros = fc.string({ unit: fc.constantFrom("0", ".", "7"), maxLength: 20 });

describe("text without a character at one end", () => {
  test("loses all of them there and none elsewhere", () => {
    expect([withoutTrailing("0.1500", "0"), withoutLeading("0.1500", "0")]).toEqual(["0.15", ".1500"]);
    expect([withoutTrailing("000", "0"), withoutLeading("", "0")]).toEqual(["", ""]);
  });

  test("equals what an expression anchored at that end leaves", () => {
    fc.assert(
      fc.property(zeros, (text) => {
        expect(withoutTrailing(text, "0")).toBe(text.replace(/0+$/, ""));
        expect(withoutLeading(text, "0")).toBe(text.replace(/^0+/, ""));
      }),
    );
  });
});
