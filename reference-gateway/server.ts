/**
 * The gateway as a process: real time, real ids, real sockets.
 * @module
 */
import { randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { Socket } from "node:net";
import { planPass } from "../registry/domains/plan-pass.ts";
import { createRegistry, registrySource } from "../registry/index.ts";
import { memoryWallet } from "./accounting/memory-wallet.ts";
import { createGateway } from "./app.ts";
import { memoryHealth } from "./attempts/health.ts";
import { type BodyStore, memoryBodies } from "./bodies/body-store.ts";
import { type Config, ConfigError } from "./config.ts";
import { fileClaims } from "./dashboard/claims.ts";
import { createListener, type ListenerOptions } from "./listener.ts";
import type { Clock, GatewayParts, Ids, KeyParts, Limits, Log } from "./parts.ts";
import { memoryApprovals } from "./passthrough/approvals.ts";
import { systemNetwork } from "./passthrough/network.ts";
import type { PassthroughParts } from "./passthrough/parts.ts";
import { memoryPending } from "./passthrough/pending.ts";
import { memoryVerdicts } from "./readiness.ts";
import { memoryRequestLog } from "./records/memory-log.ts";
import { createRecordQueue } from "./records/queue.ts";
import { type Answering, answerOnSocket } from "./routes/from-socket.ts";
import { createStages } from "./stages/index.ts";
import { memoryAnswers } from "./stores/answers/memory-answers.ts";
import { redisAnswers } from "./stores/answers/redis-answers.ts";
import { memoryCounters } from "./stores/counters/memory-counters.ts";
import { redisCounters } from "./stores/counters/redis-counters.ts";
import { type Durable, databaseCheck, openStores, type Stores } from "./stores/stores.ts";
import { createBackground } from "./telemetry/background.ts";
import { jsonLog } from "./telemetry/log.ts";
import { openTold } from "./telemetry/open.ts";
import { memoryRecords } from "./telemetry/record.ts";
import { memoryTokens } from "./upstream/tokens.ts";
import { systemDispatcher, undiciTransport } from "./upstream/undici.ts";
import { CannotDecrypt } from "./vault/encryption.ts";
import { createKeyGuard } from "./vault/key-guard.ts";
import { memoryPlatformKeys } from "./vault/memory.ts";
import { memoryKeys } from "./vault/memory-keys.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

const systemIds: Ids = { uuid: () => randomUUID() };

/** The parts that a configuration asks for, and how to let go of them. */
export interface OpenParts {
  parts: GatewayParts;
  /** Closes the stores; nothing may use them any more. */
  close(): Promise<void>;
}

type Kept = Pick<
  GatewayParts,
  "tenants" | "vault" | "wallet" | "records" | "books" | "requestLog" | "counters" | "answers"
> & { bodies: BodyStore } & Pick<PassthroughParts, "approvals" | "pending"> & {
    keys: Pick<KeyParts, "provider" | "gateway">;
  };

function inMemory(config: Config, log: Log): Kept {
  const declared = new Map([...config.gatewayKeys].map(([key, id]) => [key, { id }]));
  const deposits = new Map([...declared.values()].map(({ id }) => [id, config.deposit]));
  const effects = { clock: systemClock, ids: systemIds, log, limits: config.limits };
  const records = memoryRecords();
  const counters = memoryCounters(effects);
  const stored = config.vaultKeys.map((key) => ({ ...key, declared: true }));
  return {
    ...memoryKeys({ ...effects, declared, stored, counters }),
    wallet: memoryWallet(deposits, systemIds, systemClock),
    records,
    books: null,
    requestLog: memoryRequestLog(records.all),
    counters,
    answers: memoryAnswers({ clock: systemClock }),
    bodies: memoryBodies(),
    approvals: memoryApprovals(),
    pending: memoryPending(),
  };
}

/** What a configuration says must be in the stores, put there. */
async function declare(stores: Stores, config: Config): Promise<void> {
  try {
    await stores.vault.declare(config.vaultKeys);
    await stores.vault.verify();
  } catch (error) {
    if (!(error instanceof CannotDecrypt)) throw error;
    const given = config.vaultSecrets.length === 0 ? "nothing" : "(hidden)";
    throw new ConfigError(
      `VAULT_SECRET: given ${given}, which does not open the keys that are stored, allowed: the secret that they were stored with, alone or as new,old`,
      { cause: error },
    );
  }
  await stores.tenants.declare(config.gatewayKeys);
  for (const tenant of new Set(config.gatewayKeys.values())) await stores.wallet.open(tenant, config.deposit);
}

/**
 * Opens the stores of a configuration for a command: what gateways that run have declared stays as it is.
 * @throws StorageError when the database cannot be used
 */
export function openStoresFor(where: Durable, { vaultSecrets }: Config): Promise<Stores> {
  return openStores(where, { clock: systemClock, ids: systemIds, log: () => {}, vaultSecrets });
}

async function inDatabase(where: Durable, config: Config, log: Log): Promise<Stores> {
  const { vaultSecrets, outboxFolder } = config;
  const effects = { clock: systemClock, ids: systemIds, log };
  const stores = await openStores(where, { ...effects, vaultSecrets, outboxFolder });
  try {
    await stores.recover();
    await declare(stores, config);
    return stores;
  } catch (error) {
    await stores.close();
    throw error;
  }
}

/**
 * Opens the parts that a configuration asks for; reservations of dead processes are released first.
 * @throws StorageError when the database cannot be used, ConfigError when the vault's secret does not open its keys
 */
export async function openParts(config: Config, write: (line: string) => void): Promise<OpenParts> {
  const log = jsonLog(write, config.logLevel, systemClock);
  const stores = config.database.kind === "memory" ? null : await inDatabase(config.database, config, log);
  // As with PostgreSQL, the package is loaded only where a server is used.
  const redis =
    config.redis === null ? null : (await import("./stores/redis.ts")).openRedis(config.redis, log);
  const dispatcher = systemDispatcher();
  const kept: Kept = stores
    ? { ...stores, keys: { provider: stores.vault, gateway: stores.tenants } }
    : inMemory(config, log);
  const { tenants, vault, wallet, records, requestLog, answers, approvals, pending } = kept;
  const registry = createRegistry(registrySource);
  const background = createBackground(log);
  const recordQueue = createRecordQueue(log);
  const told = { clock: systemClock, registry, background, recordQueue };
  const { telemetry, metrics } = await openTold(config, told);
  const counters = redis ? redisCounters({ redis, clock: systemClock }) : kept.counters;
  return {
    parts: {
      registry,
      transport: undiciTransport(dispatcher),
      tenants,
      vault,
      keys: {
        ...kept.keys,
        guard: createKeyGuard({ counters, clock: systemClock, log, limit: config.limits.wrongKeysPerMinute }),
      },
      platformKeys: memoryPlatformKeys(config.platformKeys),
      tokens: memoryTokens(systemClock),
      wallet,
      records,
      books: kept.books,
      recordQueue,
      requestLog,
      counters,
      answers: redis ? redisAnswers({ redis, clock: systemClock }) : answers,
      bodies: { policy: config.bodies, store: kept.bodies },
      rateLimits: config.rateLimits,
      // Not guessable is all that is asked of it.
      random: () => randomInt(2 ** 32) / 2 ** 32,
      webhooks: config.webhooks,
      health: memoryHealth(systemClock),
      stages: createStages(),
      readiness: {
        stores: [
          ...(stores ? [databaseCheck(stores.db)] : []),
          ...(redis ? [{ name: "redis" as const, check: () => redis.ping() }] : []),
        ],
        keys: memoryVerdicts(),
      },
      passthrough: {
        plan: planPass,
        network: systemNetwork(),
        approvals,
        pending,
        rules: config.passthrough.rules,
        txtRecord: config.passthrough.txtRecord,
      },
      telemetry,
      metrics,
      background,
      dashboard: config.dashboard ? { claims: fileClaims(config.conformanceReport, log) } : null,
      clock: systemClock,
      ids: systemIds,
      log,
      limits: config.limits,
    },
    close: async () => {
      await telemetry.close();
      await dispatcher.destroy();
      redis?.disconnect();
      await stores?.close();
    },
  };
}

export interface RunningServer {
  url: string;
  /**
   * Stops taking requests and waits for the work that is left, answers to callers who went away included; for
   * `limits.shutdownMs` at most.
   */
  close(): Promise<void>;
}

/** What answers a request. */
export type Fetch = (request: Request) => Response | Promise<Response>;

/** Connections that wait to be taken: those who come at once, while the loop is busy, and not the 511 of the platform. */
const BACKLOG = 4096;

/** Slow and silent connections end, so that nobody holds one for ever. */
function limitConnections(server: Server, { arrivalMs, socketIdleMs }: Limits): void {
  server.headersTimeout = arrivalMs;
  server.requestTimeout = arrivalMs;
  server.timeout = socketIdleMs;
}

/** What stands between the socket and the gateway; nothing by default. */
export interface Around {
  /** Before the gateway's own routes. */
  routes?: (gateway: Fetch) => Fetch;
  /** Before calls that are passed on: read from and answered to the socket, byte for byte (PRX-01). */
  passthrough?: ListenerOptions["aroundPassthrough"];
  ownProcess?: ListenerOptions["ownProcess"];
}

/** Listens. @throws Error with code EADDRINUSE and the like when it cannot */
export async function startServer(
  parts: GatewayParts,
  address: { host: string; port: number },
  { routes, passthrough, ownProcess }: Around = {},
): Promise<RunningServer> {
  const app = createGateway(parts);
  const gateway: Fetch = (request) => app.fetch(request);
  const answerer = routes?.(gateway) ?? gateway;
  const answering = new Set<Promise<unknown>>();
  const track = (answer: Promise<unknown>): void => {
    const tracked = answer.catch(() => {}).finally(() => answering.delete(tracked));
    answering.add(tracked);
  };
  const fetch = (request: Request): Promise<Response> => {
    const answer = Promise.resolve(answerer(request));
    track(answer);
    return answer;
  };
  const onSocket = answerOnSocket(parts);
  const models: Answering = (incoming, outgoing) => {
    const answer = onSocket(incoming, outgoing);
    if (answer !== null) track(answer);
    return answer;
  };
  const server = createListener(parts, fetch, {
    aroundPassthrough: passthrough,
    ownProcess,
    models: routes === undefined ? models : null,
  });
  limitConnections(server, parts.limits);
  const connections = new Set<Socket>();
  server.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  server.listen({ port: address.port, host: address.host, backlog: BACKLOG });
  if (!server.listening) await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : address.port;
  return {
    url: `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${port}`,
    close: () => shutDown({ server, connections, answering, parts }),
  };
}

interface Running {
  server: Server;
  /** Those that have not told yet that they are closed. */
  connections: ReadonlySet<Socket>;
  answering: ReadonlySet<Promise<unknown>>;
  parts: GatewayParts;
}

/** Resolves after a time, or when `work` is done; says which. */
function doneWithin(work: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(false));
    void work.then(() => {
      cancel();
      resolve(true);
    });
  });
}

/**
 * Takes no more requests and waits for those that are there. After two thirds of the time their connections are cut, and after
 * five sixths the calls at providers that go on without a caller: each is charged and recorded with what came of it. What is
 * left then is told and given up.
 */
async function shutDown({ server, connections, answering, parts }: Running): Promise<void> {
  const { clock, log, background, recordQueue, limits } = parts;
  const closed = once(server, "close");
  server.close();
  const settled = (async () => {
    await closed;
    // The server is closed before its last connections tell so, and an answer that was cut goes on when they do.
    await Promise.all([...connections].map((socket) => once(socket, "close")));
    // A caller who hung up leaves a request behind that is still to be settled.
    while (answering.size > 0) await Promise.all(answering);
    await background.idle();
    await recordQueue.settled();
  })();
  const sixth = limits.shutdownMs / 6;
  if (await doneWithin(settled, 4 * sixth, clock)) return;
  log("warn", "gateway.shutdown-cuts", { answering: answering.size, background: background.count() });
  server.closeAllConnections();
  if (await doneWithin(settled, sixth, clock)) return;
  background.cut();
  if (await doneWithin(settled, sixth, clock)) return;
  log("error", "gateway.shutdown-gives-up", {
    answering: answering.size,
    background: background.count(),
    records: recordQueue.counts().waiting,
  });
}
