/**
 * Gateways that let targets of one kind through, one for each kind of row in the tables of unsafe targets and of hosts that
 * look like approved ones (PRX-03, PRX-05): each reads the target with a URL parser and forgets one check.
 * @module
 */
import { isIP } from "node:net";
import type { Network } from "../../reference-gateway/passthrough/network.ts";
import { valuesOf } from "../../registry/domains/headers.ts";
import type { ApprovedDomain } from "../../registry/domains/index.ts";
import type { PassPlan } from "../../registry/domains/plan-pass.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { withParts, withRegistry } from "./plants.ts";

/** A target as it is written, and as a URL parser reads it. */
interface Written {
  text: string;
  /** The authority as it is written, up to where a naive reader cuts it. */
  authority: string;
  /** `null` where no parser reads it. */
  url: URL | null;
  /** What the parser makes of the host, without brackets; empty where it reads none. */
  host: string;
}

export function writtenTarget(text: string): Written {
  const url = URL.canParse(text) ? new URL(text) : null;
  return {
    text,
    authority: /^[a-z]+:\/\/([^/]*)/i.exec(text)?.[1] ?? "",
    url,
    host: url?.hostname.replace(/^\[|\]$/g, "") ?? "",
  };
}

/** A kind of target that a gateway lets through. */
export interface Hole {
  id: string;
  title: string;
  seenIn: string;
  fits(written: Written): boolean;
}

/** The report of spellings that led past the check of a real gateway. */
const PORTKEY = "Portkey-AI/gateway#1372";

const hole = (id: string, title: string, fits: Hole["fits"], seenIn = "own"): Hole => ({
  id: `passthrough.unsafe-${id}`,
  title,
  seenIn,
  fits,
});

const byHost =
  (pattern: RegExp): Hole["fits"] =>
  ({ host }) =>
    pattern.test(host);
const byAuthority =
  (pattern: RegExp): Hole["fits"] =>
  ({ authority }) =>
    pattern.test(authority);
const byText =
  (pattern: RegExp): Hole["fits"] =>
  ({ text }) =>
    pattern.test(text);

/** Written as dotted numbers without leading zeros. */
const DOTTED = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;
/** An address written like this, and in no other way. */
const plainly =
  (pattern: RegExp): Hole["fits"] =>
  ({ authority }) =>
    DOTTED.test(authority) && pattern.test(authority);

/** In the order of the table; together they let every row through that can be sent. */
export const UNSAFE_HOLES: readonly Hole[] = [
  hole("http", "Targets may be called without TLS", ({ url }) => url?.protocol === "http:"),
  hole(
    "scheme",
    "Any scheme is called as if it were https",
    ({ url }) => url !== null && !/^https?:$/.test(url.protocol),
  ),
  hole("no-scheme", "A target without a scheme gets one", byText(/^\/\/\w/)),
  hole(
    "credentials",
    "Credentials in a target are taken off in silence",
    ({ url }) => url?.username !== undefined && url.username !== "",
  ),
  hole("loopback", "Loopback addresses are targets", plainly(/^127\./)),
  hole("this-host", "The address 0.0.0.0 is a target", ({ host }) => host === "0.0.0.0"),
  hole("trailing-dot", "A dot at the end hides what a host is", byAuthority(/\.$/), PORTKEY),
  hole(
    "short",
    "Addresses of fewer than four numbers are taken for names",
    byAuthority(/^\d+(?:\.\d+){1,2}$/),
  ),
  hole("decimal", "An address in one decimal number is taken for a name", byAuthority(/^[1-9]\d*$/), PORTKEY),
  hole("hexadecimal", "Hexadecimal numbers of an address are taken for a name", byAuthority(/^0x/i), PORTKEY),
  hole(
    "octal",
    "Octal numbers of an address are taken for decimal ones",
    byAuthority(/^0[0-7]+(?:\.|$)/),
    PORTKEY,
  ),
  hole("five-numbers", "Five numbers are taken for a name", byAuthority(/^\d+(?:\.\d+){4}$/)),
  hole("localhost", "Names of this machine are targets", byHost(/(?:^|\.)localhost(?:\.localdomain)?$/)),
  hole("local-names", "Names of the local network are targets", byHost(/^[a-z]+$|\.svc$/)),
  hole("mirrors", "Public names that mirror private addresses are targets", byHost(/\.nip\.io$/)),
  hole("v6-loopback", "IPv6 addresses are not looked at", byHost(/^::1$/)),
  hole("v4-mapped", "IPv4 addresses inside IPv6 ones are not looked at", byHost(/^::ffff:/), PORTKEY),
  hole("v4-compatible", "The older form of IPv4 inside IPv6 is not looked at", byHost(/^::7f00:1$/)),
  hole("nat64", "NAT64 leads past the check of addresses", byHost(/^64:ff9b::/)),
  hole("local-nat64", "Local NAT64 prefixes lead past the check of addresses", byHost(/^64:ff9b:1:/)),
  hole("teredo", "Teredo leads past the check of addresses", byHost(/^2001:0?:/)),
  hole("6to4", "6to4 leads past the check of addresses", byHost(/^2002:/)),
  hole(
    "link-local",
    "Link-local IPv6 addresses are targets, with and without a zone",
    byAuthority(/^\[fe80:/),
  ),
  hole("unique-local", "Unique local IPv6 addresses are targets", byHost(/^f[cd][0-9a-f]{2}:/)),
  hole("multicast", "Multicast addresses are targets", byHost(/^ff02:|^224\./)),
  hole(
    "metadata",
    "Metadata services are targets by their addresses",
    plainly(/^(?:169\.254\.169\.254|192\.0\.0\.192|168\.63\.129\.16|100\.100\.100\.200)$/),
  ),
  hole(
    "metadata-path",
    "A target with a path to a metadata service is cut to its origin, and called",
    byText(/^https:\/\/169\.254\.169\.254\/./),
  ),
  hole("metadata-names", "Metadata services are targets by their names", byHost(/^metadata\./)),
  hole(
    "private",
    "Private addresses are targets",
    plainly(/^(?:10\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.)/),
  ),
  hole("shared", "The shared address space is a target", plainly(/^100\.64\./)),
  hole(
    "documentation",
    "Addresses for documentation and tests are targets",
    plainly(/^(?:192\.0\.2|203\.0\.113|198\.18)\./),
  ),
  hole("reserved", "Reserved addresses are targets", plainly(/^(?:24\d|25\d)\./)),
  hole("backslash", "A backslash ends the host for one reader and not for the other", byText(/\\/)),
  hole(
    "encoded",
    "Encoded characters in a host are decoded after the check",
    byText(/^https:\/\/[^/]*%(?!25)/),
  ),
  hole(
    "fragment",
    "A fragment straight behind the host is cut off",
    byText(/^https:\/\/[^/]*#/),
    "headroomlabs-ai/headroom#3280",
  ),
  hole("slashes", "Slashes that are missing or too many are repaired", byText(/^https:(?:\/{3}|[^/])/)),
  hole("blanks", "Blanks around and inside a target are taken out", byText(/^\s|\s$|\t/)),
  hole("port-zero", "Port 0 is a port", byAuthority(/:0$/)),
  hole("port-range", "A port that is none is left out", byAuthority(/:99999$/)),
  hole("no-host", "A target without a host is called all the same", byAuthority(/^\.$|^\[[^\]]*$/)),
  hole("garbage", "What is no URL is taken for the name of a host", byText(/^[a-z ]+$/)),
];

const targetIn = (text: string, domain: ApprovedDomain | null, path: string): PassPlan => {
  const { url, host } = writtenTarget(text.trim());
  const name = host === "" ? "unreadable.example" : host;
  const port = url?.port ? Number(url.port) : 443;
  // Neither checked nor looked up: the hole is in the reading.
  const target = {
    origin: `https://${name}`,
    host: name,
    port,
    secure: true,
    isAddress: isIP(name) > 0,
    isLocal: true,
  };
  const route = { target, domain, path, headers: null, onCodes: [], bodyKeys: null };
  return { kind: "pass", routes: [route] };
};

/** Lets targets through that fit, as a URL parser reads them. */
const letThrough = (fits: (text: string) => ApprovedDomain | boolean | null): Plant =>
  withParts(({ passthrough }) => ({
    passthrough: {
      ...passthrough,
      plan: (call, domains, rules) => {
        const [text = ""] = valuesOf(call.fields, "helicone-target-url");
        const found = fits(text);
        if (found === false || found === null) return passthrough.plan(call, domains, rules);
        return targetIn(text, found === true ? null : found, call.path);
      },
    },
  }));

const withResolver = (change: (found: string[]) => string[]): Plant =>
  withParts(({ passthrough }) => {
    const { network } = passthrough;
    const resolver: Network["resolver"] = {
      ...network.resolver,
      addresses: async (name) => change(await network.resolver.addresses(name)),
    };
    return { passthrough: { ...passthrough, network: { ...network, resolver } } };
  });

/** A host that is taken for an approved one. */
export interface Mistake {
  id: string;
  title: string;
  seenIn: string;
  takes(host: string, row: ApprovedDomain): boolean;
}

const mistake = (id: string, title: string, takes: Mistake["takes"], seenIn = "own"): Mistake => ({
  id: `passthrough.approved-${id}`,
  title,
  seenIn,
  takes,
});

/** How hosts are compared wrongly. */
export const MISTAKES: readonly Mistake[] = [
  mistake(
    "by-beginning",
    "A host is approved when it begins like an approved one",
    (host, { domain }) => host.startsWith(domain.replace("*", "us-east-1")),
    "headroomlabs-ai/headroom#3280",
  ),
  mistake("by-end", "A host is approved when it ends like an approved one", (host, { domain }) =>
    host.endsWith(domain),
  ),
  mistake("in-the-middle", "A host is approved when it holds an approved one", (host, { domain }) =>
    host.includes(`.${domain}.`),
  ),
  mistake("cut-short", "A host is approved when an approved one begins like it", (host, { domain }) =>
    domain.startsWith(host),
  ),
  mistake("any-character", "The dots of an approved domain stand for any character", (host, { domain }) =>
    new RegExp(`^${domain.replaceAll("*", "[^.]+")}$`).test(host),
  ),
  mistake("across-labels", "The wildcard of an approved domain spans several labels", (host, { domain }) =>
    new RegExp(`^${domain.replaceAll(".", "\\.").replaceAll("*", ".+")}$`).test(host),
  ),
];

const recogniseBy = ({ takes }: Mistake): Plant =>
  withRegistry(({ domains }) => ({
    domains: {
      ...domains,
      recognise: (host) => domains.recognise(host) ?? domains.rows.find((row) => takes(host, row)) ?? null,
    },
  }));

/** A text that holds an approved domain somewhere behind its host. */
const readWithin = (pattern: (domain: string) => RegExp): Plant =>
  withRegistryRows(
    (rows) => (text) =>
      rows.find(({ domain }) => pattern(domain.replaceAll(".", "\\.").replaceAll("*", "[^.]+")).test(text)) ??
      null,
  );

function withRegistryRows(
  fits: (rows: readonly ApprovedDomain[]) => (text: string) => ApprovedDomain | null,
): Plant {
  return (parts) => letThrough(fits(parts.registry.domains.rows))(parts);
}

export const targetDefects: readonly Defect[] = [
  ...UNSAFE_HOLES.map(
    ({ id, title, seenIn, fits }): Defect => ({
      id,
      title,
      seenIn,
      breaks: ["PRX-05"],
      plant: letThrough((text) => fits(writtenTarget(text))),
    }),
  ),
  {
    id: "passthrough.first-address-only",
    title: "Of several addresses of a name only the first one is looked at",
    seenIn: "own",
    breaks: ["PRX-05"],
    plant: withResolver(([first]) => (first === undefined ? [] : [first])),
  },
  {
    id: "passthrough.v6-addresses-unlooked",
    title: "Names are looked up for IPv4 addresses only, and IPv6 ones connected to",
    seenIn: "own",
    breaks: ["PRX-05"],
    plant: withResolver((found) => found.map((address) => (isIP(address) === 6 ? "93.184.216.34" : address))),
  },
  ...MISTAKES.map(
    (own): Defect => ({
      id: own.id,
      title: own.title,
      seenIn: own.seenIn,
      breaks: ["PRX-03"],
      plant: recogniseBy(own),
    }),
  ),
  {
    id: "passthrough.approved-in-path",
    title: "A target is approved when an approved domain stands in its path",
    seenIn: "own",
    breaks: ["PRX-03"],
    plant: readWithin((domain) => new RegExp(`^https://[^/]+/.*${domain}`)),
  },
  {
    id: "passthrough.approved-in-credentials",
    title: "A target is approved when an approved domain stands before its @",
    seenIn: "own",
    breaks: ["PRX-03"],
    plant: readWithin((domain) => new RegExp(`^https://${domain}@`)),
  },
];
