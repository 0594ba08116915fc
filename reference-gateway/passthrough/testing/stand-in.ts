/**
 * A target on a loopback socket, and a network whose names all lead there: what was looked up and connected to is kept.
 * @module
 */
import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import type { Network, Resolver } from "../network.ts";

/** A request as it came to the target. */
export interface Arrived {
  method: string;
  url: string;
  rawHeaders: string[];
  trailers: string[];
  body: Buffer;
}

export type Answering = (incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer) => void;

export interface StandIn {
  arrived: Arrived[];
  /** Addresses that were connected to, with their port. */
  connected: string[];
  lookedUp: string[];
  network: Network;
  port: number;
  /** The next answers. */
  answer(answering: Answering): void;
  /** What names resolve to; a public address unless told. */
  resolve(addresses: (name: string) => string[] | Promise<string[]>): void;
  texts(given: Record<string, string[]>): void;
  close(): Promise<void>;
}

/** A public address: nothing is ever sent there. */
export const PUBLIC = "93.184.216.34";

/** Opens a target. @param raw answers on the request itself, before its body is read */
export async function openStandIn(raw?: Answering): Promise<StandIn> {
  const arrived: Arrived[] = [];
  const connected: string[] = [];
  const lookedUp: string[] = [];
  let answering: Answering = (_incoming, outgoing) => outgoing.end("ok");
  let addresses: (name: string) => string[] | Promise<string[]> = () => [PUBLIC];
  let records: Record<string, string[]> = {};
  const server = createServer(async (incoming, outgoing) => {
    if (raw) return raw(incoming, outgoing, Buffer.alloc(0));
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = "", url = "", rawHeaders, rawTrailers } = incoming;
    const body = Buffer.concat(chunks);
    arrived.push({ method, url, rawHeaders, trailers: rawTrailers, body });
    answering(incoming, outgoing, body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  /** Connects to the target, whatever the address; remembers the address that was meant. */
  class Detour extends Agent {
    override createConnection(options: Parameters<Agent["createConnection"]>[0]) {
      const {
        host = "",
        port: meant = 0,
        lookup,
      } = options as { host?: string; port?: number; lookup?: unknown };
      if (typeof lookup === "function")
        lookup(host, { all: true }, (_error: unknown, found: { address: string }[]) =>
          connected.push(`${found.map(({ address }) => address).join()}:${meant}`),
        );
      else connected.push(`${host}:${meant}`);
      return connect(port, "127.0.0.1");
    }
  }
  const agent = new Detour({ keepAlive: true });
  const resolver: Resolver = {
    addresses: async (name) => {
      lookedUp.push(name);
      return addresses(name);
    },
    texts: async (name) => records[name] ?? [],
  };
  return {
    arrived,
    connected,
    lookedUp,
    port,
    network: { resolver, sender: () => ({ request, agent }) },
    answer: (next) => {
      answering = next;
    },
    resolve: (next) => {
      addresses = next;
    },
    texts: (given) => {
      records = given;
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
