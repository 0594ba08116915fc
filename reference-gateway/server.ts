/**
 * The gateway as a process: real time, real ids, real sockets.
 * @module
 */
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { serve } from "@hono/node-server";
import { createRegistry, registrySource } from "../registry/index.ts";
import { createGateway } from "./app.ts";
import { memoryWallet } from "./billing/memory-wallet.ts";
import type { Config } from "./config.ts";
import { createBackground } from "./observability/background.ts";
import { jsonLog } from "./observability/log.ts";
import { memoryRecords } from "./observability/record.ts";
import type { Clock, GatewayParts, Ids } from "./parts.ts";
import { fetchTransport } from "./transport/fetch.ts";
import { memoryPlatformKeys, memoryTenants, memoryVault } from "./vault/memory.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

const systemIds: Ids = { uuid: () => randomUUID() };

/** The parts that a configuration asks for. */
export function partsOf(config: Config, write: (line: string) => void): GatewayParts {
  const log = jsonLog(write, config.logLevel, systemClock);
  const tenants = new Map([...config.gatewayKeys].map(([key, id]) => [key, { id }]));
  const deposits = new Map([...tenants.values()].map(({ id }) => [id, config.deposit]));
  return {
    registry: createRegistry(registrySource),
    transport: fetchTransport(),
    tenants: memoryTenants(tenants),
    vault: memoryVault(config.vaultKeys),
    platformKeys: memoryPlatformKeys(config.platformKeys),
    wallet: memoryWallet(deposits, systemIds),
    records: memoryRecords(),
    background: createBackground(log),
    clock: systemClock,
    ids: systemIds,
    log,
    limits: config.limits,
  };
}

export interface RunningServer {
  url: string;
  /** Stops taking requests and waits for the work that is left. */
  close(): Promise<void>;
}

/** Listens. @throws Error with code EADDRINUSE and the like when it cannot */
export async function startServer(
  parts: GatewayParts,
  address: { host: string; port: number },
): Promise<RunningServer> {
  const server = serve({ fetch: createGateway(parts).fetch, port: address.port, hostname: address.host });
  if (!server.listening) await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : address.port;
  return {
    url: `http://${address.host.includes(":") ? `[${address.host}]` : address.host}:${port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      await closed;
      await parts.background.idle();
    },
  };
}
