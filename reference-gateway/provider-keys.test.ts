import { describe, expect, test } from "vitest";
import { providers } from "../registry/index.ts";
import type { BaseProvider } from "../registry/providers/_shared/base.ts";
import { ConfigError, readConfig } from "./config.ts";

const all: readonly BaseProvider[] = Object.values(providers);

/** What is said about these variables. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig({ DATABASE_URL: "memory:", ...env }, all);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "";
}

describe("a provider key that no header takes is refused at start, and not shown", () => {
  test.each(["gsk_tide\n", "gsk_tide\r\nx-evil: 1", "gsk tide", "gsk_tide\u0000", "gsk_tidé", "gsk_\u2028"])(
    "%j",
    (key) => {
      const platform = refusal({ GROQ_API_KEY: key });
      const vault = refusal({ VAULT_KEYS: JSON.stringify([{ tenant: "acme", provider: "groq", key }]) });
      expect(platform).toContain("GROQ_API_KEY: given (hidden), allowed: a key of printable ASCII");
      expect(vault).toContain("VAULT_KEYS: given (hidden), allowed: entry 0: the groq key");
      expect(platform + vault).not.toMatch(/tid|evil/);
    },
  );

  test("a plain one is taken", () => expect(refusal({ GROQ_API_KEY: "gsk_tide-1.2*~" })).toBe(""));
});
