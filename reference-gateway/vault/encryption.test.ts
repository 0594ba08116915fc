import { describe, expect, test } from "vitest";
import { CannotDecrypt, createEncryption, hintOf, keyIdOf } from "./encryption.ts";

const secret = (fill: number) => Buffer.alloc(32, fill);
const place = ["acme", "key-1", "groq"];
/** "gsk_secret" as the first version wrote it, at this place with the first secret. */
const DIRECT = "v1.M4e0KsPsa/yHcUXwWriDcL3O7z4FtfL9hs4VT4B3ysWGRfgXfAU=";

describe("an encrypted text", () => {
  const encryption = createEncryption([secret(1)]);

  test("opens whatever it is, and is never encrypted the same way twice", () => {
    for (const text of ["", "gsk_secret", "ключ 🔑", "x".repeat(10_000)]) {
      expect(encryption.decrypt(encryption.encrypt(text, place), place)).toBe(text);
    }
    expect(encryption.encrypt("same", place)).not.toBe(encryption.encrypt("same", place));
    expect(encryption.encrypt("gsk_secret", place)).not.toContain("gsk");
  });

  test.each([
    ["another tenant's row", ["other", "key-1", "groq"]],
    ["another key's row", ["acme", "key-2", "groq"]],
    ["another provider's row", ["acme", "key-1", "openai"]],
    ["a row whose names run together", ["acmekey-1", "", "groq"]],
  ])("does not open in %s", (_name, elsewhere) => {
    expect(() => encryption.decrypt(encryption.encrypt("gsk_secret", place), elsewhere)).toThrow(
      CannotDecrypt,
    );
    expect(() => encryption.decrypt(DIRECT, elsewhere)).toThrow(CannotDecrypt);
  });

  test("does not open when one bit of it was changed, wherever", () => {
    const [version, id, ...parts] = encryption.encrypt("gsk_secret", place).split(".");
    for (const [at, part] of parts.entries()) {
      const bytes = Buffer.from(part, "base64");
      for (let i = 0; i < bytes.length; i++) {
        const altered = Buffer.from(bytes);
        altered[i] = (altered[i] ?? 0) ^ 1;
        const text = [version, id, ...parts.with(at, altered.toString("base64"))].join(".");
        expect(() => encryption.decrypt(text, place)).toThrow(CannotDecrypt);
      }
    }
  });

  test("does not open with the data key of another one", () => {
    const [one, two] = [encryption.encrypt("gsk_one", place), encryption.encrypt("gsk_two", place)].map(
      (text) => text.split("."),
    );
    expect(() => encryption.decrypt([...(one ?? []).slice(0, 3), two?.[3]].join("."), place)).toThrow(
      CannotDecrypt,
    );
  });

  test.each(["", "v1.", "v1.AAAA", "v2.AAAA", "v2.a.b.c", "v3.a.b.c", "plain text"])("is not %j", (text) =>
    expect(() => encryption.decrypt(text, place)).toThrow(CannotDecrypt),
  );

  test("opens as the first version wrote it, and is an envelope once it is encrypted anew", () => {
    expect(encryption.decrypt(DIRECT, place)).toBe("gsk_secret");
    expect(keyIdOf(DIRECT)).toBeNull();
    const renewed = encryption.reencrypt(DIRECT, place) ?? "";
    expect(keyIdOf(renewed)).toBe(encryption.keyIds[0]);
    expect(encryption.decrypt(renewed, place)).toBe("gsk_secret");
  });
});

describe("a secret that is replaced", () => {
  const former = createEncryption([secret(1)]);
  const both = createEncryption([secret(2), secret(1)]);
  const alone = createEncryption([secret(2)]);
  const old = former.encrypt("gsk_secret", place);

  test("opens still what it encrypted, and encrypts nothing any more", () => {
    expect(both.decrypt(old, place)).toBe("gsk_secret");
    const fresh = both.encrypt("gsk_secret", place);
    expect(alone.decrypt(fresh, place)).toBe("gsk_secret");
    expect(() => former.decrypt(fresh, place)).toThrow(CannotDecrypt);
  });

  test("is not needed once a text is encrypted anew, whose encrypted body stays as it was", () => {
    const renewed = both.reencrypt(old, place) ?? "";
    expect(alone.decrypt(renewed, place)).toBe("gsk_secret");
    expect(() => former.decrypt(renewed, place)).toThrow(CannotDecrypt);
    expect(renewed.split(".")[3]).toBe(old.split(".")[3]);
    expect(both.reencrypt(renewed, place)).toBeNull();
  });

  test("is needed to encrypt anew, at the same place", () => {
    expect(() => alone.reencrypt(old, place)).toThrow(CannotDecrypt);
    expect(() => both.reencrypt(old, ["other", "key-1", "groq"])).toThrow(CannotDecrypt);
  });

  test("is told by an id that does not give it away", () => {
    expect(both.keyIds).toEqual([...alone.keyIds, ...former.keyIds]);
    expect(new Set(both.keyIds).size).toBe(2);
    for (const id of both.keyIds) expect(id).toMatch(/^[0-9a-f]{8}$/);
  });
});

test("a secret has 32 bytes", () => {
  for (const wrong of [[], [Buffer.alloc(31)], [secret(1), Buffer.alloc(33)]]) {
    expect(() => createEncryption(wrong)).toThrow(RangeError);
  }
});

test("a text has the same name each time, and another one under another secret", () => {
  const [encryption, other] = [createEncryption([secret(1)]), createEncryption([secret(2)])];
  expect(encryption.fingerprints(["a", "b"])).toEqual(createEncryption([secret(1)]).fingerprints(["a", "b"]));
  expect(encryption.fingerprints(["a", "b"])).not.toEqual(encryption.fingerprints(["ab", ""]));
  expect(encryption.fingerprints(["a", "b"])).not.toEqual(other.fingerprints(["a", "b"]));
  expect(createEncryption([secret(2), secret(1)]).fingerprints(["a"])).toEqual([
    ...other.fingerprints(["a"]),
    ...encryption.fingerprints(["a"]),
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
