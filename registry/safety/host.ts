/**
 * Which hosts nobody outside may make the gateway, or a provider, connect to, in whatever spelling (PRX-05). The WHATWG
 * parser turns decimal, octal, hexadecimal, short and full-width spellings into the one address they mean.
 * @module
 */
import { own } from "../json.ts";
import { type UnsafePlace, unsafeAddress } from "./address.ts";

/** Longest host name that is read: DNS allows 253 characters; percent-encoding may triple them. */
const MAX_HOST = 1024;
const MAX_NAME = 253;

/** Names of this machine and of metadata services, with everything below them. */
const NAMES: Readonly<Record<string, UnsafePlace>> = {
  localhost: "loopback",
  localdomain: "loopback",
  "metadata.google.internal": "metadata",
  "metadata.goog": "metadata",
  "metadata.azure.com": "metadata",
  "instance-data.ec2.internal": "metadata",
};

/** Ends of names that only a local network resolves (RFC 6762, RFC 8375, ICANN's `.internal`, Kubernetes, Consul …). */
const LOCAL_SUFFIXES: ReadonlySet<string> = new Set([
  "internal",
  "local",
  "lan",
  "home",
  "corp",
  "intranet",
  "private",
  "home.arpa",
  "in-addr.arpa",
  "ip6.arpa",
  "svc",
  "consul",
  "onion",
]);

/** Public names under which everybody gets a loopback address, or the address that stands in the name. */
const MIRRORS: ReadonlySet<string> = new Set([
  "localtest.me",
  "lvh.me",
  "vcap.me",
  "nip.io",
  "sslip.io",
  "xip.io",
  "traefik.me",
]);

/** A name, and all that it stands below: `a.b.c`, `b.c`, `c`. */
function domainsOf(name: string): string[] {
  const labels = name.split(".");
  return labels.map((_, at) => labels.slice(at).join("."));
}

/** @param name of at most {@link MAX_NAME} characters */
function unsafeName(name: string): UnsafePlace | null {
  const domains = domainsOf(name);
  const known = domains.map((domain) => own(NAMES, domain)).find((place) => place !== undefined);
  if (known !== undefined) return known;
  if (domains.some((domain) => MIRRORS.has(domain))) return "loopback";
  // A name without a dot is looked up in the local network's own domain.
  if (domains.length === 1 || domains.some((domain) => LOCAL_SUFFIXES.has(domain))) return "local-name";
  return null;
}

/** The host as the URL standard writes it: one spelling per address, Punycode, no trailing dots; `null` for no host. */
export function canonicalHost(host: string): string | null {
  if (host === "" || host.length > MAX_HOST || /[\s/\\?#@]/.test(host)) return null;
  const bracketed = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  if (/:\d*$/.test(bracketed)) return null;
  const url = `https://${bracketed}/`;
  if (!URL.canParse(url)) return null;
  const { hostname, port, username } = new URL(url);
  if (port !== "" || username !== "") return null;
  if (!hostname.endsWith(".")) return hostname;
  // One dot at the end means the same host; without it the rest may be an address.
  return hostname.endsWith("..") ? null : canonicalHost(hostname.slice(0, -1));
}

/**
 * @param host a host as it stands in a URL or header, or a bare address: `127.1`, `[::1]`, `fe80::1%eth0`, `LOCALHOST.`
 * @returns why nobody may connect there, or `null`. Says nothing about where a public name resolves to: what it resolved
 *   to goes through `unsafeAddresses`, and the connection is made to those addresses.
 */
export function unsafeHost(host: string): UnsafePlace | null {
  // A zone names an interface of this machine; the URL standard has no place for one.
  if (host.length <= MAX_HOST && /^\[?fe[89ab][\da-f:]*%/i.test(host)) return "link-local";
  return unsafeCanonical(canonicalHost(host));
}

/** The same of a host as the URL standard writes it: nobody parses it again. @param canonical `null` for no host */
export function unsafeCanonical(canonical: string | null): UnsafePlace | null {
  if (canonical === null || canonical.length > MAX_NAME) return "not-a-host";
  if (canonical.startsWith("[")) return unsafeAddress(canonical.slice(1, -1));
  if (/^[\d.]+$/.test(canonical)) return unsafeAddress(canonical);
  if (canonical.split(".").some((label) => label === "" || label.length > 63)) return "not-a-host";
  return unsafeName(canonical);
}

/** Is this a host that nobody outside may make the gateway, or a provider, connect to? */
export const isUnsafeHost = (host: string): boolean => unsafeHost(host) !== null;
