/**
 * The target of a passed call as the caller wrote it, read once: an origin or the reason why it is none (PRX-05). What a
 * URL parser would repair (spaces, backslashes, credentials) is refused instead, and so is a path: it belongs to the call.
 * @module
 */
import ipaddr from "ipaddr.js";
import { canonicalHost, unsafeUrl } from "../safety/index.ts";

/** Longest target that is read, in characters. */
export const MAX_TARGET = 512;

/** An origin that may be called, if the addresses of its name may. */
export interface Target {
  /** As `https://host` or `https://host:port`. */
  origin: string;
  /** Lower case, in ASCII, without a trailing dot; IPv6 without brackets. */
  host: string;
  port: number;
  secure: boolean;
  /** Is the host an address? Otherwise it is a name to be resolved. */
  isAddress: boolean;
  /** A loopback host that development allows: its addresses are not checked. */
  isLocal: boolean;
}

export type ParsedTarget = { ok: true; target: Target } | { ok: false; problem: string };

export interface TargetRules {
  ports: readonly number[];
  /** Development: loopback hosts at any port, and http to them. */
  loopback: boolean;
}

/** Scheme and authority, with nothing after them but a slash. */
const ORIGIN = /^https?:\/\/[^\s/\\?#@%]+\/?$/i;

const SAYS: Readonly<Record<string, string>> = {
  scheme: "it must begin with https://",
  "not-a-url": "it must be an origin like https://api.example.com",
  credentials: "it must not hold credentials",
  port: "its port is not allowed",
  "not-a-host": "its host is neither a name nor an address",
};

/** Is the host a loopback one, by name or by address? */
export function isLoopbackHost(host: string): boolean {
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback";
}

const defaultPort = (secure: boolean): number => (secure ? 443 : 80);

/**
 * Reads a target. Where a name resolves to is checked when it is resolved.
 * @example parseTarget("https://api.groq.com", { ports: [443], loopback: false })
 */
export function parseTarget(text: string, { ports, loopback }: TargetRules): ParsedTarget {
  const no = (problem: string): ParsedTarget => ({ ok: false, problem });
  if (text.length > MAX_TARGET) return no(`it is longer than ${MAX_TARGET} characters`);
  const url = ORIGIN.test(text) && URL.canParse(text) ? new URL(text) : null;
  const host = (url && canonicalHost(url.hostname))?.replace(/^\[|\]$/g, "") ?? "";
  const isLocal = loopback && isLoopbackHost(host);
  if (!isLocal) {
    const unsafe = unsafeUrl(text, { schemes: ["https"] });
    if (unsafe !== null)
      return no(SAYS[unsafe] ?? `its host is ${unsafe}, which nobody may reach through here`);
  }
  if (!url || host === "") return no("it must be an origin like https://api.example.com, without a path");
  const secure = url.protocol === "https:";
  const port = url.port === "" ? defaultPort(secure) : Number(url.port);
  if (!isLocal && !ports.includes(port))
    return no(`its port ${port} is not allowed (${ports.join(", ")} is)`);
  const shown = host.includes(":") ? `[${host}]` : host;
  const origin = `${url.protocol}//${shown}${port === defaultPort(secure) ? "" : `:${port}`}`;
  return { ok: true, target: { origin, host, port, secure, isAddress: ipaddr.isValid(host), isLocal } };
}
