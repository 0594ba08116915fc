/**
 * `npm start`: the reference gateway as a server.
 * @module
 */
import { Command } from "commander";
import { loadRecordings } from "../conformance/recordings/load.ts";
import { RECORDINGS } from "../conformance/recordings/store.ts";
import { credentialOf } from "../conformance/secrets/credentials.ts";
import { answeredAside } from "../conformance/upstream/direct.ts";
import { tokenDesk } from "../conformance/upstream/fake-token-endpoint.ts";
import { replayTransport } from "../conformance/upstream/nearest.ts";
import { type Config, ConfigError, readConfig } from "../reference-gateway/config.ts";
import type { Resolver } from "../reference-gateway/passthrough/network.ts";
import { type OpenParts, openParts, startServer } from "../reference-gateway/server.ts";
import { StorageError } from "../reference-gateway/stores/stores.ts";
import { memoryPlatformKeys } from "../reference-gateway/vault/memory.ts";
import { providers } from "../registry/index.ts";
import type { BaseProvider } from "../registry/providers/_shared/base.ts";
import { requiredNames } from "../registry/providers/_shared/config.ts";

const all: readonly BaseProvider[] = Object.values(providers);

/** The variables of one provider. */
function keyLine({ platformKeyEnv, config }: BaseProvider): string {
  const required = requiredNames(config);
  const settings = config.map(({ name, env }) => (required.includes(name) ? env : `[${env}]`));
  return `  ${[platformKeyEnv, ...settings].join(" ")}`;
}

const program = new Command("npm start --")
  .description("Runs the reference gateway. It is configured by environment variables, checked at start.")
  .option("--replay", "answer from the recordings: no keys, no network, no database, any API key is accepted")
  .addHelpText(
    "after",
    `
Variables:
  HOST, PORT                    where to listen (127.0.0.1, 8787)
  GATEWAY_KEYS                  who may call: tenant=key,tenant=key
${all.map(keyLine).join("\n")}
                                the gateway's own provider keys, for pass-through billing, with the
                                settings that a provider needs beside its key (in brackets: optional)
  DATABASE_URL                  where wallets, keys and records are kept: file:PATH, postgres://… for several
                                processes, or memory: (file:./data/gateway.db)
  REDIS_URL                     a Redis server that counts for several processes (redis://…, rediss://… or the path
                                of a socket); without it the database counts
  VAULT_KEYS                    callers' provider keys: [{"tenant":"acme","provider":"bedrock","key":"…",
                                "byokOnly":true,"config":{"region":"us-east-1","accessKeyId":"…"}}]
  VAULT_SECRET                  encrypts them in the database: 32 bytes in base64 (openssl rand -base64 32)
  WALLET_USD                    first deposit of a tenant that has no wallet yet, for pass-through billing (10)
  PASSTHROUGH_DOMAINS           below which dedicated names stand: oai.<domain>, gateway.<domain> (localhost)
  PASSTHROUGH_PORTS             ports of targets that callers may name (443)
  PASSTHROUGH_LOOPBACK          1: development, callers may name servers of this machine (0)
  DOMAIN_TXT_RECORD             the record by which owners approve their domain (hconeai-verification=true)
  LOG_LEVEL                     debug, info, warn or error (info)
  UPSTREAM_HEADERS_TIMEOUT_MS, UPSTREAM_IDLE_TIMEOUT_MS, MAX_BODY_BYTES

Examples:
  npm start -- --replay
  GATEWAY_KEYS=me=my-gateway-key DEEPINFRA_API_KEY=… npm start`,
  );

const write = (line: string): void => void process.stdout.write(line);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** No name leads anywhere. */
const unreachable: Resolver = {
  addresses: () => Promise.reject(new Error("offline")),
  texts: () => Promise.reject(new Error("offline")),
};

/** Everything that would need a key or the network, replaced. */
function replayParts({ parts, close }: OpenParts): OpenParts {
  const recordings = loadRecordings(RECORDINGS);
  return {
    close,
    parts: {
      ...parts,
      tenants: { findByKey: async () => ({ id: "replay" }) },
      platformKeys: memoryPlatformKeys(
        new Map(all.map((provider) => [provider.slug, credentialOf(provider, "replay")])),
      ),
      // Targets of the caller's choice have no recordings, and nothing here reaches the network.
      passthrough: {
        ...parts.passthrough,
        network: { ...parts.passthrough.network, resolver: unreachable },
      },
      // Nothing is spent, so nothing is refused.
      wallet: {
        ...parts.wallet,
        reserve: async () => "replay",
        settle: async () => {},
        release: async () => {},
      },
      transport: answeredAside(
        replayTransport(recordings, (recording) => parts.log("info", "replay", { recording })),
        tokenDesk,
      ),
    },
  };
}

/** The configuration and its parts, or the exit code after saying what is wrong. */
async function prepare(replay: boolean): Promise<{ config: Config; open: OpenParts } | number> {
  try {
    const config = readConfig(replay ? { ...process.env, DATABASE_URL: "memory:" } : process.env, all);
    const open = await openParts(config, write);
    return { config, open: replay ? replayParts(open) : open };
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StorageError)) throw error;
    complain(error.message);
    return error instanceof ConfigError ? 2 : 1;
  }
}

async function main(): Promise<number | null> {
  const replay = program.parse().opts<{ replay?: true }>().replay === true;
  const prepared = await prepare(replay);
  if (typeof prepared === "number") return prepared;
  const { config, open } = prepared;
  const { parts } = open;
  const server = await startServer(parts, config).catch((error: NodeJS.ErrnoException) => {
    complain(
      `cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}); set HOST and PORT`,
    );
    return null;
  });
  if (!server) {
    await open.close();
    return 1;
  }
  parts.log("info", "gateway.listening", { url: server.url, replay });
  if (config.passthrough.rules.loopback) {
    parts.log("warn", "passthrough.loopback-allowed", {
      hint: "callers may name servers of this machine as targets: never in production (PASSTHROUGH_LOOPBACK)",
    });
  }
  if (!replay && config.gatewayKeys.size === 0) {
    parts.log("warn", "gateway.no-keys", { hint: "every request will be 401: set GATEWAY_KEYS=tenant=key" });
  }
  const stop = async () => {
    await server.close();
    await open.close();
    process.exit(0);
  };
  // Once: who asks a second time does not want to wait for what is left.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
  return null;
}

const code = await main();
if (code !== null) process.exitCode = code;
