import { describe, expect, test } from "vitest";
import { generateGatewayKey, keyBits, MIN_KEY_BITS } from "./gateway-key.ts";

describe("a generated gateway key", () => {
  const keys = Array.from({ length: 500 }, generateGatewayKey);

  test("has the form that Helicone's clients know, and is never the same", () => {
    for (const key of keys) expect(key).toMatch(/^sk-helicone(?:-[a-z0-9]{7}){4}$/);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("uses every character at every place, so that it has its 144 bits", () => {
    const drawn = keys.map((key) => key.slice("sk-helicone-".length).replaceAll("-", ""));
    for (let at = 0; at < 28; at++)
      expect(new Set(drawn.map((text) => text[at])).size).toBeGreaterThanOrEqual(34);
  });

  test("is strong enough to be declared", () => {
    expect(Math.min(...keys.map(keyBits))).toBeGreaterThanOrEqual(MIN_KEY_BITS);
  });
});

describe("the strength of a declared key", () => {
  test.each([
    ["32 hexadecimal digits", "9f86d081884c7d659a2feaa0c55ad015"],
    ["the same after a prefix", "sk-9f86d081884c7d659a2feaa0c55ad015"],
    ["24 bytes in base64", "qL8R4QIcQ/ZsRE3UMtOV2Aw2v0sDMxZh"],
    ["a UUID", "0b1f6a52-77de-4c41-9d0e-5f3c2b1a0987"],
  ])("is enough with %s", (_what, key) => expect(keyBits(key)).toBeGreaterThanOrEqual(MIN_KEY_BITS));

  test.each([
    ["a word", "test-key"],
    ["a word after a long prefix", "sk-helicone-secret"],
    ["31 hexadecimal digits", "9f86d081884c7d659a2feaa0c55ad01"],
    ["digits only", "12345678901234567890123456789012"],
    ["one character", "a".repeat(200)],
    ["a short pattern", "abcd".repeat(50)],
    ["nothing but a prefix", "sk-helicone-"],
  ])("is too little with %s", (_what, key) => expect(keyBits(key)).toBeLessThan(MIN_KEY_BITS));
});
