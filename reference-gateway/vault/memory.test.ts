import { describe, expect, test } from "vitest";
import { memoryPlatformKeys, memoryTenants, memoryVault, type StoredKey } from "./memory.ts";
import { SCOPES } from "./scopes.ts";

const key = (tenantId: string, id: string, more: Partial<StoredKey> = {}): StoredKey => ({
  tenantId,
  id,
  provider: "groq",
  enabled: true,
  byokOnly: false,
  credential: { secret: `secret-of-${id}`, config: {} },
  ...more,
});

describe("a vault in memory (RTE-03)", () => {
  const keys = [key("acme", "k1"), key("acme", "k2", { enabled: false, byokOnly: true }), key("other", "k3")];

  test("lists a tenant's own keys, disabled ones too, without their secrets", async () => {
    expect(await memoryVault(keys).list("acme")).toEqual([
      { id: "k1", provider: "groq", enabled: true, byokOnly: false },
      { id: "k2", provider: "groq", enabled: false, byokOnly: true },
    ]);
  });

  test("opens an enabled key to its own tenant, and no other", async () => {
    const vault = memoryVault(keys);
    expect(await vault.open("acme", "k1")).toEqual({ secret: "secret-of-k1", config: {} });
    for (const [tenant, id] of [
      ["other", "k1"],
      ["acme", "k2"],
      ["acme", "k3"],
      ["acme", "k4"],
    ] as const)
      expect(await vault.open(tenant, id), `${tenant} ${id}`).toBeNull();
  });

  test("refuses at once what is disabled or removed in the list", async () => {
    const live = [key("acme", "k1"), key("acme", "k2")];
    const vault = memoryVault(live);
    live[0] = key("acme", "k1", { enabled: false });
    live.pop();
    expect([await vault.open("acme", "k1"), await vault.open("acme", "k2")]).toEqual([null, null]);
  });
});

test("a tenant is known by its gateway key only", async () => {
  const tenants = memoryTenants(new Map([["sk-one", { id: "acme" }]]));
  expect(await tenants.findByKey("sk-one")).toEqual({ id: "acme", scopes: SCOPES });
  expect(await tenants.findByKey("acme")).toBeNull();
});

test("platform keys are those of the providers that have one", () => {
  const credential = { secret: "ours", config: {} };
  const keys = memoryPlatformKeys(new Map([["groq", credential]]));
  expect(keys.providers()).toEqual(new Set(["groq"]));
  expect(keys.open("groq")).toBe(credential);
  expect(keys.open("openai")).toBeNull();
});
