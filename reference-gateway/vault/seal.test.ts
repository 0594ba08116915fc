import { describe, expect, test } from "vitest";
import { createSeal, hintOf, keyIdOf, SealBroken } from "./seal.ts";

const secret = (fill: number) => Buffer.alloc(32, fill);
const place = ["acme", "key-1", "groq"];
/** "gsk_secret" as the first version wrote it, at this place with the first secret. */
const DIRECT = "v1.M4e0KsPsa/yHcUXwWriDcL3O7z4FtfL9hs4VT4B3ysWGRfgXfAU=";

describe("a sealed text", () => {
  const seal = createSeal([secret(1)]);

  test("opens whatever it is, and is never sealed the same way twice", () => {
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
    expect(() => seal.open(DIRECT, elsewhere)).toThrow(SealBroken);
  });

  test("does not open when one bit of it was changed, wherever", () => {
    const [version, id, ...parts] = seal.seal("gsk_secret", place).split(".");
    for (const [at, part] of parts.entries()) {
      const bytes = Buffer.from(part, "base64");
      for (let i = 0; i < bytes.length; i++) {
        const altered = Buffer.from(bytes);
        altered[i] = (altered[i] ?? 0) ^ 1;
        const text = [version, id, ...parts.with(at, altered.toString("base64"))].join(".");
        expect(() => seal.open(text, place)).toThrow(SealBroken);
      }
    }
  });

  test("does not open with the data key of another one", () => {
    const [one, two] = [seal.seal("gsk_one", place), seal.seal("gsk_two", place)].map((text) =>
      text.split("."),
    );
    expect(() => seal.open([...(one ?? []).slice(0, 3), two?.[3]].join("."), place)).toThrow(SealBroken);
  });

  test.each(["", "v1.", "v1.AAAA", "v2.AAAA", "v2.a.b.c", "v3.a.b.c", "plain text"])("is not %j", (text) =>
    expect(() => seal.open(text, place)).toThrow(SealBroken),
  );

  test("opens as the first version wrote it, and is an envelope once it is sealed anew", () => {
    expect(seal.open(DIRECT, place)).toBe("gsk_secret");
    expect(keyIdOf(DIRECT)).toBeNull();
    const renewed = seal.reseal(DIRECT, place) ?? "";
    expect(keyIdOf(renewed)).toBe(seal.keyIds[0]);
    expect(seal.open(renewed, place)).toBe("gsk_secret");
  });
});

describe("a secret that is replaced", () => {
  const former = createSeal([secret(1)]);
  const both = createSeal([secret(2), secret(1)]);
  const alone = createSeal([secret(2)]);
  const old = former.seal("gsk_secret", place);

  test("opens still what it sealed, and seals nothing any more", () => {
    expect(both.open(old, place)).toBe("gsk_secret");
    const fresh = both.seal("gsk_secret", place);
    expect(alone.open(fresh, place)).toBe("gsk_secret");
    expect(() => former.open(fresh, place)).toThrow(SealBroken);
  });

  test("is not needed once a text is sealed anew, whose encrypted body stays as it was", () => {
    const renewed = both.reseal(old, place) ?? "";
    expect(alone.open(renewed, place)).toBe("gsk_secret");
    expect(() => former.open(renewed, place)).toThrow(SealBroken);
    expect(renewed.split(".")[3]).toBe(old.split(".")[3]);
    expect(both.reseal(renewed, place)).toBeNull();
  });

  test("is needed to seal anew, at the same place", () => {
    expect(() => alone.reseal(old, place)).toThrow(SealBroken);
    expect(() => both.reseal(old, ["other", "key-1", "groq"])).toThrow(SealBroken);
  });

  test("is told by an id that does not give it away", () => {
    expect(both.keyIds).toEqual([...alone.keyIds, ...former.keyIds]);
    expect(new Set(both.keyIds).size).toBe(2);
    for (const id of both.keyIds) expect(id).toMatch(/^[0-9a-f]{8}$/);
  });
});

test("a secret has 32 bytes", () => {
  for (const wrong of [[], [Buffer.alloc(31)], [secret(1), Buffer.alloc(33)]]) {
    expect(() => createSeal(wrong)).toThrow(RangeError);
  }
});

test("a text has the same name each time, and another one under another secret", () => {
  const [seal, other] = [createSeal([secret(1)]), createSeal([secret(2)])];
  expect(seal.fingerprints(["a", "b"])).toEqual(createSeal([secret(1)]).fingerprints(["a", "b"]));
  expect(seal.fingerprints(["a", "b"])).not.toEqual(seal.fingerprints(["ab", ""]));
  expect(seal.fingerprints(["a", "b"])).not.toEqual(other.fingerprints(["a", "b"]));
  expect(createSeal([secret(2), secret(1)]).fingerprints(["a"])).toEqual([
    ...other.fingerprints(["a"]),
    ...seal.fingerprints(["a"]),
  ]);
});

test.each([
  ["gsk_0123456789abcd", "…abcd"],
  ["0123456789ab", "…89ab"],
  ["0123456789a", "…"],
  ["abcd", "…"],
])("of %s only %s is shown", (text, hint) => {
  expect(hintOf(text)).toBe(hint);
});
