import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isObject } from "../../json.ts";
import { ObjectText } from "./whole-object.ts";

/** What JSON.parse says, which looks at all of it each time. */
function parses(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

const pieces = fc.array(
  fc.constantFrom('{"a":', '"}', "{", "}", "[", "]", '"', "\\", " ", "\n", "1", ",", "x", '{"b":[]}'),
  { maxLength: 12 },
);

describe("an object that comes in pieces", () => {
  test("is whole exactly where JSON.parse reads one, after every piece", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const object = new ObjectText();
        let text = "";
        for (const part of parts) {
          text += part;
          object.add(part);
          expect([object.text, object.isWhole]).toEqual([text, parses(text)]);
        }
      }),
      { seed: 14, numRuns: 2000 },
    );
  });

  test.each([
    ["", false],
    [" {} \n", true],
    ["[1]", false],
    ["{a}", false],
    ["{}{}", false],
    ['{"a":"}"', false],
    ['{"a":"\\"}"}', true],
  ])("tells of %j whether it is whole: %s", (text, isWhole) => {
    const object = new ObjectText();
    for (const letter of text) object.add(letter);
    expect(object.isWhole).toBe(isWhole);
  });
});
