/**
 * The server's configuration from the environment, checked at start: a wrong value names the variable, what was given
 * and what is allowed. Values of secrets are never shown.
 * @module
 */
import { resolve } from "node:path";
import { z } from "zod";
import { parsePolicy, type RateLimitPolicy } from "../registry/limits/policy.ts";
import { type PicoUsd, picoToUsd, usdToPico } from "../registry/pricing/money.ts";
import type { BaseProvider } from "../registry/providers/_shared/base.ts";
import { MAX_AMOUNT } from "./accounting/amount.ts";
import { type BodyPolicy, DAY_MS, DEFAULT_BODY_POLICY } from "./bodies/body-store.ts";
import { declaredKeys, weakKeyProblem } from "./declared-keys.ts";
import type { Credential } from "./parts.ts";
import { DEFAULT_LIMITS, type Limits, LOG_LEVELS, type LogLevel, type RateLimits } from "./parts.ts";
import { type PassthroughConfig, passthroughConfig, passthroughFields } from "./passthrough/config.ts";
import { parseVault, platformKeysFrom } from "./provider-keys.ts";
import type { Durable } from "./stores/stores.ts";
import { type TelemetryConfig, telemetryConfig, telemetryFields } from "./telemetry/config.ts";
import { SECRET_BYTES } from "./vault/encryption.ts";
import type { StoredKey } from "./vault/memory.ts";
import { type Webhooks, webhookFields, webhooksFrom } from "./webhooks/config.ts";

export interface Config {
  host: string;
  port: number;
  logLevel: LogLevel;
  /** Gateway key → tenant. */
  gatewayKeys: ReadonlyMap<string, string>;
  /** Those of them that were made at this start: nobody knows them yet. */
  generatedKeys: ReadonlyMap<string, string>;
  /** Where wallets, keys and records are kept. */
  database: Durable | { kind: "memory" };
  /** Where charges and records wait while a PostgreSQL server is away. */
  outboxFolder: string;
  /** A Redis server for what several processes count; the database counts where it is `null`. */
  redis: string | null;
  rateLimits: RateLimits;
  /** Whose bodies are kept, and how. */
  bodies: BodyPolicy;
  /** The first deposit of a tenant that has no wallet yet. */
  deposit: PicoUsd;
  vaultKeys: StoredKey[];
  /** Encrypt the vault's keys in a database; the first one is used, the others still decrypt. */
  vaultSecrets: Buffer[];
  /** Provider → the gateway's own key. */
  platformKeys: ReadonlyMap<string, Credential>;
  limits: Limits;
  /** By tenant: where it is told of its requests. */
  webhooks: Webhooks;
  passthrough: PassthroughConfig;
  /** Where spans and metrics are sent; `null`: nowhere. */
  telemetry: TelemetryConfig | null;
  /** Is `GET /metrics` served? */
  metrics: boolean;
  /** Are the pages of the dashboard served? */
  dashboard: boolean;
  /** The result of the conformance suite whose claims the dashboard shows: a file, or the folder of a run. */
  conformanceReport: string;
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

const DEPOSIT_RULE = `USD as a plain decimal up to ${picoToUsd(MAX_AMOUNT)}, for example 10 or 0.5`;

const SECRET_RULE = `${SECRET_BYTES} bytes in base64, for example from \`openssl rand -base64 32\`; to replace one: new,old`;
const VaultSecrets = z
  .string()
  .default("")
  .transform((text, context): Buffer[] => {
    const parts = text.split(",").filter((part) => part.trim() !== "");
    const secrets = parts.map((part) => Buffer.from(part.trim(), "base64"));
    const right = (secret: Buffer, i: number) =>
      secret.length === SECRET_BYTES && secret.toString("base64") === parts[i]?.trim();
    if (secrets.every(right)) return secrets;
    context.addIssue({ code: "custom", message: SECRET_RULE });
    return z.NEVER;
  });

const DATABASE_RULE =
  "file:PATH, postgres://USER:PASSWORD@HOST:PORT/NAME or memory:, for example file:./data/gateway.db";
const DatabaseUrl = z
  .string()
  .default("file:./data/gateway.db")
  .transform((text, context): Config["database"] => {
    if (text === "memory:") return { kind: "memory" };
    const path = /^file:(?:\/\/(?=\/))?(.*[^/])$/.exec(text)?.[1];
    if (path !== undefined) return { kind: "embedded", path: resolve(path) };
    if (/^postgres(ql)?:\/\//.test(text) && URL.canParse(text)) return { kind: "postgres", url: text };
    context.addIssue({ code: "custom", message: DATABASE_RULE });
    return z.NEVER;
  });

const REDIS_RULE =
  "redis://HOST:PORT, rediss://USER:PASSWORD@HOST:PORT/NUMBER or the path of a socket, for example redis://127.0.0.1:6379";
/** Of a URL only what the driver reads as one: anything else it would take for a host name. */
const RedisUrl = z
  .string()
  .refine((text) => (/^rediss?:\/\/[^/]/.test(text) && URL.canParse(text)) || /^\/[^/]/.test(text), {
    error: REDIS_RULE,
  })
  .nullable()
  .default(null);

const LIMITS_RULE =
  "pairs tenant=policy, separated by commas, * for every other tenant, for example acme=1000;w=3600,*=100;w=60;s=user";
const TenantLimits = z
  .string()
  .default("")
  .transform((text, context): RateLimits["tenants"] => {
    const limits = new Map<string, RateLimitPolicy>();
    for (const pair of text.split(",").filter((part) => part.trim() !== "")) {
      const [, tenant, policy] = /^\s*([\w.-]+|\*)=(.+)$/.exec(pair) ?? [];
      const parsed = policy === undefined ? null : parsePolicy(policy);
      if (tenant === undefined || parsed === null || limits.has(tenant) || !parsed.ok) {
        const problem = parsed && !parsed.ok ? ` (${parsed.problem})` : "";
        context.addIssue({ code: "custom", message: `${LIMITS_RULE}${problem}` });
        return z.NEVER;
      }
      limits.set(tenant, parsed.policy);
    }
    return limits;
  });

const BODIES_RULE = "tenants, separated by commas, or * for all, for example acme,other";

function schema(providers: readonly BaseProvider[]) {
  return z.object({
    HOST: z.string().min(1, { error: "a host name or address" }).default("127.0.0.1"),
    PORT: integer(0, 65_535, 8787),
    DASHBOARD: z.enum(["on", "off"], { error: "on or off" }).default("on"),
    CONFORMANCE_REPORT: z.string().min(1, { error: "a result.json or its folder" }).default("./report"),
    LOG_LEVEL: z.enum(LOG_LEVELS, { error: LOG_LEVELS.join(", ") }).default("info"),
    GATEWAY_KEYS: declaredKeys,
    WALLET_USD: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,12})?$/, { error: DEPOSIT_RULE, abort: true })
      .refine((usd) => usdToPico(usd) <= MAX_AMOUNT, { error: DEPOSIT_RULE })
      .default("10"),
    WALLET_ALERT_USD: z
      .string()
      .regex(/^\d{1,7}(\.\d{1,12})?$/, { error: "USD as a plain decimal, for example 5; 0 for no alert" })
      .default("0"),
    DATABASE_URL: DatabaseUrl,
    OUTBOX_FOLDER: z.string().min(1, { error: "a folder" }).default("./data/outbox"),
    REDIS_URL: RedisUrl,
    RATE_LIMITS: TenantLimits,
    RATE_LIMITS_WHEN_DOWN: z.enum(["refuse", "allow"], { error: "refuse or allow" }).default("refuse"),
    STORE_BODIES: z
      .string()
      .regex(/^\s*(\*|[\w.-]+)(\s*,\s*[\w.-]+)*\s*$/, { error: BODIES_RULE })
      .transform((text) => new Set(text.split(",").map((tenant) => tenant.trim())))
      .default(new Set()),
    STORED_BODY_DAYS: integer(1, 3650, DEFAULT_BODY_POLICY.keptMs / DAY_MS),
    STORED_BODY_BYTES: integer(1024, 10 * 1024 * 1024, DEFAULT_BODY_POLICY.maxBytes),
    VAULT_KEYS: parseVault(providers),
    VAULT_SECRET: VaultSecrets,
    UPSTREAM_HEADERS_TIMEOUT_MS: integer(1, 3_600_000, DEFAULT_LIMITS.headersTimeoutMs),
    UPSTREAM_IDLE_TIMEOUT_MS: integer(1, 3_600_000, DEFAULT_LIMITS.idleTimeoutMs),
    MAX_CONCURRENT: integer(1, 100_000, DEFAULT_LIMITS.admission.concurrent),
    MAX_CONCURRENT_PER_TENANT: integer(1, 100_000, DEFAULT_LIMITS.admission.perTenant),
    MAX_BODY_BYTES: integer(1024, 1_073_741_824, DEFAULT_LIMITS.maxBodyBytes),
    MAX_BODY_BYTES_HELD: integer(1024, 999_999_999_999, DEFAULT_LIMITS.admission.bodyBytes),
    MAX_BODY_BYTES_HELD_PER_TENANT: integer(
      1024,
      999_999_999_999,
      DEFAULT_LIMITS.admission.bodyBytesPerTenant,
    ),
    MEDIA_HOSTS: z.enum(["public", "any"], { error: "public or any" }).default(DEFAULT_LIMITS.mediaHosts),
    ...passthroughFields,
    ...webhookFields,
    ...telemetryFields,
  });
}

/** Addresses of webhooks often hold a secret too. */
const SECRET = /KEY|SECRET|WEBHOOK/;

/** A wrong value as it may be shown: of a URL only its scheme, since the rest may hold a password. */
function shown(name: string, value: string | undefined): string {
  if (value !== undefined && SECRET.test(name)) return "(hidden)";
  if (value === undefined) return "nothing";
  if (!/_(URL|ENDPOINT)$/.test(name) || /^[\w./-]*$/.test(value)) return JSON.stringify(value);
  return `${/^[a-z][a-z0-9+.-]*:/i.exec(value)?.[0] ?? ""}… (the rest hidden)`;
}

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
      return `${name}: given ${shown(name, given[name])}, allowed: ${message}`;
    });
    throw new ConfigError(lines.join("\n"));
  }
  const { data } = parsed;
  if (data.VAULT_KEYS.length > 0 && data.VAULT_SECRET.length === 0 && data.DATABASE_URL.kind !== "memory") {
    throw new ConfigError(
      `VAULT_SECRET: given nothing, but VAULT_KEYS are to be stored encrypted, allowed: ${SECRET_RULE}`,
    );
  }
  if (data.STORE_BODIES.size > 0 && data.VAULT_SECRET.length === 0 && data.DATABASE_URL.kind !== "memory") {
    throw new ConfigError(
      `VAULT_SECRET: given nothing, but STORE_BODIES are to be stored encrypted, allowed: ${SECRET_RULE}`,
    );
  }
  const weak = weakKeyProblem(data.GATEWAY_KEYS.all, data.HOST);
  if (weak !== null) throw new ConfigError(weak);
  const platform = platformKeysFrom(given, providers);
  if (platform.problems.length > 0) throw new ConfigError(platform.problems.join("\n"));
  const told = webhooksFrom(data, passthroughConfig(data).rules);
  if (!told.ok) throw new ConfigError(told.problem);
  return {
    webhooks: told.webhooks,
    host: data.HOST,
    port: data.PORT,
    logLevel: data.LOG_LEVEL,
    dashboard: data.DASHBOARD === "on",
    conformanceReport: resolve(data.CONFORMANCE_REPORT),
    gatewayKeys: data.GATEWAY_KEYS.all,
    generatedKeys: data.GATEWAY_KEYS.generated,
    database: data.DATABASE_URL,
    outboxFolder: resolve(data.OUTBOX_FOLDER),
    redis: data.REDIS_URL,
    passthrough: passthroughConfig(data),
    rateLimits: { tenants: data.RATE_LIMITS, whenDown: data.RATE_LIMITS_WHEN_DOWN },
    bodies: {
      tenants: data.STORE_BODIES,
      maxBytes: data.STORED_BODY_BYTES,
      keptMs: data.STORED_BODY_DAYS * DAY_MS,
    },
    deposit: usdToPico(data.WALLET_USD),
    vaultKeys: data.VAULT_KEYS,
    vaultSecrets: data.VAULT_SECRET,
    telemetry: telemetryConfig(data),
    metrics: data.METRICS === "on",
    platformKeys: platform.keys,
    limits: {
      ...DEFAULT_LIMITS,
      admission: {
        ...DEFAULT_LIMITS.admission,
        concurrent: data.MAX_CONCURRENT,
        perTenant: data.MAX_CONCURRENT_PER_TENANT,
        bodyBytes: data.MAX_BODY_BYTES_HELD,
        bodyBytesPerTenant: data.MAX_BODY_BYTES_HELD_PER_TENANT,
      },
      mediaHosts: data.MEDIA_HOSTS,
      headersTimeoutMs: data.UPSTREAM_HEADERS_TIMEOUT_MS,
      idleTimeoutMs: data.UPSTREAM_IDLE_TIMEOUT_MS,
      maxBodyBytes: data.MAX_BODY_BYTES,
      walletAlertBelow: usdToPico(data.WALLET_ALERT_USD),
    },
  };
}
