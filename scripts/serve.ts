/**
 * `npm start`: the reference gateway as a server.
 * @module
 */
import { Command } from "commander";
import { RECORDINGS } from "../conformance/library.ts";
import { loadRecordings } from "../conformance/recordings/load.ts";
import { replayTransport } from "../conformance/upstream/nearest.ts";
import { type Config, ConfigError, readConfig } from "../reference-gateway/config.ts";
import type { GatewayParts } from "../reference-gateway/parts.ts";
import { partsOf, startServer } from "../reference-gateway/server.ts";
import { memoryPlatformKeys } from "../reference-gateway/vault/memory.ts";
import { providers } from "../registry/index.ts";
import type { BaseProvider } from "../registry/providers/base.ts";

const all: readonly BaseProvider[] = Object.values(providers);

const program = new Command("npm start --")
  .description("Runs the reference gateway. It is configured by environment variables, checked at start.")
  .option("--replay", "answer from the recordings: no keys, no network, any API key is accepted")
  .addHelpText(
    "after",
    `
Variables:
  HOST, PORT                    where to listen (127.0.0.1, 8787)
  GATEWAY_KEYS                  who may call: tenant=key,tenant=key
  ${all.map(({ platformKeyEnv }) => platformKeyEnv).join(", ")}
                                the gateway's own provider keys, for pass-through billing
  VAULT_KEYS                    callers' provider keys: [{"tenant":"acme","provider":"groq","key":"…","byokOnly":true}]
  WALLET_USD                    what each tenant may spend by pass-through billing (10)
  LOG_LEVEL                     debug, info, warn or error (info)
  UPSTREAM_HEADERS_TIMEOUT_MS, UPSTREAM_IDLE_TIMEOUT_MS, MAX_BODY_BYTES

Examples:
  npm start -- --replay
  GATEWAY_KEYS=me=my-gateway-key DEEPINFRA_API_KEY=… npm start`,
  );

const write = (line: string): void => void process.stdout.write(line);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/** Everything that would need a key or the network, replaced. */
function replayParts(config: Config): GatewayParts {
  const parts = partsOf(config, write);
  const recordings = loadRecordings(RECORDINGS);
  return {
    ...parts,
    tenants: { findByKey: async () => ({ id: "replay" }) },
    platformKeys: memoryPlatformKeys(
      new Map(all.map(({ slug }) => [slug, { secret: "replay", config: {} }])),
    ),
    // Nothing is spent, so nothing is refused.
    wallet: {
      ...parts.wallet,
      reserve: async () => "replay",
      settle: async () => {},
      release: async () => {},
    },
    transport: replayTransport(recordings, (recording) => parts.log("info", "replay", { recording })),
  };
}

async function main(): Promise<number | null> {
  const { replay } = program.parse().opts<{ replay?: true }>();
  let config: Config;
  try {
    config = readConfig(process.env, all);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    return 2;
  }
  const parts = replay ? replayParts(config) : partsOf(config, write);
  const server = await startServer(parts, config).catch((error: NodeJS.ErrnoException) => {
    complain(
      `cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}); set HOST and PORT`,
    );
    return null;
  });
  if (!server) return 1;
  parts.log("info", "gateway.listening", { url: server.url, replay: replay === true });
  if (!replay && config.gatewayKeys.size === 0) {
    parts.log("warn", "gateway.no-keys", { hint: "every request will be 401: set GATEWAY_KEYS=tenant=key" });
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.close().then(() => process.exit(0)));
  }
  return null;
}

const code = await main();
if (code !== null) process.exitCode = code;
