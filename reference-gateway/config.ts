/**
 * The server's configuration from the environment, checked at start: a wrong value names the variable, what was given
 * and what is allowed. Values of secrets are never shown.
 * @module
 */
import { z } from "zod";
import { type PicoUsd, usdToPico } from "../registry/pricing/money.ts";
import type { BaseProvider } from "../registry/providers/base.ts";
import type { Credential } from "./parts.ts";
import { DEFAULT_LIMITS, type Limits, LOG_LEVELS, type LogLevel } from "./parts.ts";
import type { StoredKey } from "./vault/memory.ts";

export interface Config {
  host: string;
  port: number;
  logLevel: LogLevel;
  /** Gateway key → tenant. */
  gatewayKeys: ReadonlyMap<string, string>;
  /** What each tenant has for PTB. */
  deposit: PicoUsd;
  vaultKeys: StoredKey[];
  /** Provider → the gateway's own key. */
  platformKeys: ReadonlyMap<string, Credential>;
  limits: Limits;
}

/** One wrong variable a line. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const integer = (low: number, high: number, fallback: number) => {
  const rule = `a whole number from ${low} to ${high}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, { error: rule })
    .transform(Number)
    .refine((value) => value >= low && value <= high, { error: rule })
    .default(fallback);
};

const KEYS_RULE = "pairs tenant=key, separated by commas, for example acme=sk-helicone-…,other=sk-helicone-…";
const GatewayKeys = z
  .string()
  .default("")
  .transform((text, context) => {
    const keys = new Map<string, string>();
    for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
      const [, tenant, key] = /^\s*([\w.-]+)=(\S+?)\s*$/.exec(pair) ?? [];
      if (tenant === undefined || key === undefined || keys.has(key)) {
        context.addIssue({ code: "custom", message: KEYS_RULE });
        return z.NEVER;
      }
      keys.set(key, tenant);
    }
    return keys;
  });

const VAULT_RULE =
  'a JSON list of {"tenant", "provider", "key", "byokOnly"?: true}, for example [{"tenant":"acme","provider":"groq","key":"gsk_…"}]';
const VaultEntry = z.strictObject({
  tenant: z.string().min(1),
  provider: z.string().min(1),
  key: z.string().min(1),
  byokOnly: z.boolean().default(false),
});

function parseVault(providers: readonly BaseProvider[]) {
  return z
    .string()
    .default("[]")
    .transform((text, context): StoredKey[] => {
      const fail = (message: string) => {
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      };
      let list: unknown;
      try {
        list = JSON.parse(text);
      } catch {
        return fail(VAULT_RULE);
      }
      const parsed = z.array(VaultEntry).safeParse(list);
      if (!parsed.success)
        return fail(
          `${VAULT_RULE} (entry ${parsed.error.issues[0]?.path.join(".")}: ${parsed.error.issues[0]?.message})`,
        );
      const unknown = parsed.data.find((entry) => !providers.some(({ slug }) => slug === entry.provider));
      if (unknown)
        return fail(
          `provider "${unknown.provider}" is none of ${providers.map(({ slug }) => slug).join(", ")}`,
        );
      return parsed.data.map(({ tenant, provider, key, byokOnly }, i) => ({
        id: `vault-${i}`,
        tenantId: tenant,
        provider,
        enabled: true,
        byokOnly,
        credential: { secret: key, config: {} },
      }));
    });
}

const DEPOSIT_RULE = "USD as a plain decimal, for example 10 or 0.5";

function schema(providers: readonly BaseProvider[]) {
  return z.object({
    HOST: z.string().min(1, { error: "a host name or address" }).default("127.0.0.1"),
    PORT: integer(0, 65_535, 8787),
    LOG_LEVEL: z.enum(LOG_LEVELS, { error: LOG_LEVELS.join(", ") }).default("info"),
    GATEWAY_KEYS: GatewayKeys,
    WALLET_USD: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,12})?$/, { error: DEPOSIT_RULE })
      .default("10"),
    VAULT_KEYS: parseVault(providers),
    UPSTREAM_HEADERS_TIMEOUT_MS: integer(1, 3_600_000, DEFAULT_LIMITS.headersTimeoutMs),
    UPSTREAM_IDLE_TIMEOUT_MS: integer(1, 3_600_000, DEFAULT_LIMITS.idleTimeoutMs),
    MAX_BODY_BYTES: integer(1024, 1_073_741_824, DEFAULT_LIMITS.maxBodyBytes),
  });
}

const SECRET = /KEY/;

/**
 * Reads the configuration.
 * @throws ConfigError with one line for each wrong variable
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  providers: readonly BaseProvider[],
): Config {
  // An empty variable is an unset one, as shells have it.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema(providers).safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      return `${name}: given ${SECRET.test(name) ? "(hidden)" : JSON.stringify(env[name])}, allowed: ${message}`;
    });
    throw new ConfigError(lines.join("\n"));
  }
  const { data } = parsed;
  const platform = providers.flatMap(({ slug, platformKeyEnv }): [string, Credential][] => {
    const secret = given[platformKeyEnv];
    return secret === undefined ? [] : [[slug, { secret, config: {} }]];
  });
  return {
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    gatewayKeys: data.GATEWAY_KEYS,
    deposit: usdToPico(data.WALLET_USD),
    vaultKeys: data.VAULT_KEYS,
    platformKeys: new Map(platform),
    limits: {
      ...DEFAULT_LIMITS,
      headersTimeoutMs: data.UPSTREAM_HEADERS_TIMEOUT_MS,
      idleTimeoutMs: data.UPSTREAM_IDLE_TIMEOUT_MS,
      maxBodyBytes: data.MAX_BODY_BYTES,
    },
  };
}
