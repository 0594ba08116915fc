import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spellingsOf } from "./spellings.ts";

const SECRET = "wJalr/XUtnFEMI+K7MDENG";

describe("the spellings of a secret", () => {
  test("hold it in base64 wherever it stands in the text, in both alphabets", () => {
    const around = fc.string({ unit: "binary", maxLength: 7 });
    fc.assert(
      fc.property(around, around, fc.constantFrom("base64", "base64url"), (before, after, encoding) => {
        const text = Buffer.from(before + SECRET + after).toString(encoding as BufferEncoding);
        expect(spellingsOf([SECRET]).some((spelling) => text.includes(spelling))).toBe(true);
      }),
    );
  });

  test("hold it as it is and with its slashes escaped", () => {
    expect(spellingsOf([SECRET])).toEqual(expect.arrayContaining([SECRET, "wJalr\\/XUtnFEMI+K7MDENG"]));
  });

  test("are none for what is too short to be a secret", () => {
    expect(spellingsOf(["platform", "0123456789abcde"])).toEqual([]);
  });
});
