/**
 * A gateway behind an address: started from its description or already there, and seen only by its answers and by what
 * reaches the stand-in for providers.
 * @module
 */
import { dirname, resolve } from "node:path";
import { tokenDesk } from "../../upstream/fake-token-endpoint.ts";
import type { Answerer, Received, StandIn } from "../../upstream/server.ts";
import { SocketUpstream } from "../../upstream/socket.ts";
import { hashOf } from "../identity.ts";
import {
  ARRANGEMENTS,
  type Gateway,
  OBSERVABLES,
  only,
  type Setup,
  type Target,
  Unavailable,
} from "../target.ts";
import { type Descriptor, filled } from "./descriptor.ts";
import { freePort, type GatewayProcess, launch } from "./process.ts";
import { rewritten } from "./rewrite.ts";
import { platformVariables, worldValues } from "./world.ts";

/** Gateways of other worlds that are kept for later cases. */
const KEPT = 3;

/** The stand-in's paths begin with the provider's host, however the gateway was led there. */
function providerUrl(path: string): string {
  const [, host = "unknown.invalid", rest = "/"] = /^\/([^/?]+)(.*)$/.exec(path) ?? [];
  return `https://${host}${rest}`;
}

const CONNECTION = /^(?:host|connection|keep-alive|content-length|transfer-encoding|accept-encoding)$/;
const CLIENTS: Readonly<Record<string, RegExp>> = {
  accept: /^\*\/\*$/,
  "accept-language": /^\*$/,
  "sec-fetch-mode": /^cors$/,
  "user-agent": /^(?:node|undici|llm-gateway|axios|node-fetch|got)\b/,
};

/** What an HTTP client says of itself and of its connection, which no gateway decides. */
const isClients = ([name, value]: [string, string]): boolean =>
  CONNECTION.test(name) || (Object.hasOwn(CLIENTS, name) && CLIENTS[name]?.test(value) === true);

/** A stand-in that listens from its first use on. */
class OnDemand implements StandIn {
  /** Requests for tokens are answered aside, unless a case wants to see them. */
  tokensAside = true;
  private readonly socket = new SocketUpstream(
    providerUrl,
    (request) => (this.tokensAside ? tokenDesk(request) : null),
    isClients,
  );
  private origin: Promise<string> | null = null;
  private readonly port: number;

  constructor(port: number) {
    this.port = port;
  }
  get received(): Received[] {
    return this.socket.received;
  }
  serve(answerer: Answerer): void {
    this.socket.serve(answerer);
  }
  untilReceived(count?: number): Promise<void> {
    return this.socket.untilReceived(count);
  }
  listen(): Promise<string> {
    this.origin ??= this.socket.listen(this.port);
    return this.origin;
  }
  async close(): Promise<void> {
    if (this.origin === null) return;
    await this.origin;
    await this.socket.close();
    this.origin = null;
  }
}

interface Started {
  url: string;
  process: GatewayProcess;
}

const text = (command: readonly string[], env: Readonly<Record<string, string>>): string =>
  JSON.stringify([command, Object.entries(env).sort()]);

/** Gateways in processes, one for each world; those of worlds that were not wanted lately are ended. */
class Processes {
  private readonly running = new Map<string, Promise<Started>>();
  private readonly descriptor: Descriptor;
  private readonly folder: string;

  constructor(descriptor: Descriptor, folder: string) {
    this.descriptor = descriptor;
    this.folder = folder;
  }

  private async start(setup: Setup, standIn: string): Promise<Started> {
    const { start, name } = this.descriptor;
    if (!start) throw new Error(`${name} has no start command`);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const { command, env } = this.world(setup, standIn, String(port));
    const process = await launch({
      command,
      env,
      cwd: resolve(this.folder, start.cwd ?? "."),
      deadlineMs: start.deadlineMs,
      readyUrl: `${url}${start.ready}`,
    });
    return { url, process };
  }

  private world(setup: Setup, standIn: string, port: string) {
    const { start, name } = this.descriptor;
    const values = { ...worldValues(setup, name), standIn, port };
    const env = Object.entries(start?.env ?? {}).map(([key, value]) => [key, filled(value, values)]);
    const keys = start?.platformKeys === "environment" ? platformVariables(setup) : {};
    return {
      command: (start?.command ?? []).map((part) => filled(part, values)),
      env: { ...keys, ...(Object.fromEntries(env) as Record<string, string>) },
    };
  }

  /** A gateway in this world. @returns its address, and what lets go of it */
  async get(setup: Setup, standIn: string): Promise<{ url: string; release: () => Promise<void> }> {
    if (setup.fresh) {
      const { url, process } = await this.start(setup, standIn);
      return { url, release: () => process.stop() };
    }
    const { command, env } = this.world(setup, standIn, "");
    const key = text(command, env);
    const found = this.running.get(key) ?? this.start(setup, standIn);
    // Back in at the end: the first ones are those that were not wanted for longest.
    this.running.delete(key);
    this.running.set(key, found);
    const { url } = await found;
    for (const [old, started] of [...this.running].slice(0, -KEPT)) {
      this.running.delete(old);
      await (await started).process.stop();
    }
    return { url, release: async () => {} };
  }

  async close(): Promise<void> {
    const all = [...this.running.values()];
    this.running.clear();
    for (const started of all) await (await started).process.stop();
  }
}

/** What only a target in process has: a guard stands before each of these. */
const unseen = (name: string) => (): never => {
  throw new Unavailable("not-observable", `${name}: nothing inside it can be seen`);
};

function gatewayAt(
  descriptor: Descriptor,
  url: string,
  { setup, standIn, release }: { setup: Setup; standIn: string; release: () => Promise<void> },
): Gateway {
  const none = unseen(descriptor.name);
  return {
    send: async (path, init) => {
      const call = rewritten(descriptor, { path, init }, { setup, standIn });
      return fetch(`${url}${call.path}`, { ...call.init, redirect: "manual" });
    },
    listen: async () => url,
    wallet: async () => none(),
    ledger: async () => none(),
    records: async () => none(),
    logs: async () => none(),
    telemetry: async () => none(),
    get clock() {
      return none();
    },
    get registry() {
      return none();
    },
    disableKey: async () => none(),
    failStore: async () => none(),
    runMapper: async () => none(),
    daily: async () => none(),
    idle: async () => {},
    stop: release,
  };
}

/** @param file the descriptor's own path: others in it are relative to its folder */
export function httpTarget(descriptor: Descriptor, file: string): Target {
  const { name, identity, policies, modes, arranges, lockfile, url } = descriptor;
  const folder = dirname(file);
  const lock = lockfile === undefined ? null : hashOf(resolve(folder, lockfile));
  const standIn = new OnDemand(descriptor.upstreamPort ?? 0);
  const processes = new Processes(descriptor, folder);
  const where: Record<string, string> = url === undefined ? {} : { url };
  return {
    describe: {
      name,
      policies,
      modes,
      identity: { ...identity, ...where, ...(lock === null ? {} : { lock }) },
      observes: only(OBSERVABLES, []),
      arranges: only(ARRANGEMENTS, arranges),
    },
    standIn,
    start: async (setup) => {
      const origin = await standIn.listen();
      standIn.tokensAside = setup.tokenDesk !== undefined;
      const { url: at, release } =
        url === undefined
          ? await processes.get(setup, origin)
          : { url: url.replace(/\/$/, ""), release: async () => {} };
      return gatewayAt(descriptor, at, { setup, standIn: origin, release });
    },
    close: async () => {
      await processes.close();
      await standIn.close();
    },
  };
}
