/**
 * The way to a target: its addresses are looked up once, and the connection is made to those and no others (PRX-05).
 * @module
 */
import { promises as dns } from "node:dns";
import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";

export interface Resolver {
  /** Every address of a name. @throws Error where there is none or the lookup fails */
  addresses(name: string): Promise<string[]>;
  /** The texts of its TXT records, each in one piece; empty where there is none. @throws Error where the lookup fails */
  texts(name: string): Promise<string[]>;
}

/** What sends a request, with or without TLS. */
export interface Sender {
  request: typeof httpRequest;
  agent: HttpAgent;
}

export interface Network {
  resolver: Resolver;
  sender(secure: boolean): Sender;
}

const NONE = new Set(["ENODATA", "ENOTFOUND"]);

/** The resolver of this machine. */
export const systemResolver: Resolver = {
  addresses: async (name) => (await dns.lookup(name, { all: true })).map(({ address }) => address),
  texts: async (name) => {
    try {
      return (await dns.resolveTxt(name)).map((parts) => parts.join(""));
    } catch (error) {
      if (error instanceof Error && "code" in error && NONE.has(String(error.code))) return [];
      throw error;
    }
  },
};

/** Connections that are idle for longer are closed: most servers close theirs after five seconds. */
const IDLE_MS = 4_000;
const MAX_FREE = 64;

/** Sockets of this machine. */
export function systemNetwork(): Network {
  const options = { keepAlive: true, timeout: IDLE_MS, maxFreeSockets: MAX_FREE };
  const secure: Sender = { request: httpsRequest, agent: new HttpsAgent(options) };
  const plain: Sender = { request: httpRequest, agent: new HttpAgent(options) };
  return { resolver: systemResolver, sender: (isSecure) => (isSecure ? secure : plain) };
}

/** A lookup that gives the addresses that were checked, whatever the name resolves to by now. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return (_name, options, callback) => {
    const [first] = found;
    if (options.all) callback(null, found);
    else if (first) callback(null, first.address, first.family);
    else callback(new Error("no address"), "", 4);
  };
}
