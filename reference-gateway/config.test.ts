import { describe, expect, test } from "vitest";
import { providers } from "../registry/index.ts";
import { ConfigError, readConfig } from "./config.ts";

const all = Object.values(providers);

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
    expect(config.gatewayKeys.size + config.platformKeys.size + config.vaultKeys.length).toBe(0);
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

  test.each([
    ["PORT", "70000", "from 0 to 65535"],
    ["PORT", "8787abc", "a whole number"],
    ["LOG_LEVEL", "loud", "debug, info, warn, error"],
    ["WALLET_USD", "-1", "USD as a plain decimal"],
    ["WALLET_USD", "1e3", "USD as a plain decimal"],
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

  test("names every wrong variable at once and shows no secret", () => {
    const problem = problemsOf({
      PORT: "x",
      GATEWAY_KEYS: "very-secret",
      VAULT_KEYS: '{"key":"very-secret"}',
    });
    expect(problem.split("\n")).toHaveLength(3);
    expect(problem).not.toContain("very-secret");
  });
});
