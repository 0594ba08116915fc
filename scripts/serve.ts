/**
 * `npm start`: the reference gateway as a server.
 * @module
 */
import cluster from "node:cluster";
import { resolve } from "node:path";
import { Command } from "commander";
import { type Config, ConfigError, readConfig } from "../reference-gateway/config.ts";
import { weakTenants } from "../reference-gateway/declared-keys.ts";
import { dailyRound, everyDay } from "../reference-gateway/mapper/daily.ts";
import { loadCatalogue } from "../reference-gateway/mapper/source.ts";
import {
  type Fetch,
  type OpenParts,
  openParts,
  openStoresFor,
  startServer,
  systemClock,
} from "../reference-gateway/server.ts";
import { StorageError } from "../reference-gateway/stores/stores.ts";
import { jsonLog } from "../reference-gateway/telemetry/log.ts";
import { readableLine } from "../reference-gateway/telemetry/readable.ts";
import { rerouted, rerouteProblem } from "../reference-gateway/upstream/reroute.ts";
import { STOP, superviseWorkers } from "../reference-gateway/workers.ts";
import { openRegistry, providers } from "../registry/index.ts";
import type { BaseProvider } from "../registry/providers/_shared/base.ts";
import { requiredNames } from "../registry/providers/_shared/config.ts";
import { atLeastOne } from "./lib/at-least-one.ts";
import { type BannerFacts, bannerText } from "./lib/banner.ts";
import { LAUNCHER } from "./lib/launcher.ts";
import { exitAtWrongUse } from "./lib/wrong-use.ts";

const all: readonly BaseProvider[] = Object.values(providers);

/** The variables of one provider. */
function keyLine({ platformKeyEnv, config }: BaseProvider): string {
  const required = requiredNames(config);
  const settings = config.map(({ name, env }) => (required.includes(name) ? env : `[${env}]`));
  return `  ${[platformKeyEnv, ...settings].join(" ")}`;
}

const program = new Command("npm start --")
  .description("Runs the reference gateway. It is configured by environment variables, checked at start.")
  .option(
    "--replay",
    "answer from recordings and made-up answers: no keys, network or database; any API key is accepted",
  )
  .option("--recordings <dir>", "with --replay: recordings of your own")
  .option(
    "--upstream <url>",
    "development: send every provider call to this address; {host} in it stands for the provider's own",
  )
  .option(
    "--workers <n>",
    "so many processes behind the port, with a database that they share",
    atLeastOne,
    1,
  )
  .option("--seed <n>", "with --replay: the seed of made-up answers", "1")
  .addHelpText(
    "after",
    `
Variables:
  HOST, PORT                    where to listen (127.0.0.1, 8787)
  GATEWAY_KEYS                  who may call: tenant=key,tenant=generate (a key made at this start and shown once)
${all.map(keyLine).join("\n")}
                                the gateway's own provider keys, for pass-through billing, with the
                                settings that a provider needs beside its key (in brackets: optional)
  DATABASE_URL                  where wallets, keys and records are kept: file:PATH, postgres://… for several
                                processes, or memory: (file:./data/gateway.db)
  OUTBOX_FOLDER                 where charges and records wait while PostgreSQL is away (./data/outbox)
  REDIS_URL                     a Redis server for counters and cached answers of several processes (redis://…,
                                rediss://… or the path of a socket); without it they are in the database
  RATE_LIMITS                   limits of tenants: tenant=policy,*=policy (docs/rate-limits.md)
  RATE_LIMITS_WHEN_DOWN         refuse or allow requests under a limit while the store of counters is down (refuse)
  VAULT_KEYS                    callers' provider keys: [{"tenant":"acme","provider":"bedrock","key":"…",
                                "byokOnly":true,"config":{"region":"us-east-1","accessKeyId":"…"}}]
  VAULT_SECRET                  encrypts them in the database: 32 bytes in base64 (openssl rand -base64 32)
  WALLET_USD                    first deposit of a tenant that has no wallet yet, for pass-through billing (10)
  WALLET_ALERT_USD              a wallet that falls below this is told in the log (0: never)
  STORE_BODIES                  tenants whose bodies are kept, encrypted (nobody): acme,other or *; docs/request-log.md
  STORED_BODY_DAYS, STORED_BODY_BYTES
                                how long and up to which size (30, 1048576)
  WEBHOOKS, WEBHOOK_SECRETS     by tenant: where it is told of its requests, and what signs that; docs/webhooks.md
  PASSTHROUGH_DOMAINS           below which dedicated names stand: oai.<domain>, gateway.<domain> (localhost)
  PASSTHROUGH_PORTS             ports of targets that callers may name (443)
  PASSTHROUGH_LOOPBACK          1: development, callers may name servers of this machine (0)
  DOMAIN_TXT_RECORD             the record by which owners approve their domain (hconeai-verification=true)
  MAPPER_CATALOGUE              a price catalogue (file or https URL) for calls whose model has no price; every day
  LOG_LEVEL                     debug, info, warn or error (info)
  LOG_FORMAT                    json: JSON lines in a terminal too; elsewhere they are the form
  MAX_CONCURRENT, MAX_CONCURRENT_PER_TENANT
                                requests under way at once (1000, 500); docs/limits.md
  MAX_BODY_BYTES_HELD, MAX_BODY_BYTES_HELD_PER_TENANT
                                bytes of bodies held at once (268435456, 134217728); docs/limits.md
  MEDIA_HOSTS                   public: addresses of pictures and documents lead to public hosts alone; any: anywhere
                                (public); docs/safe-targets.md
  DASHBOARD                     on or off: the pages at / (on)
  CONFORMANCE_REPORT            the result.json, or its folder, whose claims the dashboard shows (./report)
  METRICS                       on or off: GET /metrics for Prometheus, without a key (off); docs/telemetry.md
  OTEL_EXPORTER_OTLP_ENDPOINT   where spans and metrics are sent, with OpenTelemetry's other standard variables
                                (nowhere)
  UPSTREAM_HEADERS_TIMEOUT_MS, UPSTREAM_IDLE_TIMEOUT_MS, MAX_BODY_BYTES

Callers of a replaying gateway say with the header Helicone-Replay what the provider does: error.429, stream.cut,
slow=2s, or the id of a scenario. Its answers name the recording in the same header, or say synthetic.

Examples:
  npm start -- --replay
  DATABASE_URL=postgres://… npm start -- --workers 2
  GATEWAY_KEYS=me=generate DEEPINFRA_API_KEY=… npm start`,
  )
  .allowExcessArguments(false)
  .exitOverride(exitAtWrongUse);

/** A terminal is read by a person, anything else by a program. */
const isTerminal = process.stdout.isTTY === true && process.env.LOG_FORMAT !== "json";
const withColor = (process.env.NO_COLOR ?? "") === "";
const write = (line: string): void =>
  void process.stdout.write(isTerminal ? readableLine(line, withColor) : line);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

interface StartOptions {
  replay?: true;
  recordings?: string;
  upstream?: string;
  seed: string;
  workers: number;
}

interface Prepared {
  config: Config;
  open: OpenParts;
  around?: (gateway: Fetch) => Fetch;
}

/** Loaded only where it is asked for: a gateway that serves needs nothing of the suite. */
async function replaying(
  open: OpenParts,
  { recordings, seed }: StartOptions,
): Promise<Omit<Prepared, "config">> {
  const { replayGateway } = await import("./lib/replay-gateway.ts");
  const { RECORDINGS } = await import("../conformance/recordings/store.ts");
  const folder = recordings === undefined ? RECORDINGS : resolve(recordings);
  return replayGateway(open, { folder, seed: Number(seed), providers: all });
}

/** The configuration and its parts, or the exit code after saying what is wrong. */
async function prepare(options: StartOptions): Promise<Prepared | number> {
  const replay = options.replay === true;
  if (!replay && options.recordings !== undefined) {
    complain("--recordings: only together with --replay");
    return 2;
  }
  const { upstream } = options;
  const problem = upstream === undefined ? null : rerouteProblem(upstream);
  if (problem !== null) {
    complain(`--upstream ${JSON.stringify(upstream)}: allowed is ${problem}`);
    return 2;
  }
  if (replay && upstream !== undefined) {
    complain("--upstream: not together with --replay, which answers by itself");
    return 2;
  }
  if (!/^\d{1,9}$/.test(options.seed)) {
    complain(`--seed ${JSON.stringify(options.seed)}: allowed is a whole number of at most nine digits`);
    return 2;
  }
  try {
    const config = readConfig(replay ? { ...process.env, DATABASE_URL: "memory:" } : process.env, all);
    const opened = await openParts(config, write);
    const open =
      upstream === undefined
        ? opened
        : { ...opened, parts: { ...opened.parts, transport: rerouted(opened.parts.transport, upstream) } };
    return replay ? { config, ...(await replaying(open, options)) } : { config, open };
  } catch (error) {
    const isOurs =
      error instanceof Error && (error.name === "RecordingError" || error instanceof StorageError);
    if (!(error instanceof ConfigError || isOurs)) throw error;
    complain(error.message);
    return error instanceof ConfigError ? 2 : 1;
  }
}

/** What the banner says: the first provider with a key of the gateway's own, or the first of all, names the model. */
function bannerFacts(config: Config, url: string, replay: boolean): BannerFacts {
  const own = all.filter(({ slug }) => config.platformKeys.has(slug)).map(({ slug }) => slug);
  const { indexes } = openRegistry();
  const endpoint = (own[0] === undefined ? indexes.endpoints : indexes.endpointsOfProvider(own[0])).find(
    ({ ptbEnabled }) => ptbEnabled,
  );
  return {
    url,
    replay,
    providers: own,
    dashboard: config.dashboard,
    model: endpoint === undefined ? "model" : `${endpoint.model}/${endpoint.provider}`,
    hasKeys: config.gatewayKeys.size > 0,
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Before a worker serves there is nothing to finish. */
let finishWorker = (): void => process.exit(0);

function obeySupervisor(): void {
  // A terminal tells all processes of a group; only the one that holds the workers decides.
  for (const signal of SIGNALS) process.on(signal, () => {});
  process.on("message", (message) => {
    if (message === STOP) finishWorker();
  });
}

async function main(): Promise<number | null> {
  const options = program.parse().opts<StartOptions>();
  if (options.workers > 1 && cluster.isPrimary) return supervise(options.workers, options);
  if (cluster.isWorker) obeySupervisor();
  const replay = options.replay === true;
  const prepared = await prepare(options);
  if (typeof prepared === "number") return prepared;
  const { config, open, around } = prepared;
  const { parts } = open;
  const server = await startServer(parts, config, {
    ...(around && { routes: around }),
    ownProcess: true,
  }).catch((error: NodeJS.ErrnoException) => {
    complain(
      `cannot listen on ${config.host}:${config.port} (${error.code ?? error.message}); set HOST and PORT`,
    );
    return null;
  });
  if (!server) {
    await open.close();
    return 1;
  }
  parts.log("info", "gateway.listening", {
    url: server.url,
    replay,
    ...(cluster.worker && { worker: cluster.worker.id, pid: process.pid }),
  });
  if (options.upstream !== undefined) {
    parts.log("warn", "upstream.rerouted", { hint: "provider calls go to --upstream: development only" });
  }
  if (isTerminal && (cluster.worker?.id ?? 1) === 1)
    complain(bannerText(bannerFacts(config, server.url, replay)));
  if (config.passthrough.rules.loopback) {
    parts.log("warn", "passthrough.loopback-allowed", {
      hint: "callers may name servers of this machine as targets: never in production (PASSTHROUGH_LOOPBACK)",
    });
  }
  if (!replay && config.gatewayKeys.size === 0) {
    parts.log("warn", "gateway.no-keys", { hint: "every request will be 401: set GATEWAY_KEYS=tenant=key" });
  }
  // To the terminal, not to the log: a log is kept, and a secret must not be.
  for (const [key, tenant] of config.generatedKeys) complain(`key of ${tenant}, shown once: ${key}`);
  const weak = weakTenants(config.gatewayKeys);
  if (!replay && weak.length > 0) {
    parts.log("warn", "gateway.weak-keys", { tenants: weak, hint: "fit for trying on this machine only" });
  }
  const { catalogue } = config.passthrough;
  const load = catalogue === null || replay ? null : () => loadCatalogue(catalogue);
  const stopDaily = everyDay(parts, () => dailyRound(parts, load));
  const stop = async () => {
    stopDaily();
    await server.close();
    await open.close();
    process.exit(0);
  };
  if (cluster.isWorker) {
    finishWorker = () => void stop();
    return null;
  }
  // Once: who asks a second time does not want to wait for what is left.
  for (const signal of SIGNALS) process.once(signal, () => void stop());
  return null;
}

/** Above what a worker gives itself to finish. */
const MARGIN_MS = 5_000;

/** Runs the workers, and ends when they have ended. */
async function supervise(count: number, { replay }: StartOptions): Promise<number> {
  if (replay === true) {
    complain("--workers: not together with --replay, which keeps everything in memory");
    return 2;
  }
  try {
    const config = readConfig(process.env, all);
    if (config.database.kind === "memory") {
      complain(
        "--workers: DATABASE_URL is memory:, which processes cannot share, allowed: postgres://… or file:PATH",
      );
      return 2;
    }
    if (config.generatedKeys.size > 0) {
      complain("--workers: GATEWAY_KEYS has generate, and each worker would make a key of its own: give one");
      return 2;
    }
    // Brought up to date by one process, before several use it.
    const stores = await openStoresFor(config.database, config);
    await stores.close();
    const log = jsonLog(write, config.logLevel, systemClock);
    const shutdownMs = config.limits.shutdownMs + MARGIN_MS;
    cluster.setupPrimary({ exec: LAUNCHER, args: ["serve", ...process.argv.slice(2)] });
    const workers = superviseWorkers({ count, cluster, clock: systemClock, log, shutdownMs });
    for (const signal of SIGNALS) process.once(signal, () => workers.stop());
    return await workers.ended;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StorageError)) throw error;
    complain(error.message);
    return error instanceof ConfigError ? 2 : 1;
  }
}

const code = await main();
if (code !== null) {
  process.exitCode = code;
  // A worker with nothing to do would live as long as its supervisor talks to it.
  cluster.worker?.disconnect();
}
