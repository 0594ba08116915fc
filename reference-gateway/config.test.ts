import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { providers } from "../registry/index.ts";
import { ConfigError, readConfig } from "./config.ts";

const all = Object.values(providers);
const SECRET = Buffer.alloc(32, 7).toString("base64");

function problemsOf(env: Record<string, string>): string {
  try {
    readConfig(env, all);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

describe("the configuration", () => {
  test("has defaults for everything", () => {
    const config = readConfig({}, all);
    expect(config).toMatchObject({
      host: "127.0.0.1",
      port: 8787,
      logLevel: "info",
      deposit: 10_000_000_000_000n,
    });
    expect(config.database).toEqual({ kind: "embedded", path: resolve("data/gateway.db") });
    expect(config.vaultSecrets).toEqual([]);
    expect(config.gatewayKeys.size + config.platformKeys.size + config.vaultKeys.length).toBe(0);
  });

  test("reads the limits that an operator may set, and names a wrong one", () => {
    const { limits } = readConfig(
      { MAX_BODY_BYTES_HELD: "2048", MAX_BODY_BYTES_HELD_PER_TENANT: "1024", MEDIA_HOSTS: "any" },
      all,
    );
    expect(limits.admission).toMatchObject({ bodyBytes: 2048, bodyBytesPerTenant: 1024, concurrent: 1000 });
    expect(limits.mediaHosts).toBe("any");
    expect(readConfig({}, all).limits.mediaHosts).toBe("public");
    expect(problemsOf({ MEDIA_HOSTS: "all" })).toBe('MEDIA_HOSTS: given "all", allowed: public or any');
    expect(problemsOf({ MAX_BODY_BYTES_HELD: "1" })).toMatch(
      /^MAX_BODY_BYTES_HELD: given "1", allowed: a whole/,
    );
  });

  test("takes empty variables for unset ones", () => {
    expect(readConfig({ PORT: "", GATEWAY_KEYS: "" }, all).port).toBe(8787);
  });

  test("reads keys of all three kinds", () => {
    const config = readConfig(
      {
        GATEWAY_KEYS: "acme=key-1, other=key-2",
        DEEPINFRA_API_KEY: "platform",
        VAULT_KEYS: '[{"tenant":"acme","provider":"groq","key":"own","byokOnly":true}]',
        VAULT_SECRET: SECRET,
      },
      all,
    );
    expect([...config.gatewayKeys]).toEqual([
      ["key-1", "acme"],
      ["key-2", "other"],
    ]);
    expect(config.platformKeys.get("deepinfra")?.secret).toBe("platform");
    expect(config.vaultKeys).toMatchObject([
      { tenantId: "acme", provider: "groq", byokOnly: true, enabled: true },
    ]);
  });

  test("reads the settings that providers need beside their keys", () => {
    const config = readConfig(
      {
        BEDROCK_API_KEY: "secret",
        BEDROCK_REGION: "eu-central-1",
        VAULT_KEYS: '[{"tenant":"acme","provider":"azure","key":"own","config":{"resource":"harbour"}}]',
        VAULT_SECRET: SECRET,
      },
      all,
    );
    expect(config.platformKeys.get("bedrock")?.config).toEqual({ region: "eu-central-1" });
    expect(config.vaultKeys[0]?.credential.config).toEqual({ resource: "harbour" });
  });

  test("names a setting that is missing, malformed or unknown, and shows no value", () => {
    expect(problemsOf({ BEDROCK_API_KEY: "secret" })).toBe(
      "BEDROCK_REGION: given nothing, but BEDROCK_API_KEY is set, allowed: the like of us-east-1",
    );
    expect(problemsOf({ BEDROCK_API_KEY: "secret", BEDROCK_REGION: "x.evil.example#" })).toBe(
      "BEDROCK_REGION: given (hidden), allowed: the like of us-east-1",
    );
    const vault = (provider: string, config: object) =>
      problemsOf({
        VAULT_SECRET: SECRET,
        VAULT_KEYS: JSON.stringify([{ tenant: "acme", provider, key: "own", config }]),
      });
    expect(vault("azure", {})).toContain("entry 0: azure needs a resource");
    expect(vault("azure", { resource: "evil.example/" })).toMatch(/resource of the azure key is malformed/);
    expect(vault("groq", { region: "eu" })).toContain('groq has no setting "region" (there is none)');
  });

  test.each([
    ["PORT", "70000", "from 0 to 65535"],
    ["PORT", "8787abc", "a whole number"],
    ["LOG_LEVEL", "loud", "debug, info, warn, error"],
    ["WALLET_USD", "-1", "USD as a plain decimal"],
    ["WALLET_USD", "1e3", "USD as a plain decimal"],
    ["WALLET_USD", "1000000.000000000001", "USD as a plain decimal up to 1000000"],
    ["WALLET_USD", "0.0000000000001", "USD as a plain decimal"],
    ["DATABASE_URL", "mysql://db.example/gateway", "file:PATH"],
    ["DATABASE_URL", "./gateway.db", "file:PATH"],
    ["DATABASE_URL", "file:", "file:PATH"],
    ["DATABASE_URL", "file:data/", "file:PATH"],
    ["DATABASE_URL", "memory:x", "memory:"],
    ["DATABASE_URL", "postgres://host:port/name", "postgres://"],
    ["RATE_LIMITS", "acme", "tenant=policy"],
    ["RATE_LIMITS", "acme=10;w=5", "the window"],
    ["RATE_LIMITS", "acme=10;w=60,acme=20;w=60", "tenant=policy"],
    ["RATE_LIMITS_WHEN_DOWN", "open", "refuse or allow"],
    ["REDIS_URL", "localhost:6379", "redis://"],
    ["REDIS_URL", "http://localhost", "redis://"],
    ["REDIS_URL", "redis://host:port", "redis://"],
    ["REDIS_URL", "//host", "the path of a socket"],
    ["VAULT_SECRET", "too-short", "32 bytes in base64"],
    ["VAULT_SECRET", "!".repeat(44), "32 bytes in base64"],
    ["VAULT_SECRET", `${Buffer.alloc(32, 7).toString("base64")},x`, "new,old"],
    ["UPSTREAM_IDLE_TIMEOUT_MS", "0", "from 1 to"],
    ["MAX_BODY_BYTES", "many", "a whole number"],
    ["GATEWAY_KEYS", "no-equals-sign", "tenant=key"],
    ["GATEWAY_KEYS", "a=same,b=same", "tenant=key"],
    ["VAULT_KEYS", "not json", "JSON list"],
    ["VAULT_KEYS", '[{"tenant":"a"}]', "JSON list"],
    ["VAULT_KEYS", '[{"tenant":"a","provider":"nowhere","key":"k"}]', "deepinfra"],
  ])("refuses %s=%s and says what is allowed", (name, value, allowed) => {
    const problem = problemsOf({ [name]: value });
    expect(problem).toContain(`${name}: given`);
    expect(problem).toContain(allowed);
  });

  test.each(["0.0.0.0", "::", "10.0.0.7", "127.evil.example"])("refuses weak gateway keys on %s", (HOST) => {
    const problem = problemsOf({ HOST, GATEWAY_KEYS: "acme=secret-1,acme=secret-2,other=hunter2" });
    expect(problem).toMatch(/^GATEWAY_KEYS: given weak keys of acme, other, allowed .*acme=generate$/);
  });

  test("takes weak gateway keys where only this machine reaches the gateway", () => {
    expect(readConfig({ GATEWAY_KEYS: "acme=secret" }, all).gatewayKeys.get("secret")).toBe("acme");
  });

  test("makes a strong key at each start in place of `generate`", () => {
    const read = () => readConfig({ HOST: "0.0.0.0", GATEWAY_KEYS: "acme=generate,other=generate" }, all);
    const [one, two] = [read(), read()];
    expect([...one.gatewayKeys.values()]).toEqual(["acme", "other"]);
    expect(one.generatedKeys).toEqual(one.gatewayKeys);
    expect(new Set([...one.gatewayKeys.keys(), ...two.gatewayKeys.keys()]).size).toBe(4);
  });

  test("names every wrong variable at once and shows no secret", () => {
    const problem = problemsOf({
      PORT: "x",
      GATEWAY_KEYS: "very-secret",
      VAULT_KEYS: '{"key":"very-secret"}',
    });
    expect(problem.split("\n")).toHaveLength(3);
    expect(problem).not.toContain("very-secret");
  });

  test.each([
    ["memory:", { kind: "memory" }],
    ["file:books.db", { kind: "embedded", path: resolve("books.db") }],
    ["file:/var/lib/gateway.db", { kind: "embedded", path: "/var/lib/gateway.db" }],
    ["file:///var/lib/gateway.db", { kind: "embedded", path: "/var/lib/gateway.db" }],
    ["postgres://u:p@db:5432/name", { kind: "postgres", url: "postgres://u:p@db:5432/name" }],
    ["postgresql://db/name", { kind: "postgres", url: "postgresql://db/name" }],
    ["postgres:///name?host=/run/pg", { kind: "postgres", url: "postgres:///name?host=/run/pg" }],
  ])("reads DATABASE_URL=%s", (url, database) => {
    expect(readConfig({ DATABASE_URL: url }, all).database).toEqual(database);
  });

  test.each([
    "postgres://user:very-secret@host:port/name",
    "mysql://user:very-secret@host/name",
    "postgres//user:very-secret@host/name",
    "user=gateway password=very-secret",
    "mysql://host/name?password=very-secret",
  ])("never shows the password of DATABASE_URL=%s", (url) => {
    const problem = problemsOf({ DATABASE_URL: url });
    expect(problem).toContain("DATABASE_URL: given");
    expect(problem).not.toContain("very-secret");
  });

  test.each(["redis://127.0.0.1:6379", "rediss://u:p@host:6380/1", "/run/redis.sock"])(
    "reads REDIS_URL=%s",
    (url) => {
      expect(readConfig({ REDIS_URL: url }, all).redis).toBe(url);
      expect(readConfig({}, all).redis).toBeNull();
    },
  );

  test("reads limits of tenants, * for all others", () => {
    const { rateLimits } = readConfig({ RATE_LIMITS: "acme=1000;w=3600;u=cents, *=10; w=60; s=user" }, all);
    expect([...rateLimits.tenants].map(([tenant, { text }]) => [tenant, text])).toEqual([
      ["acme", "1000;w=3600;u=cents"],
      ["*", "10;w=60;s=user"],
    ]);
    expect(rateLimits.whenDown).toBe("refuse");
    expect(readConfig({ RATE_LIMITS_WHEN_DOWN: "allow" }, all).rateLimits).toEqual({
      tenants: new Map(),
      whenDown: "allow",
    });
  });

  test("never shows the password of REDIS_URL", () => {
    const problem = problemsOf({ REDIS_URL: "redis://user:very-secret@host:port" });
    expect(problem).toContain("REDIS_URL: given");
    expect(problem).not.toContain("very-secret");
  });

  test("takes a new vault secret beside the old one", () => {
    const old = Buffer.alloc(32, 8);
    const { vaultSecrets } = readConfig({ VAULT_SECRET: `${SECRET}, ${old.toString("base64")}` }, all);
    expect(vaultSecrets).toEqual([Buffer.alloc(32, 7), old]);
  });

  test("asks for VAULT_SECRET when there are keys to store, and only then", () => {
    const keys = { VAULT_KEYS: '[{"tenant":"acme","provider":"groq","key":"very-secret"}]' };
    const problem = problemsOf(keys);
    expect(problem).toMatch(/^VAULT_SECRET: given nothing, .* allowed: 32 bytes in base64/);
    expect(problem).not.toContain("very-secret");
    expect(readConfig({ ...keys, DATABASE_URL: "memory:" }, all).vaultKeys).toHaveLength(1);
    expect(readConfig({ ...keys, VAULT_SECRET: SECRET }, all).vaultKeys).toHaveLength(1);
  });
});
