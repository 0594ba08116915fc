import { describe, expect, test } from "vitest";
import { KEY, managed } from "../testing/management.ts";
import { CannotDecrypt } from "../vault/encryption.ts";
import { MAX_KEYS } from "../vault/keys.ts";

const PATH = "/v1/vault/keys";
const SECRET = "gsk_0123456789abcd";
const groq = (more: object = {}) => ({ provider: "groq", secret: SECRET, ...more });

describe("provider keys over HTTP (VLT-01)", () => {
  test("are added, listed and shown by their last four characters, and used from then on", async () => {
    const { ask, parts } = managed();
    const made = await ask("POST", PATH, groq({ name: "mine", byokOnly: true }));
    expect(made.status).toBe(201);
    expect(made.json).toEqual({
      object: "vault.key",
      id: made.json.id,
      provider: "groq",
      name: "mine",
      enabled: true,
      byokOnly: true,
      declared: false,
      lastFour: "…abcd",
      createdAt: "2026-12-01T00:00:00.000Z",
      updatedAt: null,
    });
    const list = await ask("GET", PATH);
    expect(list.json).toEqual({ object: "list", data: [made.json] });
    expect((await ask("GET", `${PATH}/${made.json.id}`)).json).toEqual(made.json);
    expect(await parts.vault.open("a", made.json.id)).toEqual({ secret: SECRET, config: {} });
    expect(made.text + list.text).not.toContain(SECRET);
  });

  test("change in what is named and stay in the rest", async () => {
    const { ask, parts } = managed();
    const made = await ask("POST", PATH, {
      provider: "bedrock",
      secret: "aws-secret-0123456789",
      config: { region: "us-east-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    });
    const at = `${PATH}/${made.json.id}`;
    const changed = await ask("PATCH", at, { secret: "aws-secret-9876543210", name: "new" });
    expect([changed.status, changed.json.lastFour, changed.json.name]).toEqual([200, "…3210", "new"]);
    expect(await parts.vault.open("a", made.json.id)).toMatchObject({
      secret: "aws-secret-9876543210",
      config: { region: "us-east-1" },
    });
    await ask("PATCH", at, { config: { region: "eu-west-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE" } });
    expect(await parts.vault.open("a", made.json.id)).toMatchObject({
      secret: "aws-secret-9876543210",
      config: { region: "eu-west-1" },
    });
    await ask("PATCH", at, { enabled: false });
    expect(await parts.vault.open("a", made.json.id)).toBeNull();
  });

  test("are gone at once when they are removed, once", async () => {
    const { ask, parts } = managed();
    const { id } = (await ask("POST", PATH, groq())).json;
    const gone = await ask("DELETE", `${PATH}/${id}`);
    expect([gone.status, gone.text]).toEqual([204, ""]);
    expect(await parts.vault.open("a", id)).toBeNull();
    expect((await ask("DELETE", `${PATH}/${id}`)).error.code).toBe("vault_key_not_found");
  });

  test("of another tenant are unknown to whoever asks", async () => {
    const { ask, parts } = managed();
    const { id } = (await ask("POST", PATH, groq())).json;
    const none = await ask("GET", `${PATH}/never-was`, undefined, KEY.b);
    for (const [method, body] of [["GET"], ["PATCH", { enabled: false }], ["DELETE"]] as const) {
      const answer = await ask(method, `${PATH}/${id}`, body, KEY.b);
      expect([answer.status, answer.error.message]).toEqual([404, none.error.message]);
    }
    expect((await ask("GET", PATH, undefined, KEY.b)).json.data).toEqual([]);
    expect(await parts.vault.open("a", id)).not.toBeNull();
  });

  test.each<[string, object, string | null]>([
    ["an unknown provider", { provider: "no-such", secret: SECRET }, "provider"],
    ["no secret", { provider: "groq" }, "secret"],
    ["a secret that no header takes", groq({ secret: `${SECRET}\r\nx-evil: 1` }), "secret"],
    ["a setting that the provider has not", groq({ config: { region: "x" } }), "config"],
    ["a missing setting", { provider: "azure", secret: SECRET }, "config.resource"],
    ["a malformed setting", bedrock({ region: "evil.example/" }), "config.region"],
    ["a field that is none", groq({ tenant: "b" }), null],
    ["a name with a line break", groq({ name: "a\nb" }), "name"],
    ["a flag that is none", groq({ byokOnly: "yes" }), "byokOnly"],
  ])("are refused with %s, and the place is named", async (_what, body, param) => {
    const { ask, parts } = managed();
    const answer = await ask("POST", PATH, body);
    expect([answer.status, answer.error.code, answer.error.param]).toEqual([400, "invalid_body", param]);
    expect(answer.text).not.toContain(SECRET);
    expect(await parts.vault.list("a")).toEqual([]);
  });

  test("keep what they had when a change is refused", async () => {
    const { ask, parts } = managed();
    const { id } = (await ask("POST", PATH, groq())).json;
    for (const change of [{}, { secret: "two words" }, { config: { x: "y" } }, { provider: "openai" }])
      expect((await ask("PATCH", `${PATH}/${id}`, { ...change })).status).toBe(400);
    expect(await parts.vault.open("a", id)).toEqual({ secret: SECRET, config: {} });
  });

  test("of the configuration can be disabled, and change nowhere else", async () => {
    const credential = { secret: SECRET, config: {} };
    const declared = { id: "d", tenantId: "a", provider: "groq", enabled: true, byokOnly: false };
    const { ask, parts } = managed([{ ...declared, credential, declared: true }]);
    for (const [method, body] of [["PATCH", { secret: "gsk_other" }], ["DELETE"]] as const) {
      const answer = await ask(method, `${PATH}/d`, body);
      expect([answer.status, answer.error.code]).toEqual([409, "declared_in_configuration"]);
    }
    expect((await ask("PATCH", `${PATH}/d`, { enabled: false })).json.enabled).toBe(false);
    expect(await parts.vault.open("a", "d")).toBeNull();
  });

  test("are bounded in number, and say so when they cannot be encrypted", async () => {
    const { ask, parts } = managed();
    for (let i = 0; i < MAX_KEYS; i++)
      await parts.keys.provider.add({
        tenantId: "a",
        provider: "groq",
        byokOnly: false,
        credential: { secret: SECRET, config: {} },
      });
    expect((await ask("POST", PATH, groq())).error.code).toBe("too_many_keys");
    const add = () => Promise.reject(new CannotDecrypt("no vault secret is configured"));
    const broken = managed([], { keys: { ...parts.keys, provider: { ...parts.keys.provider, add } } });
    const answer = await broken.ask("POST", PATH, groq(), KEY.a);
    expect([answer.status, answer.error.code]).toEqual([503, "vault_unavailable"]);
  });

  test("leave a line in the log of who did what, and nothing of the secret", async () => {
    const { ask, lines } = managed();
    const { id } = (await ask("POST", PATH, groq())).json;
    await ask("PATCH", `${PATH}/${id}`, { secret: "gsk_another_0123456789" });
    await ask("DELETE", `${PATH}/${id}`);
    expect(
      lines
        .filter((line) => line.startsWith("info vault."))
        .map((line) => line.split(" ").slice(0, 2).join(" ")),
    ).toEqual(["info vault.key-added", "info vault.key-changed", "info vault.key-removed"]);
    expect(lines.join()).not.toMatch(/gsk_|abcd/);
  });
});

function bedrock(config: object) {
  return {
    provider: "bedrock",
    secret: "aws-secret-0123456789",
    config: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", ...config },
  };
}
