/**
 * Which IP addresses nobody outside may make the gateway, or a provider, connect to (PRX-05). An address is safe only
 * where it is global unicast; whatever the registries of special addresses hold is not.
 * @module
 */
import ipaddr from "ipaddr.js";

/** Why a place is refused. */
export type UnsafePlace =
  | "unspecified"
  | "loopback"
  | "private"
  | "link-local"
  | "metadata"
  | "multicast"
  | "reserved"
  | "tunnel"
  | "local-name"
  | "not-a-host";

/** Metadata services of clouds, several of which stand in public ranges. */
const METADATA: ReadonlySet<string> = new Set([
  "169.254.169.254",
  "169.254.170.2",
  "169.254.170.23",
  "192.0.0.192",
  "100.100.100.200",
  "168.63.129.16",
  "fd00:ec2::254",
  "fd00:ec2::23",
  "fd20:ce::254",
]);

/** ipaddr.js names ranges; what is not here and not `unicast` is reserved. */
const RANGES: Readonly<Record<string, UnsafePlace>> = {
  unspecified: "unspecified",
  loopback: "loopback",
  private: "private",
  uniqueLocal: "private",
  deprecatedSiteLocal: "private",
  carrierGradeNat: "private",
  linkLocal: "link-local",
  multicast: "multicast",
  "6to4": "tunnel",
  teredo: "tunnel",
  amt: "tunnel",
};

const reason = (range: string): UnsafePlace | null =>
  range === "unicast" ? null : (Object.hasOwn(RANGES, range) && RANGES[range]) || "reserved";

/** The last 32 bits of an IPv6 address as the IPv4 address that translators and tunnels put there. */
const lastFour = (address: ipaddr.IPv6): ipaddr.IPv4 => new ipaddr.IPv4(address.toByteArray().slice(12));

const NAT64 = ipaddr.IPv6.parseCIDR("64:ff9b::/96");
/** IANA gives out global unicast addresses from here only. */
const GLOBAL = ipaddr.IPv6.parseCIDR("2000::/3");

/** ISATAP: an interface identifier that carries an IPv4 address, in whatever prefix. */
function isatap(address: ipaddr.IPv6): boolean {
  const [, , , , flag = 0, marker] = address.parts;
  return marker === 0x5efe && (flag & ~0x0200) === 0;
}

function unsafeV6(address: ipaddr.IPv6): UnsafePlace | null {
  // A network that has IPv6 alone reaches public IPv4 hosts so: what counts is the host behind.
  if (address.isIPv4MappedAddress() || address.match(NAT64)) return unsafeV4(lastFour(address));
  const special = reason(address.range());
  if (special !== null) return special;
  if (!address.match(GLOBAL)) return "reserved";
  return isatap(address) ? unsafeV4(lastFour(address)) : null;
}

function unsafeV4(address: ipaddr.IPv4): UnsafePlace | null {
  if (METADATA.has(address.toString())) return "metadata";
  return reason(address.range());
}

/**
 * @param text an address in standard notation, as resolvers give it: `192.0.2.1`, `2001:db8::1`, `fe80::1%eth0`.
 *   Other spellings of IPv4 are `not-a-host` here: `unsafeHost` reads them.
 * @returns why nobody may connect there, or `null`
 */
export function unsafeAddress(text: string): UnsafePlace | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return unsafeV4(ipaddr.IPv4.parse(text));
  if (!ipaddr.IPv6.isValid(text)) return "not-a-host";
  const address = ipaddr.IPv6.parse(text);
  // A zone names an interface of this machine.
  if (address.zoneId) return "link-local";
  return METADATA.has(address.toString()) ? "metadata" : unsafeV6(address);
}

/**
 * What a name resolved to, all of it: one unsafe address among several is enough, since any of them may be connected to.
 * @returns the first reason; `not-a-host` for no address at all
 */
export function unsafeAddresses(addresses: readonly string[]): UnsafePlace | null {
  if (addresses.length === 0) return "not-a-host";
  for (const address of addresses) {
    const found = unsafeAddress(address);
    if (found !== null) return found;
  }
  return null;
}
