import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type TestFile, testFile } from "../stores/testing/embedded.ts";
import { CannotDecrypt, createEncryption } from "./encryption.ts";
import type { NewProviderKey } from "./keys.ts";

const SECRET = Buffer.alloc(32, 1);
const place = ["acme", "key-1", "groq"];

describe("a encryption that does not open says why", () => {
  const encryption = createEncryption([SECRET]);
  const thrownBy = (encrypted: string, by = encryption): unknown => {
    try {
      return by.decrypt(encrypted, place);
    } catch (error) {
      return error;
    }
  };

  test("it is none, or of another secret", () => {
    expect(thrownBy("plain text")).toMatchObject({ name: "CannotDecrypt", message: "not an encrypted text" });
    const other = createEncryption([Buffer.alloc(32, 2)]);
    expect(thrownBy(encryption.encrypt("gsk", place), other)).toMatchObject({
      message: "no secret opens it",
    });
  });

  test("or the secret is too short", () => {
    expect(() => createEncryption([Buffer.alloc(16)])).toThrow("a vault secret has 32 bytes");
  });

  test("a name for a text is short", () => {
    expect(encryption.fingerprints(["a"])[0]).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe("a vault in a database", () => {
  let file: TestFile;
  beforeEach(() => {
    file = testFile();
  });
  afterEach(() => file.end());

  const key = (text: string, byokOnly = false): NewProviderKey => ({
    tenantId: "acme",
    provider: "groq",
    byokOnly,
    credential: { secret: text, config: {} },
  });

  test("keeps several keys of a tenant apart, each with an id and a wish of its own", async () => {
    const { vault } = await file.open({ vaultSecrets: [SECRET] });
    const added = [await vault.add(key("first-0123456789")), await vault.add(key("second-0123456789", true))];
    const ids = added.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^key-./);
    expect(await vault.open("acme", ids[1] ?? "")).toMatchObject({ secret: "second-0123456789" });
    const wishes = new Map((await vault.list("acme")).map(({ id, byokOnly }) => [id, byokOnly]));
    expect(ids.map((id) => wishes.get(id))).toEqual([false, true]);
  });

  test("says that no secret is configured", async () => {
    const { vault } = await file.open();
    const adding = vault.add(key("first-0123456789"));
    await expect(adding).rejects.toThrow(CannotDecrypt);
    await expect(adding).rejects.toThrow("no vault secret is configured");
  });
});
