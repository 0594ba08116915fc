import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type TestFile, testFile } from "../stores/testing/embedded.ts";
import { CannotDecrypt, createEncryption } from "./encryption.ts";
import type { NewProviderKey } from "./keys.ts";
import { SCOPES } from "./scopes.ts";
import { sqlVault } from "./sql-vault.ts";

const secret = (fill: number) => ({ vaultSecrets: [Buffer.alloc(32, fill)] });
const key = (tenantId: string, text: string): NewProviderKey => ({
  tenantId,
  provider: "groq",
  byokOnly: false,
  credential: { secret: text, config: { region: "eu", account: "config-is-secret-too" } },
});

const anything = () => {};

let file: TestFile;
beforeEach(() => {
  file = testFile();
});
afterEach(() => file.end());

/** Every byte of the database, its log included. */
const onDisk = () =>
  readdirSync(dirname(file.path))
    .map((name) => readFileSync(join(dirname(file.path), name), "latin1"))
    .join("");

describe("the vault", () => {
  test("lists the keys of a tenant as it shows them, oldest first, whatever they may do", async () => {
    const { vault } = await file.open(secret(1));
    for (const [i, provider] of ["groq", "deepinfra", "groq"].entries()) {
      file.clock.step(1);
      await vault.add({
        ...key("acme", `gsk_0123456789ab${i}`),
        provider,
        byokOnly: i === 1,
        enabled: i !== 2,
      });
    }
    const shown = await vault.show("acme");
    expect(shown.map(({ provider }) => provider)).toEqual(["groq", "deepinfra", "groq"]);
    const views = shown.map(({ id, provider, enabled, byokOnly }) => ({ id, provider, enabled, byokOnly }));
    expect(await vault.list("acme")).toEqual(views);
    expect(views.map(({ enabled, byokOnly }) => [enabled, byokOnly])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
    expect(await vault.list("nobody")).toEqual([]);
  });

  test("gives a key back whole, to its tenant only", async () => {
    const { vault } = await file.open(secret(1));
    const { id } = await vault.add({ ...key("acme", "gsk_0123456789abcd"), byokOnly: true });
    expect(await vault.open("acme", id)).toEqual(key("acme", "gsk_0123456789abcd").credential);
    expect(await vault.open("other", id)).toBeNull();
    expect(await vault.list("acme")).toEqual([{ id, provider: "groq", enabled: true, byokOnly: true }]);
    expect(await vault.list("other")).toEqual([]);
  });

  test("shows the last four characters and stores nothing readable", async () => {
    const { vault } = await file.open(secret(1));
    await vault.add(key("acme", "gsk_0123456789abcd"));
    expect(await vault.show("acme")).toMatchObject([{ hint: "…abcd" }]);
    expect(JSON.stringify(await vault.list("acme"))).not.toContain("abcd");
    for (const text of ["gsk_", "0123456789", "config-is-secret-too"]) expect(onDisk()).not.toContain(text);
    expect(onDisk()).toContain("…abcd".slice(1));
  });

  test("refuses a revoked or disabled key at once, in every process", async () => {
    const [one, two] = [await file.open(secret(1)), await file.open(secret(1))];
    const { id } = await one.vault.add(key("acme", "gsk_0123456789abcd"));
    expect(await two.vault.open("acme", id)).not.toBeNull();
    await one.vault.change("acme", id, { enabled: false }, anything);
    expect(await two.vault.open("acme", id)).toBeNull();
    expect(await two.vault.list("acme")).toMatchObject([{ enabled: false }]);
    await one.vault.change("acme", id, { enabled: true }, anything);
    await one.vault.remove("other", id);
    expect(await two.vault.open("acme", id)).not.toBeNull();
    await one.vault.remove("acme", id);
    expect(await two.vault.open("acme", id)).toBeNull();
    expect(await two.vault.list("acme")).toEqual([]);
  });

  test("does not open a row that was copied to another tenant", async () => {
    const { vault, db } = await file.open(secret(1));
    const { id } = await vault.add(key("acme", "gsk_0123456789abcd"));
    await db.updateTable("provider_key").set({ tenant_id: "thief" }).execute();
    await expect(vault.open("thief", id)).rejects.toThrow(CannotDecrypt);
  });

  test("takes over the configuration's keys and forgets those that it no longer names, but not added ones", async () => {
    const { vault } = await file.open(secret(1));
    const { id: added } = await vault.add(key("acme", "added-0123456789"));
    await vault.declare([key("acme", "first-0123456789"), key("other", "second-0123456789")]);
    const [declared] = (await vault.list("acme")).filter(({ id }) => id !== added);
    await vault.declare([{ ...key("acme", "first-0123456789"), byokOnly: true }]);
    expect((await vault.list("acme")).find(({ id }) => id === declared?.id)).toMatchObject({
      byokOnly: true,
    });
    expect(await vault.open("acme", declared?.id ?? "")).toMatchObject({ secret: "first-0123456789" });
    expect(await vault.list("other")).toEqual([]);
    await vault.declare([]);
    expect((await vault.list("acme")).map(({ id }) => id)).toEqual([added]);
  });

  test("keeps a key disabled that is declared again", async () => {
    const { vault } = await file.open(secret(1));
    await vault.declare([key("acme", "first-0123456789")]);
    const [{ id } = { id: "" }] = await vault.list("acme");
    await vault.change("acme", id, { enabled: false }, anything);
    await vault.declare([key("acme", "first-0123456789")]);
    expect(await vault.open("acme", id)).toBeNull();
  });

  test("says so when its secret is missing or does not open what is stored", async () => {
    const { vault } = await file.open(secret(1));
    await vault.add(key("acme", "gsk_0123456789abcd"));
    await vault.verify();
    const wrong = await file.open(secret(2));
    await expect(wrong.vault.verify()).rejects.toThrow(CannotDecrypt);
    const none = await file.open();
    await expect(none.vault.verify()).rejects.toThrow(CannotDecrypt);
    await expect(none.vault.add(key("acme", "x"))).rejects.toThrow(CannotDecrypt);
    const both = await file.open({ vaultSecrets: [Buffer.alloc(32, 2), Buffer.alloc(32, 1)] });
    await both.vault.verify();
  });
});

describe("a vault's secret that is replaced", () => {
  const both = { vaultSecrets: [Buffer.alloc(32, 2), Buffer.alloc(32, 1)] };

  test("is not needed any more once all keys are encrypted under the new one", async () => {
    const old = await file.open(secret(1));
    const { id } = await old.vault.add(key("acme", "gsk_0123456789abcd"));
    for (const tenant of ["acme", "b", "b", "c"]) await old.vault.add(key(tenant, "gsk_0123456789wxyz"));
    const parts = { db: old.db, clock: file.clock, ids: { uuid: () => randomUUID() }, page: 2 };
    const vault = sqlVault({ ...parts, encryption: createEncryption(both.vaultSecrets) });
    expect([...(await vault.byKeyId()).values()]).toEqual([5]);
    expect(await vault.rotate()).toBe(5);
    expect(await vault.rotate()).toBe(0);
    const alone = await file.open(secret(2));
    await alone.vault.verify();
    expect(await alone.vault.open("acme", id)).toEqual(key("acme", "gsk_0123456789abcd").credential);
    await expect(old.vault.open("acme", id)).rejects.toThrow(CannotDecrypt);
  });

  test("leaves declared keys their ids, and disabled ones disabled", async () => {
    const old = await file.open(secret(1));
    await old.vault.declare([key("acme", "first-0123456789")]);
    const [{ id } = { id: "" }] = await old.vault.list("acme");
    await old.vault.change("acme", id, { enabled: false }, anything);
    const { vault } = await file.open(both);
    await vault.declare([key("acme", "first-0123456789")]);
    expect(await vault.list("acme")).toMatchObject([{ id, enabled: false }]);
  });
});

describe("gateway keys", () => {
  const made = (tenantId: string) => ({
    tenantId,
    name: "app",
    scopes: ["inference"] as const,
    expiresAt: null,
  });

  test("are stored as hashes and known until they are removed, in every process", async () => {
    const [one, two] = [await file.open(), await file.open()];
    const { key, shown } = await one.tenants.create(made("acme"));
    expect(await two.tenants.findByKey(key)).toEqual({ id: "acme", scopes: ["inference"] });
    expect(await two.tenants.findByKey(key.slice(0, -1))).toBeNull();
    expect(onDisk()).not.toContain(key.slice(0, 20));
    expect(await one.tenants.remove("other", shown.id)).toBe("unknown");
    expect(await one.tenants.remove("acme", shown.id)).toBe("removed");
    expect(await two.tenants.findByKey(key)).toBeNull();
  });

  test("are unknown from the moment that they expire", async () => {
    const { tenants } = await file.open();
    const { key } = await tenants.create({ ...made("acme"), expiresAt: file.clock.now() + 1000 });
    file.clock.step(999);
    expect(await tenants.findByKey(key)).not.toBeNull();
    file.clock.step(1);
    expect(await tenants.findByKey(key)).toBeNull();
  });

  test("of the configuration can do everything, and come and go with it", async () => {
    const { tenants } = await file.open();
    const added = await tenants.create(made("acme"));
    await tenants.declare(
      new Map([
        ["one", "acme"],
        ["two", "other"],
      ]),
    );
    await tenants.declare(new Map([["two", "moved"]]));
    expect(await tenants.findByKey("one")).toBeNull();
    expect(await tenants.findByKey("two")).toEqual({ id: "moved", scopes: SCOPES });
    const [declared] = await tenants.show("moved");
    expect(declared).toMatchObject({ declared: true, scopes: SCOPES });
    expect(await tenants.remove("moved", declared?.id ?? "")).toBe("declared");
    await tenants.declare(new Map());
    expect(await tenants.findByKey("two")).toBeNull();
    expect(await tenants.findByKey(added.key)).toMatchObject({ id: "acme" });
  });
});
