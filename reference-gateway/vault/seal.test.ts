import { describe, expect, test } from "vitest";
import { createSeal, hintOf, SealBroken } from "./seal.ts";

const secret = (fill: number) => Buffer.alloc(32, fill);
const place = ["acme", "key-1", "groq"];

describe("a seal", () => {
  const seal = createSeal([secret(1)]);

  test("opens what it sealed, any text, and never seals the same way twice", () => {
    for (const text of ["", "gsk_secret", "ключ 🔑", "x".repeat(10_000)]) {
      expect(seal.open(seal.seal(text, place), place)).toBe(text);
    }
    expect(seal.seal("same", place)).not.toBe(seal.seal("same", place));
    expect(seal.seal("gsk_secret", place)).not.toContain("gsk");
  });

  test.each([
    ["another tenant's row", ["other", "key-1", "groq"]],
    ["another key's row", ["acme", "key-2", "groq"]],
    ["another provider's row", ["acme", "key-1", "openai"]],
    ["a row whose names run together", ["acmekey-1", "", "groq"]],
  ])("does not open in %s", (_name, elsewhere) => {
    expect(() => seal.open(seal.seal("gsk_secret", place), elsewhere)).toThrow(SealBroken);
  });

  test("does not open when one bit of it was changed, wherever", () => {
    const bytes = Buffer.from(seal.seal("gsk_secret", place).slice(3), "base64");
    for (let i = 0; i < bytes.length; i++) {
      const altered = Buffer.from(bytes);
      altered[i] = (altered[i] ?? 0) ^ 1;
      expect(() => seal.open(`v1.${altered.toString("base64")}`, place)).toThrow(SealBroken);
    }
  });

  test.each(["", "v1.", "v1.AAAA", "v2.AAAA", "plain text"])("takes %j for no sealed text", (text) => {
    expect(() => seal.open(text, place)).toThrow(SealBroken);
  });

  test("opens with a former secret, seals with the first, and with no other", () => {
    const old = seal.seal("gsk_secret", place);
    const both = createSeal([secret(2), secret(1)]);
    expect(both.open(old, place)).toBe("gsk_secret");
    const renewed = both.seal("gsk_secret", place);
    expect(createSeal([secret(2)]).open(renewed, place)).toBe("gsk_secret");
    expect(() => seal.open(renewed, place)).toThrow(SealBroken);
  });

  test("needs 32 bytes", () => {
    for (const wrong of [[], [Buffer.alloc(31)], [secret(1), Buffer.alloc(33)]]) {
      expect(() => createSeal(wrong)).toThrow(RangeError);
    }
  });

  test("names a text the same each time, and differently under another secret", () => {
    expect(seal.fingerprint(["a", "b"])).toBe(createSeal([secret(1)]).fingerprint(["a", "b"]));
    expect(seal.fingerprint(["a", "b"])).not.toBe(seal.fingerprint(["ab", ""]));
    expect(seal.fingerprint(["a", "b"])).not.toBe(createSeal([secret(2)]).fingerprint(["a", "b"]));
  });
});

test.each([
  ["gsk_0123456789abcd", "…abcd"],
  ["0123456789ab", "…89ab"],
  ["0123456789a", "…"],
  ["abcd", "…"],
])("of %s only %s is shown", (text, hint) => {
  expect(hintOf(text)).toBe(hint);
});
